import { z } from 'zod'
import type { Api } from '../src/db/generated.ts'
import type { JobDefinition } from './definition.ts'
import { declarationOf } from './queues.ts'

export interface NightlyInsightsDeps {
  api: Pick<Api, 'enqueueInsightPasses'>
}

/** Begins the nightly passes: one job for each tenant, so that they share the workers. */
export const nightlyInsights = ({ api }: NightlyInsightsDeps): JobDefinition => ({
  ...declarationOf('nightly_insights'),
  payload: z.unknown(),
  handle: async (_payload, { logger }) => {
    logger.info('insight_passes_enqueued', { count: await api.enqueueInsightPasses() })
  },
})
