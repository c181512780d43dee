import { z } from 'zod'
import type { ChatUsage, DraftHub } from '../src/chat/draft-hub.ts'
import { createDraftSaver, type DraftSaver } from '../src/chat/draft-saver.ts'
import { beginDraft, type DraftWriter } from '../src/chat/draft-writer.ts'
import type { Api, ApiResult } from '../src/db/generated.ts'
import { recallFor } from '../src/llm/embeddings/recall.ts'
import type { JobContext, JobDefinition } from './definition.ts'
import { declarationOf } from './queues.ts'
import { type ReplyDeps, type Written, writeReply } from './reply.ts'

const payload = z.object({ tenantId: z.uuid(), conversationId: z.uuid() })
type Payload = z.infer<typeof payload>

export interface ChatReplyDeps extends ReplyDeps {
  api: ReplyDeps['api'] & Pick<Api, 'prepareChatReply' | 'saveReplyDrafts' | 'releaseReplyDraft' | 'submitChatReply'>
  /** where streams of this process watch; absent: they ask the database */
  drafts?: DraftHub
}

type Brief = Exclude<NonNullable<ApiResult<'prepareChatReply'>>, { action: 'none' }>
type Working = Pick<JobContext, 'signal' | 'logger'>

/**
 * Answers a chat while its visitor watches: as jobs/reply.ts, but that what is written shows at once, and that the answer is
 * stored whatever was said meanwhile. One writer at a time: the lease is Postgres's to give.
 */
export const chatReply = (deps: ChatReplyDeps): JobDefinition<Payload> => {
  let saver: DraftSaver | undefined
  return {
    ...declarationOf('chat_reply'),
    payload,
    handle: async (job, { signal, logger }) => {
      saver ??= createDraftSaver(deps.api, logger)
      const writerId = crypto.randomUUID()
      await deps.lookUp?.(job, { signal, logger })
      const recalled = await recallFor(deps, job, { signal, logger })
      const providers = [...deps.replyProviders]
      const brief = await deps.api.prepareChatReply({ ...job, writerId, providers, ...recalled })
      if (brief.action === 'none') return logger.info('reply_not_needed', { reason: brief.reason })
      const { answersMessageId, generation } = brief
      const beginning = { ...job, writerId, answersMessageId, generation }
      const draft = beginDraft(beginning, { hub: deps.drafts, saver })
      try {
        await answer(deps, { ...job, writerId }, brief, draft, { signal, logger })
      } catch (error) {
        draft.drop()
        const failure = signal.aborted ? 'time_limit' : 'unavailable'
        // The next attempt need not wait for the lease to end; where this fails too, it does.
        await deps.api.releaseReplyDraft({ ...job, writerId, failure }).catch(() => {})
        throw error
      }
    },
  }
}

async function answer(
  deps: ChatReplyDeps,
  { writerId, ...job }: Payload & { writerId: string },
  brief: Brief,
  draft: DraftWriter,
  { signal, logger }: Working,
): Promise<void> {
  const working = { signal: AbortSignal.any([signal, draft.signal]), logger }
  const written: Written =
    brief.action === 'say' ? { ...brief, calls: [] } : await writeReply(deps, job, brief, working, draft)
  const { text, provider, model } = written
  if (provider === 'local') draft.write(text)
  const usage = usageOf(written, brief)
  const { outcome, message } = await deps.api.submitChatReply({
    ...job,
    writerId,
    answersMessageId: brief.answersMessageId,
    text,
    provider,
    model,
    usage,
  })
  if (message) draft.finish({ reply: message, usage })
  else draft.drop()
  logger.info('reply_submitted', { outcome, provider })
}

/** What the answer took; why it was `local` where a model was there to be asked. */
function usageOf({ provider, model, calls }: Written, brief: Brief): ChatUsage {
  const chosen = brief.action === 'generate' && brief.plan.every((entry) => entry.provider === 'local')
  const reason = brief.action === 'generate' && chosen ? brief.localReason : 'providers_failed'
  return {
    provider: provider as ChatUsage['provider'],
    model,
    inputTokens: calls.reduce((sum, call) => sum + call.inputTokens, 0),
    outputTokens: calls.reduce((sum, call) => sum + call.outputTokens, 0),
    reason: provider === 'local' ? reason : null,
  }
}
