import type { Api } from '../../db/generated.ts'
import type { Logger } from '../../logger.ts'
import { callRecord } from './call-record.ts'
import type { Embedders, EmbeddingCall } from './embedder.ts'

/** A search does not wait longer for its vector: without one the words still find. */
const QUERY_MS = 1500

export type QueryApi = Pick<Api, 'getQueryModel' | 'recordModelCalls'>

export interface QueryDeps {
  api: QueryApi
  embedders: Embedders
  logger: Pick<Logger, 'warn'>
}

export interface Query {
  tenantId: string
  text: string
  signal?: AbortSignal | undefined
  /** as in the logs of what asks */
  requestId?: string | undefined
}

/** The vector of a question as `api.searchMemory` takes it; empty without one. */
export type QueryVector = { embedding: number[]; embeddingModel: string } | Record<never, never>

/**
 * Embeds a question with the model that the tenant's searches are answered by. A slow or broken service costs a search no more
 * than this wait.
 * @throws only the signal's reason
 */
export async function embedQuery(deps: QueryDeps, query: Query): Promise<QueryVector> {
  if (query.text.trim() === '') return {}
  const model = await deps.api.getQueryModel({ tenantId: query.tenantId, models: [...deps.embedders.models] })
  return model === null ? {} : embedQueryBy(deps, model, query)
}

/** The same with a model that is known already. */
export async function embedQueryBy(
  { api, embedders, logger }: Omit<QueryDeps, 'api'> & { api: Pick<QueryApi, 'recordModelCalls'> },
  model: string,
  { tenantId, text, signal, requestId }: Query,
): Promise<QueryVector> {
  const calls: EmbeddingCall[] = []
  try {
    const [embedding] =
      (await embedders.of(model)?.embed([text], {
        timeoutMs: QUERY_MS,
        onCall: (call) => calls.push(call),
        ...(signal ? { signal } : {}),
      })) ?? []
    return embedding ? { embedding, embeddingModel: model } : {}
  } catch (error) {
    if (signal?.aborted) throw error
    logger.warn('query_not_embedded', { requestId, model, error })
    return {}
  } finally {
    if (calls.length > 0) {
      await api.recordModelCalls({ tenantId, calls: calls.map(callRecord) }).catch((error: unknown) => {
        logger.warn('model_call_not_recorded', { requestId, model, error })
      })
    }
  }
}
