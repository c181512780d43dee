import { z } from 'zod'
import type { Api } from '../src/db/generated.ts'
import { PermanentJobError } from '../src/queue/errors.ts'
import type { JobDefinition } from './definition.ts'
import { declarationOf } from './queues.ts'

const payload = z.object({ tenantId: z.uuid(), eventId: z.uuid() })
type Payload = z.infer<typeof payload>

export interface HousecallEventDeps {
  api: Pick<Api, 'processHousecallEvent'>
}

/** What a record that cannot be read fails with: trying again reads the same. */
const UNREADABLE = 'RP003'

/** Applies what waits of one record of HousecallPro; what fails is tried again, or kept in the dead letters to be looked at. */
export const housecallEvent = ({ api }: HousecallEventDeps): JobDefinition<Payload> => ({
  ...declarationOf('housecall_event'),
  payload,
  handle: async (job, { logger }) => {
    const { resource, outcomes, failures } = await api.processHousecallEvent(job)
    logger.info('housecall_events_applied', { tenantId: job.tenantId, resource, outcomes })
    if (failures.length === 0) return
    for (const { eventId, name, code, reason } of failures) {
      logger.warn('housecall_event_failed', { tenantId: job.tenantId, eventId, name, code, reason })
    }
    const told = failures.map(({ name, code, reason }) => `${name}: ${reason ?? code}`).join('; ')
    if (failures.every(({ code }) => code === UNREADABLE)) throw new PermanentJobError(told)
    throw new Error(told)
  },
})
