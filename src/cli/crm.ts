import type { Command } from 'commander'
import { CommandError, exitCodes } from './exit-codes.ts'
import { table } from './output.ts'
import { openSession } from './session.ts'

export function crmCommand(program: Command): void {
  const crm = program.command('crm').description("what comes from a tenant's CRM")

  crm
    .command('verify <tenant>')
    .description('count all completed jobs anew and compare with the stored totals of customers and addresses')
    .option('--repair', 'set right what differs')
    .action(async (slug: string, options: { repair?: boolean }, command: Command) => {
      const { output, withDatabase } = openSession(command)
      const report = await withDatabase(async ({ api }) => {
        const { tenantId } = await api.getTenant({ slug })
        return api.verifyCrmTotals({ tenantId, repair: options.repair ?? false })
      })
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
