import type { Command } from 'commander'
import { tenantOf } from './arguments.ts'
import { CommandError, exitCodes } from './exit-codes.ts'
import { table } from './output.ts'
import { openSession } from './session.ts'

/** `rapport crm verify`: do the totals follow from the jobs? */
export function addVerifyCommand(crm: Command): void {
  crm
    .command('verify [tenant]')
    .description('count all completed jobs anew and compare with the stored totals of customers and addresses')
    .option('--repair', 'set right what differs')
    .action(async (slug: string | undefined, { repair = false }: { repair?: boolean }, command: Command) => {
      const { env, output, withDatabase } = openSession(command)
      const report = await withDatabase(async ({ api }) =>
        api.verifyCrmTotals({ tenantId: await tenantOf(api, slug, env), repair }),
      )
      output.result(report, ({ shown, ...counts }) =>
        [table([counts]), ...(shown.length > 0 ? [table(shown.map(flat))] : [])].join('\n'),
      )
      const wrong = report.wrongCustomers + report.wrongAddresses
      if (wrong === 0 || report.isRepaired) return
      throw new CommandError(`${wrong} totals differ from the jobs: --repair sets them right`, exitCodes.failed)
    })
}

/** Stored and derived figures side by side. */
const flat = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null ? JSON.stringify(value) : value,
    ]),
  )
