import type { Env } from '../../env.ts'
import { type BatchClient, createBatchClient } from './client.ts'
import { type BatchModels, createBatchModels } from './models.ts'

export interface BatchServices {
  /** null without OPENAI_API_KEY */
  batchClient: BatchClient | null
  batchModels: BatchModels
}

/** What batches need of a configuration. Opens no connection. */
export const createBatchServices = (env: Env): BatchServices => ({
  batchClient: env.OPENAI_API_KEY
    ? createBatchClient({ apiKey: env.OPENAI_API_KEY, baseUrl: env.OPENAI_BASE_URL })
    : null,
  batchModels: createBatchModels(env),
})
