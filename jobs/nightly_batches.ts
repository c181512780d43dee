import { z } from 'zod'
import type { Api } from '../src/db/generated.ts'
import type { BatchClient } from '../src/llm/batches/client.ts'
import type { JobDefinition } from './definition.ts'
import { declarationOf } from './queues.ts'

export interface NightlyBatchesDeps {
  api: Pick<Api, 'enqueueNightlyBatches'>
  /** null without a key: nothing is composed that nobody could send */
  batchClient: BatchClient | null
}

/** Begins the nightly batches: one job for each tenant and kind. */
export const nightlyBatches = ({ api, batchClient }: NightlyBatchesDeps): JobDefinition => ({
  ...declarationOf('nightly_batches'),
  payload: z.unknown(),
  handle: async (_payload, { logger }) => {
    if (batchClient) logger.info('batches_enqueued', { count: await api.enqueueNightlyBatches() })
    else logger.info('batches_off', { reason: 'OPENAI_API_KEY is not set' })
  },
})
