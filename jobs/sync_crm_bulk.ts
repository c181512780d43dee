import { type SyncCrmDeps, syncJob } from './sync_crm.ts'

/** Reads HousecallPro for all customers, in the same short turns, so that tenants share the workers. */
export const syncCrmBulk = (deps: SyncCrmDeps) => syncJob(deps, 'sync_crm_bulk')
