import type { Api, ApiResult } from '../../db/generated.ts'
import type { CrmConnections } from '../connections.ts'
import type { HousecallClient } from '../housecall/client.ts'
import { HousecallError } from '../housecall/errors.ts'
import type { SyncRequest } from './fetch-page.ts'
import { createPageReader, type PageReader } from './read-ahead.ts'

export type SyncApi = Pick<
  Api,
  | 'claimSyncStep'
  | 'recordSyncPage'
  | 'recordSyncFailure'
  | 'releaseSync'
  | 'recordCrmHealth'
  | 'analyzeGrownTables'
  | 'getCrmConnection'
  | 'listCrmConnections'
>

export interface SyncDeps {
  api: SyncApi
  crm: Pick<CrmConnections, 'housecall'>
}

export interface SyncOptions {
  tenantId: string
  runId: string
  /** for a person who asked for it: from whoever works on it */
  takesOver?: boolean
  /** ends the request under way; the run is handed back to its queue */
  signal: AbortSignal
  /** how long to go on before the run is handed back; until it rests or ends, when left out */
  sliceMs?: number
  /** after each request */
  onStep?: () => unknown
}

/** After so many requests of a run over everybody the planner's statistics are looked at. */
const LOOK_AT_STATISTICS = 4

/** How it was left: over, resting, or handed back. */
export type SyncEnd = Exclude<ApiResult<'claimSyncStep'>, { action: 'fetch' }>

type Whose = Pick<SyncOptions, 'tenantId' | 'runId'>

/**
 * Works on a reading of HousecallPro, request by request: Postgres says which one, and takes in what it brought. Where it
 * says which page follows, that is asked for while it is at this one.
 */
export async function runSync(deps: SyncDeps, options: SyncOptions): Promise<SyncEnd> {
  const { tenantId, runId, takesOver = false, signal, onStep } = options
  const end = performance.now() + (options.sliceMs ?? Number.POSITIVE_INFINITY)
  const reader = createPageReader(signal)
  try {
    let next = await deps.api.claimSyncStep({ tenantId, runId, takesOver })
    for (let requests = 1; next.action === 'fetch'; requests += 1) {
      const isOver = performance.now() >= end
      // A page that was read already is taken in before the run is handed back.
      if (isOver && !reader.hasAhead()) {
        await deps.api.releaseSync({ tenantId, runId, claimId: next.claimId })
        return { action: 'none', state: 'queued' }
      }
      const looksAtStatistics =
        (next.kind === 'full' || next.kind === 'reconcile') && requests % LOOK_AT_STATISTICS === 0
      const step = makeStep(deps, options, isOver ? { ...next, nextPage: undefined } : next, reader)
      const [following] = await Promise.all([step, looksAtStatistics && deps.api.analyzeGrownTables()])
      next = following
      await onStep?.()
    }
    return next
  } finally {
    reader.close()
  }
}

async function makeStep(
  deps: SyncDeps,
  { tenantId, runId }: Whose,
  request: SyncRequest,
  reader: PageReader,
): Promise<ApiResult<'recordSyncPage'>> {
  const { api } = deps
  const call = { tenantId, runId, claimId: request.claimId, step: request.step }
  const client = await deps.crm.housecall(api, { tenantId, companyId: request.companyId || null })
  if (!client) return api.recordSyncFailure({ ...call, code: 'unauthorised', message: 'there are no credentials' })
  try {
    const answer = await reader.read(client, request)
    await noteHealth(deps, tenantId, request, client)
    const recorded = api.recordSyncPage({ ...call, ...answer })
    reader.readAhead(client, request)
    return await recorded
  } catch (error) {
    await noteHealth(deps, tenantId, request, client)
    if (error instanceof HousecallError) {
      const { code, message, retryAfterSeconds } = error
      return api.recordSyncFailure({ ...call, code, message, retryAfterSeconds })
    }
    // Of an error of the database only its code: the words hold values.
    const code = (error as { code?: unknown }).code
    const message = typeof code === 'string' ? `not taken in (${code})` : 'not taken in'
    return api.recordSyncFailure({ ...call, code: 'not_taken_in', message })
  }
}

/** Tells Postgres when the circuit breaker is not as it was said to be: other processes, and people, go by it. */
async function noteHealth({ api }: SyncDeps, tenantId: string, request: SyncRequest, client: HousecallClient) {
  const { state, consecutiveFailures: failures, retryAt, lastFailure: error } = client.breaker()
  if (state === request.accountState || request.accountState === 'unauthorised') return
  const { companyId } = request
  await api.recordCrmHealth({ tenantId, provider: 'housecall', companyId, state, failures, retryAt, error })
}
