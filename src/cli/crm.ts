import type { Command } from 'commander'
import type { Api } from '../db/generated.ts'
import { tenantOf } from './arguments.ts'
import { addPushCommands } from './crm-push.ts'
import { type Sync, workOnSync } from './crm-sync.ts'
import { addVerifyCommand } from './crm-verify.ts'
import { CommandError, exitCodes } from './exit-codes.ts'
import { table } from './output.ts'
import { createProgress } from './progress.ts'
import { openSession } from './session.ts'

interface SyncFlags {
  full?: boolean
  active?: boolean
  reconcile?: boolean
  customer?: string
  company?: string
  byNight?: boolean
}

/** `rapport crm …`: HousecallPro read now, how far that is, stopped, checked. Without a tenant: the only one, or TENANT_ID. */
export function crmCommand(program: Command): void {
  const crm = program.command('crm').description('HousecallPro: sync, status, stop, verify, push')
  addPushCommands(crm)

  crm
    .command('sync [tenant]')
    .description('read what changed lately; with a flag, more')
    .option('--full', 'everything, or the rest of it when it was begun before')
    .option('--active', 'everyone who was in touch within 90 days')
    .option('--reconcile', 'everything, and mark what HousecallPro has deleted')
    .option('--customer <housecallProId>', 'one customer with their jobs')
    .option('--company <companyId>', 'which of several accounts; the oldest by default')
    .option('--by-night', 'not here and now: workers do it by night, within the budget of requests')
    .action(async (slug: string | undefined, flags: SyncFlags, command: Command) => {
      const { env, output, withDatabase } = openSession(command)
      const sync = await withDatabase(async ({ api }) => {
        const tenantId = await tenantOf(api, slug, env)
        if (env.HOUSECALL_API_KEY && env.TENANT_ID === tenantId) await api.announceCrmAccount({ tenantId })
        const begun = await start(api, tenantId, flags)
        if (flags.byNight) return begun
        return workOnSync({ api, env, progress: createProgress() }, { tenantId, runId: begun.id })
      })
      output.result(sync, describe)
      if (sync.state === 'failed') process.exitCode = exitCodes.failed
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
            accounts.map(({ companyId, ...account }) => ({ account: companyId || 'of the environment', ...account })),
            'no account was asked anything yet',
          ),
          '',
          table(syncs.map(rowOf), 'nothing was read yet: rapport crm sync --full'),
        ].join('\n'),
      )
    })

  crm
    .command('stop [tenant] [syncId]')
    .description('end a reading where it is, or all that are open; what was read stays')
    .action(async (slug: string | undefined, runId: string | undefined, _options, command: Command) => {
      const { env, output, withDatabase } = openSession(command)
      const stopped = await withDatabase(async ({ api }) =>
        api.stopCrmSyncs({ tenantId: await tenantOf(api, slug, env), ...(runId ? { runId } : {}) }),
      )
      output.result({ stopped }, () => (stopped === 0 ? 'nothing was under way' : `stopped: ${stopped}`))
    })

  addVerifyCommand(crm)
}

function start(api: Api, tenantId: string, flags: SyncFlags): Promise<Sync> {
  const { customer, company, byNight = false } = flags
  const kinds = (['full', 'active', 'reconcile'] as const).filter((kind) => flags[kind])
  if (kinds.length > 1 || (customer && (kinds.length > 0 || byNight))) {
    throw new CommandError('one of --full, --active, --reconcile, --customer at a time', exitCodes.usage)
  }
  const requestedBy = 'command line'
  if (customer) return api.startCustomerSync({ tenantId, housecallProId: customer, requestedBy })
  const kind = kinds[0] ?? 'poll'
  return api.startCrmSync({ tenantId, kind, requestedBy, byNight, ...(company ? { companyId: company } : {}) })
}

const described = (counts: Sync['counts']) =>
  Object.entries(counts)
    .map(([name, count]) => `${name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} ${count}`)
    .join(' · ')

const describe = ({ kind, state, requests, counts, error, pauseReason, resumeAt }: Sync): string =>
  [
    `${kind}: ${state}${pauseReason ? ` (${pauseReason}, until ${resumeAt})` : ''}, ${requests} requests`,
    described(counts),
    error ?? '',
  ]
    .filter(Boolean)
    .join('\n')

const rowOf = ({ id, kind, state, progress, requests, failures, pauseReason, resumeAt, error, createdAt }: Sync) => ({
  id,
  kind,
  state,
  progress: `${Math.floor(progress * 100)} %`,
  requests,
  failures,
  rests: pauseReason ? `${pauseReason} until ${resumeAt}` : null,
  error,
  createdAt,
})
