import { z } from 'zod'
import type { CrmConnections } from '../src/crm/connections.ts'
import { runSync, type SyncApi } from '../src/crm/sync/run-sync.ts'
import type { JobDefinition } from './definition.ts'
import { declarationOf, type QueueName } from './queues.ts'

const payload = z.object({ tenantId: z.uuid(), runId: z.uuid() })
type Payload = z.infer<typeof payload>

export interface SyncCrmDeps {
  api: SyncApi
  crm: Pick<CrmConnections, 'housecall'>
}

const SLICE_MS = 20_000

/** Reads HousecallPro for one customer, or what changed lately, for a while; what is left is put back on the queue. */
export const syncCrm = (deps: SyncCrmDeps): JobDefinition<Payload> => syncJob(deps, 'sync_crm')

export const syncJob = (deps: SyncCrmDeps, queue: QueueName): JobDefinition<Payload> => ({
  ...declarationOf(queue),
  payload,
  handle: async (job, { signal, logger }) => {
    const end = await runSync(deps, { ...job, signal, sliceMs: SLICE_MS })
    logger.info('crm_sync_left', { runId: job.runId, ...end })
  },
})
