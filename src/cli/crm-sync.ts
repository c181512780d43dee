import { createCrmConnections } from '../crm/connections.ts'
import { runSync } from '../crm/sync/run-sync.ts'
import { systemTiming } from '../crm/timing.ts'
import type { Api, ApiResult } from '../db/generated.ts'
import type { Env } from '../env.ts'
import { CommandError, exitCodes } from './exit-codes.ts'
import type { Progress } from './progress.ts'

export type Sync = ApiResult<'getCrmSync'>

const LOOK_AGAIN_MS = 2000

/**
 * Works on a reading of HousecallPro here and now until it is over and the notes in it are read; where it rests, so do we. A signal hands it back to its
 * queue; after a kill the same command goes on where it was.
 * @throws CommandError when HousecallPro turns the key away
 */
export async function workOnSync(
  { api, env, progress }: { api: Api; env: Env; progress: Progress },
  run: { tenantId: string; runId: string },
): Promise<Sync> {
  const crm = createCrmConnections({ env })
  const interrupted = new AbortController()
  const interrupt = () => interrupted.abort()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupt)
  const show = async () => {
    if (!progress.isDue()) return
    const sync = await api.getCrmSync(run)
    progress.show(sync.progress, describeStep(sync))
  }
  const deps = { api, crm }
  let said = ''
  try {
    for (let takesOver = true; !interrupted.signal.aborted; ) {
      const end = await runSync(deps, { ...run, takesOver, signal: interrupted.signal, onStep: show })
      if (end.action === 'none') break
      if (end.reason === 'unauthorised') {
        throw new CommandError(
          'HousecallPro turns the key away; it is tried again every 15 minutes: rapport credentials set',
          exitCodes.refused,
        )
      }
      const rest = `resting until ${end.until}: ${reasons[end.reason] ?? end.reason}`
      if (rest !== said) progress.say(rest)
      said = rest
      takesOver = false
      const wait = Math.min(Math.max(Date.parse(end.until) - Date.now(), 0) + 50, LOOK_AGAIN_MS)
      await systemTiming.sleep(wait, interrupted.signal).catch(() => {})
    }
    await readTexts({ api, progress }, run.tenantId, interrupted.signal)
  } finally {
    progress.end()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeListener(signal, interrupt)
  }
  return api.getCrmSync(run)
}

/** What technicians wrote in the jobs that were brought: a queue does it too, whose workers may not be running. */
async function readTexts({ api, progress }: { api: Api; progress: Progress }, tenantId: string, signal: AbortSignal) {
  for (let read = 0; !signal.aborted; ) {
    const { jobs } = await api.deriveFindings({ tenantId })
    if (jobs === 0) return
    read += jobs
    progress.show(1, `notes of ${read} jobs read`)
  }
}

const reasons: Record<string, string> = {
  claimed: 'a worker is at it',
  unavailable: 'HousecallPro does not answer well',
  circuit_open: 'HousecallPro does not answer well',
  rate_limited: 'HousecallPro asks for patience',
  switched_off: 'CUSTOMER_CONTEXT_HCP_SYNC is off',
}

const describeStep = ({ current, stepsLeft, requests }: Sync): string => {
  if (!current) return `${requests} requests`
  const { resource, page, totalPages } = current
  const what = resource.replaceAll('_', ' ')
  return totalPages && totalPages > 1
    ? `${what} ${page} of ${totalPages} · ${requests} requests`
    : `${what} · ${stepsLeft} to go · ${requests} requests`
}
