import { z } from 'zod'
import type { LookUpFirst } from '../src/crm/sync/look-up-first.ts'
import type { Api, ApiResult } from '../src/db/generated.ts'
import { embeddersOf } from '../src/llm/embeddings/embedders.ts'
import { localEmbedder } from '../src/llm/embeddings/local.ts'
import { type RecallDeps, recallFor } from '../src/llm/embeddings/recall.ts'
import type { Attempt } from '../src/llm/fallback.ts'
import type { ProviderPreference } from '../src/llm/preference.ts'
import type { Providers } from '../src/llm/providers.ts'
import { completeWithTools, type Toolbox } from '../src/llm/with-tools.ts'
import type { ToolApi } from '../src/tools/definition.ts'
import { replyTools } from '../src/tools/for-replies.ts'
import type { JobContext, JobDefinition } from './definition.ts'
import { declarationOf } from './queues.ts'

const payload = z.object({ tenantId: z.uuid(), conversationId: z.uuid() })
type Payload = z.infer<typeof payload>

export interface ReplyDeps extends RecallDeps {
  api: RecallDeps['api'] &
    Pick<Api, 'prepareReply' | 'composeLocalReply' | 'submitReply' | 'recordModelCalls'> &
    ToolApi
  providers: Providers
  /** whom to ask, in this order; Postgres leaves out who is unwell and adds `local` */
  replyProviders: readonly ProviderPreference[]
  /** asks the CRM who is writing; without it replies know what is known */
  lookUp?: LookUpFirst
}

type Brief = Extract<NonNullable<ApiResult<'prepareReply'>>, { action: 'generate' }>

/** A text, who wrote it, and the calls it took. */
export interface Written {
  text: string
  provider: string
  model: string
  calls: readonly { inputTokens: number; outputTokens: number }[]
}

/** Is told of a reply while it is written. */
export interface ReplyWatcher {
  write(delta: string): void
  restart(failure: 'provider_failed'): void
  tool(name: string, state: 'started' | 'done' | 'failed'): void
}

/**
 * Answers a conversation: Postgres says what a reply takes, a model (or Postgres itself) writes it, Postgres decides
 * whether it is still wanted and puts it into the outbox. No transaction is open while a model thinks.
 */
export const reply = (deps: ReplyDeps): JobDefinition<Payload> => ({
  ...declarationOf('reply'),
  payload,
  handle: async (job, { signal, logger }) => {
    await deps.lookUp?.(job, { signal, logger })
    const recalled = await recallFor(deps, job, { signal, logger })
    const brief = await deps.api.prepareReply({ ...job, providers: [...deps.replyProviders], ...recalled })
    if (brief.action === 'none') return logger.info('reply_not_needed', { reason: brief.reason })
    const { text, provider, model } =
      brief.action === 'say' ? brief : await writeReply(deps, job, brief, { signal, logger })
    const { answersMessageId } = brief
    const { outcome } = await deps.api.submitReply({ ...job, answersMessageId, text, provider, model })
    logger.info('reply_submitted', { outcome, provider })
  },
})

type Working = Pick<JobContext, 'signal' | 'logger'>

/** The tools that Postgres lets this reply use, for its customer. */
function toolboxOf(deps: ReplyDeps, { tenantId, conversationId }: Payload, brief: Brief, context: Working): Toolbox {
  const { customerId, answersMessageId, tools: names, toolKey: key, toolRounds: rounds } = brief
  if (customerId === null || names.length === 0) return { ...NO_TOOLS }
  const { api, embedders = embeddersOf([localEmbedder]) } = deps
  const reply = { customerId, conversationId, answersMessageId }
  return { rounds, ...replyTools({ names, reply, key }, { api, embedders, tenantId, ...context }) }
}

const NO_TOOLS: Toolbox = { specs: [], rounds: 0, run: async () => ({ output: '', isError: true }) }

/**
 * The text by the first provider of the plan that brings one; every call is recorded, also when all is given up. A watcher is
 * told of a model's text as it comes, and of no other.
 */
export async function writeReply(
  deps: ReplyDeps,
  job: Payload,
  brief: Brief,
  context: Working,
  watcher?: ReplyWatcher,
): Promise<Written> {
  const calls: ReturnType<typeof callOf>[] = []
  const record = (attempt: CallFacts) => calls.push(callOf(job, brief, attempt))
  try {
    const { plan, instructions, turns, maxOutputTokens, deadlineMs, safetyIdentifier } = brief
    const request = {
      ...{ instructions, turns, maxOutputTokens, deadlineMs, safetyIdentifier, signal: context.signal },
      ...(watcher && {
        onText: (delta: string) => watcher.write(delta),
        onRestart: () => watcher.restart('provider_failed'),
      }),
    }
    const toolbox = toolboxOf(deps, job, brief, context)
    if (watcher) toolbox.onTool = (name, state) => watcher.tool(name, state)
    const answer = await completeWithTools(deps.providers, plan, request, toolbox, record)
    if (answer.provider !== 'local') {
      return { text: answer.result.text, provider: answer.provider, model: answer.result.model, calls }
    }
    const started = performance.now()
    const { text } = await deps.api.composeLocalReply({ ...job, answersMessageId: brief.answersMessageId })
    record({ ...localCall, latencyMs: Math.round(performance.now() - started) })
    return { text, provider: 'local', model: 'rows', calls }
  } finally {
    await deps.api.recordModelCalls({ tenantId: job.tenantId, calls })
  }
}

type CallFacts = Omit<Attempt, 'provider' | 'stopReason' | 'status' | 'code'> & {
  provider: Attempt['provider'] | 'local'
}

const localCall = {
  provider: 'local' as const,
  requestedModel: 'local',
  model: 'local',
  outcome: 'ok' as const,
  inputTokens: 0,
  cachedInputTokens: 0,
  outputTokens: 0,
  requestId: null,
  retryAfterSeconds: null,
}

const callOf = (job: Payload, { experiment, arm }: Pick<Brief, 'experiment' | 'arm'>, facts: CallFacts) => ({
  purpose: 'reply',
  conversationId: job.conversationId,
  provider: facts.provider,
  requestedModel: facts.requestedModel,
  model: facts.model,
  outcome: facts.outcome,
  inputTokens: facts.inputTokens,
  cachedInputTokens: facts.cachedInputTokens,
  outputTokens: facts.outputTokens,
  latencyMs: facts.latencyMs,
  requestId: facts.requestId,
  retryAfterSeconds: facts.retryAfterSeconds,
  experiment,
  arm,
})
