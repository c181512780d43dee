import type { Api } from '../../db/generated.ts'
import type { Logger } from '../../logger.ts'
import { runSync, type SyncApi, type SyncDeps } from './run-sync.ts'

export interface LookUpDeps extends SyncDeps {
  api: SyncApi & Pick<Api, 'prepareCrmLookup'>
}

/** Before a reply to a conversation; never rejects. */
export type LookUpFirst = (
  job: { tenantId: string; conversationId: string },
  context: { signal: AbortSignal; logger: Logger },
) => Promise<void>

/**
 * Asks HousecallPro who is writing, where Postgres says that it is worth it and for as long as it says. When that is not
 * enough the queue goes on with it, and the next reply knows. Never keeps a reply from being written.
 */
export const lookUpFirst =
  (deps: LookUpDeps): LookUpFirst =>
  async (job, { signal, logger }) => {
    try {
      const lookup = await deps.api.prepareCrmLookup(job)
      if (!lookup) return
      const { runId, patienceMs } = lookup
      const patience = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])
      const end = await runSync(deps, { tenantId: job.tenantId, runId, signal: patience })
      logger.info('crm_looked_up', { runId, ...end })
    } catch (error) {
      logger.warn('crm_lookup_failed', { error })
    }
  }
