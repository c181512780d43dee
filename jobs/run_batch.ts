import { z } from 'zod'
import type { BatchClient } from '../src/llm/batches/client.ts'
import { type BatchApi, runBatch } from '../src/llm/batches/run-batch.ts'
import type { JobDefinition } from './definition.ts'
import { declarationOf } from './queues.ts'

const payload = z.object({ tenantId: z.guid(), batchId: z.guid() })
type Payload = z.infer<typeof payload>

export interface RunBatchDeps {
  api: BatchApi
  /** null without a key */
  batchClient: BatchClient | null
}

/** Takes a batch as far as it goes now: to OpenAI, or from there into the tables. */
export const runBatchJob = ({ api, batchClient: client }: RunBatchDeps): JobDefinition<Payload> => ({
  ...declarationOf('run_batch'),
  payload,
  handle: async ({ tenantId, batchId }, { signal, logger }) => {
    if (!client) return logger.warn('batch_left', { batchId, reason: 'OPENAI_API_KEY is not set' })
    logger.info('batch_left', { batchId, ...(await runBatch({ api, client }, { tenantId, batchId, signal })) })
  },
})
