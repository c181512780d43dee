import { z } from 'zod'
import type { Api } from '../src/db/generated.ts'
import type { JobDefinition } from './definition.ts'
import { declarationOf } from './queues.ts'

export interface PlanReadingsDeps {
  api: Pick<Api, 'enqueueReadings'>
}

/** Has the conversations read that ended or paused: one job for each tenant that has some. */
export const planReadings = ({ api }: PlanReadingsDeps): JobDefinition => ({
  ...declarationOf('plan_readings'),
  payload: z.unknown(),
  handle: async (_payload, { logger }) => {
    logger.info('readings_enqueued', { count: await api.enqueueReadings() })
  },
})
