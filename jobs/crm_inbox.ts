import { z } from 'zod'
import type { Api } from '../src/db/generated.ts'
import type { JobContext, JobDefinition } from './definition.ts'
import { declarationOf } from './queues.ts'

export interface CrmInboxDeps {
  api: Pick<Api, 'listCrmInbox' | 'processCrmInbox' | 'failCrmInbox' | 'wakeCrmInbox'>
}

/** A backlog is worked off in slices, each a job of its own: far below the queue's bound, and others get their turn. */
const SLICE_MS = 10_000

/**
 * Works on the events of HousecallPro that were acknowledged, record by record, until none waits. Any number of these may
 * run at once: Postgres lets one at a tenant's records at a time.
 */
export const crmInbox = ({ api }: CrmInboxDeps, sliceMs = SLICE_MS): JobDefinition => ({
  ...declarationOf('crm_inbox'),
  payload: z.unknown(),
  handle: async (_payload, { signal, logger }) => {
    const end = performance.now() + sliceMs
    const failed = new Map<string, unknown>()
    for (;;) {
      const listed = await api.listCrmInbox()
      const waiting = listed.filter(({ eventId }) => !failed.has(eventId ?? ''))
      if (waiting.length === 0) break
      for (const { tenantId, eventId } of waiting) {
        signal.throwIfAborted()
        if (performance.now() > end) {
          await api.wakeCrmInbox()
          return
        }
        if (!tenantId || !eventId) continue
        // A call that fails as a whole must not keep other records waiting; one that cannot be written down is tried again by the queue.
        await applyEvents(api, { tenantId, eventId }, logger)
          .catch((error: unknown) => giveOwnJob(api, { tenantId, eventId }, error, logger))
          .catch((error: unknown) => failed.set(eventId, error))
      }
    }
    if (failed.size > 0) throw [...failed.values()][0]
  },
})

/** What came of one record's events is logged, without what was in them. */
async function applyEvents(
  api: CrmInboxDeps['api'],
  event: { tenantId: string; eventId: string },
  logger: JobContext['logger'],
) {
  const { tenantId } = event
  const { resource, outcomes, failures } = await api.processCrmInbox(event)
  logger.info('housecall_events_applied', { tenantId, resource, outcomes })
  for (const { eventId, name, code, reason } of failures) {
    logger.warn('housecall_event_failed', { tenantId, eventId, name, code, reason })
  }
}

/** What kept a record's events from being applied at all is told by its code only: the words may hold values. */
async function giveOwnJob(
  api: CrmInboxDeps['api'],
  event: { tenantId: string; eventId: string },
  error: unknown,
  logger: JobContext['logger'],
) {
  const code = String((error as { code?: unknown } | null)?.code ?? 'unknown')
  const events = await api.failCrmInbox({ ...event, code })
  logger.warn('housecall_events_failed', { ...event, code, events })
}
