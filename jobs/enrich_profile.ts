import { z } from 'zod'
import type { Api, ApiResult } from '../src/db/generated.ts'
import type { ProviderPreference } from '../src/llm/preference.ts'
import type { Providers } from '../src/llm/providers.ts'
import { completeStructured, STRUCTURED_TRIES, type StructuredAttempt } from '../src/llm/structured.ts'
import type { JobDefinition } from './definition.ts'
import { declarationOf } from './queues.ts'

const payload = z.object({ tenantId: z.guid() })
type Payload = z.infer<typeof payload>

export interface EnrichProfileDeps {
  api: Pick<
    Api,
    'listDueReadings' | 'prepareReading' | 'saveReading' | 'failReading' | 'readLocally' | 'recordModelCalls'
  >
  providers: Providers
  /** whom to ask, in this order; Postgres leaves out who is unwell and chooses the models */
  readingProviders: readonly ProviderPreference[]
}

type Brief = Extract<NonNullable<ApiResult<'prepareReading'>>, { action: 'generate' }>
interface Reading extends Payload {
  conversationId: string
  purpose: 'enrichment' | 'compression'
}

const PURPOSES = ['enrichment', 'compression'] as const
const BATCH = 20

/**
 * Reads a tenant's conversations for facts, and then for their summaries. Postgres says which are due and checks what
 * was read; where no model is there, it reads them itself. No transaction is open while a model thinks.
 */
export const enrichProfile = (deps: EnrichProfileDeps): JobDefinition<Payload> => ({
  ...declarationOf('enrich_profile'),
  payload,
  handle: async ({ tenantId }, { signal, logger }) => {
    const providers = [...deps.readingProviders]
    for (const purpose of PURPOSES) {
      const seen = new Set<string>()
      for (;;) {
        signal.throwIfAborted()
        const due = await deps.api.listDueReadings({ tenantId, purpose, providers, limit: BATCH })
        // What comes a second time was not read to its end: the next job goes on with it.
        const conversationIds = due.conversationIds.filter((id) => !seen.has(id))
        if (conversationIds.length === 0) break
        for (const id of conversationIds) seen.add(id)
        if (due.mode === 'local') {
          logger.info('read_locally', {
            purpose,
            ...(await deps.api.readLocally({ tenantId, purpose, conversationIds })),
          })
          continue
        }
        for (const conversationId of conversationIds) {
          signal.throwIfAborted()
          const outcome = await read(deps, { tenantId, conversationId, purpose }, signal)
          logger.info('conversation_read', { purpose, conversationId, outcome })
        }
      }
    }
  },
})

/** Has one conversation read by a model; every call is recorded, also when all is given up. */
async function read(deps: EnrichProfileDeps, reading: Reading, signal: AbortSignal): Promise<string> {
  const brief = await deps.api.prepareReading({ ...reading, providers: [...deps.readingProviders] })
  if (brief.action === 'none') return 'none'
  const answer = await ask(deps, reading, brief, signal)
  if ('failure' in answer) {
    await deps.api.failReading({ ...reading, reason: answer.failure, tries: STRUCTURED_TRIES })
    return answer.failure
  }
  return (await deps.api.saveReading({ ...reading, ...answer })).outcome
}

async function ask(deps: EnrichProfileDeps, reading: Reading, brief: Brief, signal: AbortSignal) {
  const attempts: StructuredAttempt[] = []
  const { plan, instructions, input, schema, deadlineMs, maxOutputTokens } = brief
  const request = {
    instructions,
    turns: [{ role: 'user' as const, content: input }],
    schema,
    deadlineMs,
    maxOutputTokens,
  }
  try {
    return await completeStructured(deps.providers, plan, { ...request, signal }, (one) => attempts.push(one))
  } finally {
    const calls = attempts.map(({ stopReason: _, status: __, code: ___, ...facts }) => ({
      purpose: reading.purpose,
      conversationId: reading.conversationId,
      ...facts,
    }))
    await deps.api.recordModelCalls({ tenantId: reading.tenantId, calls })
  }
}
