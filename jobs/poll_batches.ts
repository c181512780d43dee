import { z } from 'zod'
import type { Api } from '../src/db/generated.ts'
import type { BatchClient } from '../src/llm/batches/client.ts'
import type { JobDefinition } from './definition.ts'
import { declarationOf } from './queues.ts'

export interface PollBatchesDeps {
  api: Pick<Api, 'enqueueBatchPolls'>
  /** null without a key */
  batchClient: BatchClient | null
}

/** Has every batch under way looked at: webhooks are sooner, and may not come. */
export const pollBatches = ({ api, batchClient }: PollBatchesDeps): JobDefinition => ({
  ...declarationOf('poll_batches'),
  payload: z.unknown(),
  handle: async (_payload, { logger }) => {
    if (!batchClient) return
    const count = await api.enqueueBatchPolls()
    if (count) logger.info('batches_looked_at', { count })
  },
})
