import type { Command } from 'commander'
import { table } from './output.ts'
import { openSession } from './session.ts'

export function deadLetterCommand(program: Command): void {
  const deadLetter = program.command('dead-letter').description('jobs that were given up on: list, retry')

  deadLetter
    .command('list <tenant>')
    .description('what failed for good, with its errors')
    .action(async (slug: string, _options, command: Command) => {
      const { output, withDatabase } = openSession(command)
      const rows = await withDatabase(async ({ api }) =>
        api.listDeadLetters({ tenantId: (await api.getTenant({ slug })).tenantId }),
      )
      output.result(rows, (all) => table(all, 'no dead letters'))
    })

  deadLetter
    .command('retry <tenant> <jobId>')
    .description('put a job back on its queue')
    .action(async (slug: string, jobId: string, _options, command: Command) => {
      const { output, withDatabase } = openSession(command)
      const retried = await withDatabase(async ({ api }) =>
        api.retryDeadLetter({ tenantId: (await api.getTenant({ slug })).tenantId, jobId }),
      )
      output.result({ jobId: retried }, () => 'put back')
    })
}
