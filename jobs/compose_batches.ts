import { z } from 'zod'
import type { Api } from '../src/db/generated.ts'
import type { BatchModels } from '../src/llm/batches/models.ts'
import type { JobDefinition } from './definition.ts'
import { declarationOf } from './queues.ts'

const payload = z.object({ tenantId: z.guid(), jobType: z.string() })
type Payload = z.infer<typeof payload>

export interface ComposeBatchesDeps {
  api: Pick<Api, 'beginBatch'>
  batchModels: BatchModels
}

/** Claims what is due of a kind, batch by batch; each is then on its own queue. */
export const composeBatches = ({ api, batchModels }: ComposeBatchesDeps): JobDefinition<Payload> => ({
  ...declarationOf('compose_batches'),
  payload,
  handle: async ({ tenantId, jobType }, { signal, logger }) => {
    const model = batchModels(jobType)
    if (model === 'elsewhere') return logger.info('batches_off', { jobType, reason: 'its model is not OpenAI’s' })
    for (;;) {
      signal.throwIfAborted()
      const batchId = await api.beginBatch({ tenantId, jobType, model, requestedBy: 'nightly' })
      if (batchId === null) return
      logger.info('batch_begun', { tenantId, jobType, batchId })
    }
  },
})
