import type { Command } from 'commander'
import { table } from './output.ts'
import { openSession } from './session.ts'

export function outboxCommand(program: Command): void {
  program
    .command('outbox <tenant>')
    .description('messages to customers, newest first, with what became of them')
    .option('--state <state>', 'only these, e.g. held, undeliverable, needs_person, failed')
    .option('--limit <n>', 'at most so many', '50')
    .action(async (slug: string, options: { state?: string; limit: string }, command: Command) => {
      const { output, withDatabase } = openSession(command)
      const rows = await withDatabase(async ({ api }) =>
        api.listDeliveries({
          tenantId: (await api.getTenant({ slug })).tenantId,
          ...(options.state ? { state: options.state } : {}),
          limit: Number(options.limit),
        }),
      )
      output.result(rows, (all) =>
        table(
          all.map(({ createdAt, purpose, toAddress, label, errorCode, body }) => ({
            createdAt,
            purpose,
            to: toAddress,
            state: label,
            error: errorCode,
            text: body,
          })),
          'the outbox is empty',
        ),
      )
    })
}
