import type { Command } from 'commander'
import { createCrmConnections } from '../crm/connections.ts'
import { runSync } from '../crm/sync/run-sync.ts'
import type { Api } from '../db/generated.ts'
import type { Env } from '../env.ts'
import { tenantOf } from './arguments.ts'
import { CommandError, exitCodes } from './exit-codes.ts'
import { createProgress } from './progress.ts'
import { table } from './output.ts'
import { openSession } from './session.ts'

interface SyncFlags {
  full?: boolean
  active?: boolean
  reconcile?: boolean
  customer?: string
  company?: string
  byNight?: boolean
}

/** `rapport crm …`: HousecallPro read now, how far that is, stopped, checked. */
export function crmCommand(program: Command): void {
  const crm = program.command('crm').description('HousecallPro: sync, status, stop, verify')

  crm
    .command('sync [tenant]')
    .description('read what changed lately; with a flag, more')
    .option('--full', 'everything, from the beginning or from where it was left')
    .option('--active', 'everyone who was in touch within 90 days')
    .option('--reconcile', 'everything, and mark what HousecallPro has deleted')
    .option('--customer <housecallProId>', 'one customer with their jobs')
    .option('--company <companyId>', 'which of several accounts; the oldest by default')
    .option('--by-night', 'not here and now: the workers read it by night, within the budget of requests')
    .action(async (slug: string | undefined, flags: SyncFlags, command: Command) => {
      const { env, output, withDatabase } = openSession(command)
      const left = await withDatabase(async ({ api }) => {
        const tenantId = await tenantOf(api, slug, env)
        await announce(api, env, tenantId)
        const { id: runId } = await start(api, tenantId, flags)
        if (!flags.byNight) await work(api, env, { tenantId, runId }, createProgress(output))
        return api.getCrmSync({ tenantId, runId })
      })
      output.result(left, describe)
      if (left.state === 'failed') process.exitCode = exitCodes.failed
    })

  crm
    .command('status [tenant]')
    .description('readings of HousecallPro, the newest first, and how its accounts answer')
    .option('--limit <n>', 'at most so many', '20')
    .action(async (slug: string | undefined, { limit }: { limit: string }, command: Command) => {
      const { env, output, withDatabase } = openSession(command)
      const found = await withDatabase(async ({ api }) => {
        const tenantId = await tenantOf(api, slug, env)
        const accounts = await api.listCrmHealth({ tenantId })
        return { accounts, syncs: await api.listCrmSyncs({ tenantId, limit: Number(limit) }) }
      })
      output.result(found, ({ accounts, syncs }) =>
        [
          table(
            accounts.map(({ companyId, state, retryAt, lastError, lastSuccessAt }) => ({
              account: companyId || 'environment',
              state,
              retryAt,
              lastError,
              lastSuccessAt,
            })),
            'HousecallPro was not asked anything yet',
          ),
          '',
          table(syncs.map(rowOf), 'nothing was read yet: rapport crm sync --full'),
        ].join('\n'),
      )
    })

  crm
    .command('stop [tenant] [syncId]')
    .description('end a reading where it is, or all of them; what was read stays')
    .action(async (slug: string | undefined, runId: string | undefined, _options, command: Command) => {
      const { env, output, withDatabase } = openSession(command)
      const stopped = await withDatabase(async ({ api }) =>
        api.stopCrmSyncs({ tenantId: await tenantOf(api, slug, env), ...(runId ? { runId } : {}) }),
      )
      output.result({ stopped }, () => (stopped === 0 ? 'nothing was under way' : `${stopped} stopped`))
    })
}

type Sync = Awaited<ReturnType<Api['getCrmSync']>>

async function announce(api: Api, env: Env, tenantId: string): Promise<void> {
  if (env.HOUSECALL_API_KEY && env.TENANT_ID === tenantId) await api.announceCrmAccount({ tenantId })
}

function start(api: Api, tenantId: string, flags: SyncFlags): Promise<Sync> {
  const { customer, company, byNight = false } = flags
  const chosen = (['full', 'active', 'reconcile'] as const).filter((kind) => flags[kind])
  if (chosen.length + (customer ? 1 : 0) > 1) throw new CommandError('one of them at a time', exitCodes.usage)
  const requestedBy = 'command line'
  if (customer) return api.startCustomerSync({ tenantId, housecallProId: customer, requestedBy })
  const kind = chosen[0] ?? 'poll'
  return api.startCrmSync({ tenantId, kind, requestedBy, byNight, ...(company ? { companyId: company } : {}) })
}

/** Works on the run here until it is over; where it rests, so do we. Ended by a signal it is handed back to its queue. */
async function work(
  api: Api,
  env: Env,
  run: { tenantId: string; runId: string },
  progress: ReturnType<typeof createProgress>,
): Promise<void> {
  const interrupted = new AbortController()
  const interrupt = () => interrupted.abort()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupt)
  const crm = createCrmConnections({ env })
  const show = async () => progress.show(await api.getCrmSync(run))
  let takesOver = true
  try {
    for (;;) {
      const end = await runSync({ api, crm }, { ...run, takesOver, signal: interrupted.signal, onStep: () => progress.isDue() ? show() : undefined })
      await show()
      if (end.action === 'none' || interrupted.signal.aborted) return
      if (end.reason === 'unauthorised')
        throw new CommandError('HousecallPro turns the key away: it is asked again every 15 minutes', exitCodes.refused)
      takesOver = end.reason === 'claimed'
      await progress.rest(end.reason, new Date(end.until), interrupted.signal)
    }
  } finally {
    progress.end()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeListener(signal, interrupt)
  }
}
