import type { Command } from 'commander'
import { tenantOf } from './arguments.ts'
import { table } from './output.ts'
import { openSession } from './session.ts'

/** `rapport crm push …`: what goes back to HousecallPro. Without a tenant: the only one, or TENANT_ID. */
export function addPushCommands(crm: Command): void {
  const push = crm.command('push').description('what goes back to HousecallPro: list, retry')

  push
    .command('list [tenant]')
    .description('changes for HousecallPro, newest first, with what became of them')
    .option('--state <state>', 'only these: queued, sending, done, skipped, failed, unknown, needs_person')
    .option('--limit <n>', 'at most so many', '50')
    .action(async (slug: string | undefined, flags: { state?: string; limit: string }, command: Command) => {
      const { env, output, withDatabase } = openSession(command)
      const rows = await withDatabase(async ({ api }) => {
        const { state, limit } = flags
        const tenantId = await tenantOf(api, slug, env)
        return api.listCrmPushes({ tenantId, ...(state ? { state } : {}), limit: Number(limit) })
      })
      output.result(rows, (all) =>
        table(
          all.map(({ pushId, customerId, kind, state, reason, errorFields, attempt, waitsUntil, createdAt }) => ({
            createdAt,
            push: pushId,
            customer: customerId,
            kind,
            state,
            attempt,
            'waits until': waitsUntil,
            reason: [reason, ...(errorFields ?? [])].filter(Boolean).join(': ') || null,
          })),
          'nothing went to HousecallPro yet',
        ),
      )
    })

  push
    .command('retry <pushId> [tenant]')
    .description('try one again now that failed, waits or needs a person; a worker does it')
    .action(async (pushId: string, slug: string | undefined, _flags: object, command: Command) => {
      const { env, output, withDatabase } = openSession(command)
      const state = await withDatabase(async ({ api }) =>
        api.retryCrmPush({ tenantId: await tenantOf(api, slug, env), pushId }),
      )
      output.result({ pushId, state }, () => 'will be tried again')
    })
}
