import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { CommandError, exitCodes } from './exit-codes.ts'
import { dryRun } from './import/dry-run.ts'
import { openExistingTables } from './import/existing-tables.ts'
import { readCustomerFile } from './import/read-file.ts'
import { type ImportOptions, type ImportReport, importCustomers, importMessages } from './import/run-import.ts'
import { leadsCommand } from './import-leads.ts'
import { table } from './output.ts'
import { openSession } from './session.ts'

interface Options {
  tenant: string
  from?: string
  source?: string
  dryRun?: boolean
  report?: string
}

const SHOWN = 20

/** `rapport import customers`: other systems' data in, repeatable. */
export function importCommand(program: Command): void {
  const command = program.command('import').description("bring other systems' data in")
  leadsCommand(command)
  command
    .command('customers [file]')
    .description(
      'customers of a CSV or JSONL file, or with their messages out of the shared-thread tables of a Postgres',
    )
    .requiredOption('--tenant <slug>', 'whose customers they are')
    .option('--from <url>', 'a Postgres with the tables shared_thread_* or customers, customer_addresses; only read')
    .option('--source <name>', "what the other system is called: with a record's id it makes the import repeatable")
    .option('--dry-run', 'say what would happen and change nothing')
    .option('--report <path>', 'write what became of each line, one JSON object a line')
    .action(async (file: string | undefined, options: Options, self: Command) => {
      if ((file === undefined) === (options.from === undefined))
        throw new CommandError('name a file or --from, one of them', exitCodes.usage)
      const { output, withDatabase } = openSession(self)
      const source = options.source ?? (options.from ? 'shared_thread' : 'file')
      const report = await withDatabase(async ({ api, database }) => {
        const { tenantId } = await api.getTenant({ slug: options.tenant })
        const base = { tenantId, source, onProgress: (done: number) => output.note(`${done} rows`) }
        if (!options.dryRun) return run(file, options, { ...base, attempt: (work) => work(api) })
        return dryRun(database, (attempt) => run(file, options, { ...base, attempt }))
      })
      if (options.report)
        await writeFile(options.report, report.lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
      output.result({ dryRun: options.dryRun === true, ...report }, (done) => describe(done, options))
    })
}

async function run(file: string | undefined, { from }: Options, options: ImportOptions): Promise<ImportReport> {
  if (file !== undefined) {
    const customers = await importCustomers(readCustomerFile(file), options)
    return { ...customers, messages: { created: 0, known: 0, skipped: 0 } }
  }
  const tables = await openExistingTables(from as string)
  try {
    const customers = await importCustomers(tables.customers(), options)
    return { ...customers, messages: await importMessages(tables.messages(), options) }
  } finally {
    await tables.close()
  }
}

function describe({ counts, lines, messages }: ImportReport, { dryRun }: Options): string {
  const noted = lines.filter((line) => line.reason !== null)
  return [
    `${dryRun ? 'would be ' : ''}created ${counts.created} · linked ${counts.linked} · pending ${counts.pending} · skipped ${counts.skipped}`,
    ...(messages.created + messages.known + messages.skipped > 0
      ? [`messages: created ${messages.created} · known before ${messages.known} · skipped ${messages.skipped}`]
      : []),
    ...(noted.length > 0
      ? ['', table(noted.slice(0, SHOWN).map(({ line, outcome, reason }) => ({ line, outcome, reason })))]
      : []),
    ...(noted.length > SHOWN ? [`… and ${noted.length - SHOWN} more: --report writes them all`] : []),
  ].join('\n')
}
