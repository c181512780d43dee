import { z } from 'zod'
import type { Api } from '../src/db/generated.ts'
import type { JobDefinition } from './definition.ts'
import { declarationOf } from './queues.ts'

const payload = z.object({ tenantId: z.guid() })
type Payload = z.infer<typeof payload>

export interface RefreshInsightsDeps {
  api: Pick<Api, 'refreshInsights'>
}

const BATCH = 2000

/** Looks again at a tenant's customers whose facts changed, in batches, each its own transaction. */
export const refreshInsights = ({ api }: RefreshInsightsDeps): JobDefinition<Payload> => ({
  ...declarationOf('refresh_insights'),
  payload,
  handle: async ({ tenantId }, { signal, logger }) => {
    let marks: number
    do {
      signal.throwIfAborted()
      const batch = await api.refreshInsights({ tenantId, limit: BATCH })
      logger.info('insights_refreshed', { tenantId, ...batch })
      marks = batch.marks
    } while (marks > 0)
  },
})
