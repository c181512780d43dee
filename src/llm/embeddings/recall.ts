import type { Api } from '../../db/generated.ts'
import type { Logger } from '../../logger.ts'
import type { ProviderPreference } from '../preference.ts'
import type { Embedders } from './embedder.ts'
import { embedQueryBy } from './query.ts'

export interface RecallDeps {
  api: Pick<Api, 'getRecallQuery' | 'recordModelCalls'>
  /** what can make a vector of a question; without any, earlier messages are found by words */
  embedders?: Embedders
  replyProviders: readonly ProviderPreference[]
}

/** The vector of what a conversation asks, as `api.prepareReply` takes it; without one in time it goes by words. */
export async function recallFor(
  { api, embedders, replyProviders }: RecallDeps,
  { tenantId, conversationId }: { tenantId: string; conversationId: string },
  { signal, logger }: { signal: AbortSignal; logger: Pick<Logger, 'warn'> },
): Promise<{ recall?: { embedding: number[]; embeddingModel: string } }> {
  if (!embedders || replyProviders.every(({ provider }) => provider === 'local')) return {}
  const { text, model } = await api.getRecallQuery({
    tenantId,
    conversationId,
    providers: [...replyProviders],
    models: [...embedders.models],
  })
  if (text === null || model === null) return {}
  const vector = await embedQueryBy({ api, embedders, logger }, model, { tenantId, text, signal })
  return 'embedding' in vector ? { recall: vector } : {}
}
