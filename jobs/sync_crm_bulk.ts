import { type SyncCrmDeps, syncJob } from './sync_crm.ts'

const SLICE_MS = 120_000

/** Reads HousecallPro for all customers, for minutes at a time, so that tenants take turns. */
export const syncCrmBulk = (deps: SyncCrmDeps) => syncJob(deps, 'sync_crm_bulk', SLICE_MS)
