import { z } from 'zod'
import type { Api } from '../src/db/generated.ts'
import type { JobDefinition } from './definition.ts'
import { declarationOf } from './queues.ts'

export interface ReconcilePushesDeps {
  api: Pick<Api, 'enqueueDueCrmPushes'>
}

/**
 * The net under pushes to HousecallPro: those whose job was lost, whose worker stopped, or whose answer was lost get a job,
 * which reads back what may have been carried out before it does anything again.
 */
export const reconcilePushes = ({ api }: ReconcilePushesDeps): JobDefinition => ({
  ...declarationOf('reconcile_pushes'),
  payload: z.unknown(),
  handle: async (_payload, { logger }) => {
    const tenants = await api.enqueueDueCrmPushes()
    if (tenants) logger.info('pushes_taken_up', { tenants })
  },
})
