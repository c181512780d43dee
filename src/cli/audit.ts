import type { Command } from 'commander'
import { table } from './output.ts'
import { openSession } from './session.ts'

interface Options {
  customer?: string
  limit: string
}

export function auditCommand(program: Command): void {
  const audit = program.command('audit').description('who changed customers, and who read them')

  const command = (name: 'changes' | 'reads', description: string) =>
    audit
      .command(`${name} <tenant>`)
      .description(description)
      .option('--customer <id>', 'of one customer only')
      .option('--limit <count>', 'how many, newest first', '50')
      .action(async (slug: string, options: Options, given: Command) => {
        const { output, withDatabase } = openSession(given)
        const rows = await withDatabase(async ({ api }) => {
          const { tenantId } = await api.getTenant({ slug })
          const which = {
            tenantId,
            limit: Number(options.limit),
            ...(options.customer && { customerId: options.customer }),
          }
          return name === 'changes' ? api.listChanges(which) : api.listReads(which)
        })
        output.result(rows, (all) => table(all.map(withoutObjects), 'nothing'))
      })

  command('changes', 'the audit log: actor, table, what changed from what to what (with --json: all of it)')
  command('reads', 'the access log: which key read which customer, by which route')
}

const withoutObjects = (row: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null && !(value instanceof Date)
        ? JSON.stringify(value).slice(0, 120)
        : value,
    ]),
  )
