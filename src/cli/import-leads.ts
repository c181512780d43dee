import type { Command } from 'commander'
import { tenantOf } from './arguments.ts'
import { CommandError, exitCodes } from './exit-codes.ts'
import { dryRun } from './import/dry-run.ts'
import { openRecordFile, type SourceRecord } from './import/read-file.ts'
import { importLeads, type LeadReport } from './import/run-leads.ts'
import { openSourceTable } from './import/source-table.ts'
import { table } from './output.ts'
import { createProgress } from './progress.ts'
import { openSession } from './session.ts'

interface Options {
  tenant?: string
  table?: string
  from?: string
  source: string
  dryRun?: boolean
}

const SHOWN = 20

/** `rapport import leads`: whom the audit log of another system is about (`rapport backfill audit`). */
export function leadsCommand(program: Command): void {
  program
    .command('leads [file]')
    .description('leads of a CSV or JSONL file, or of a table, with the customers whose they are')
    .option('--tenant <slug>', 'whose leads they are')
    .option('--table <name>', 'a table with a column id; only read')
    .option('--from <url>', 'the Postgres that has the table; else that of DATABASE_URL')
    .option('--source <name>', 'what the other system is called, as for its audit log', 'audit')
    .option('--dry-run', 'say what would happen and change nothing')
    .action(async (file: string | undefined, options: Options, self: Command) => {
      if ((file === undefined) === (options.table === undefined))
        throw new CommandError('name a file or --table, one of them', exitCodes.usage)
      const { output, env, withDatabase } = openSession(self)
      const progress = createProgress()
      const report = await withDatabase(async ({ api, database }) => {
        const tenantId = await tenantOf(api, options.tenant, env)
        const input = await openLeads(file, options.table, options.from ?? env.DATABASE_URL)
        const base = {
          tenantId,
          source: options.source,
          onProgress: (done: number) => progress.show(input.progress(), `${done} leads`),
        }
        try {
          return options.dryRun
            ? await dryRun(database, (attempt) => importLeads(input.records, { ...base, attempt }))
            : await importLeads(input.records, { ...base, attempt: (work) => work(api) })
        } finally {
          progress.end()
          await input.close()
        }
      })
      output.result({ dryRun: options.dryRun === true, ...report }, (done) => describe(done))
    })
}

async function openLeads(file: string | undefined, name: string | undefined, url: string | undefined) {
  if (file !== undefined) return { ...(await openRecordFile(file)), close: async () => {} }
  if (!url) throw new CommandError('--table needs --from, or DATABASE_URL', exitCodes.usage)
  const source = await openSourceTable(url, name ?? '')
  let read = 0
  async function* records(): AsyncIterable<SourceRecord> {
    for await (const record of source.records(null, 1)) {
      read += 1
      yield record
    }
  }
  return { records: records(), progress: () => read / Math.max(source.rows, 1), close: source.close }
}

function describe({ dryRun, counts, lines }: LeadReport & { dryRun: boolean }): string {
  return [
    `${dryRun ? 'would be ' : ''}created ${counts.created} · known ${counts.known} · skipped ${counts.skipped}`,
    ...(lines.length > 0
      ? ['', table(lines.slice(0, SHOWN).map(({ line, outcome, reason }) => ({ line, outcome, reason })))]
      : []),
    ...(lines.length > SHOWN ? [`… and ${lines.length - SHOWN} more: --json lists them all`] : []),
  ].join('\n')
}
