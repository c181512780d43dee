import { createWriteStream } from 'node:fs'
import { basename } from 'node:path'
import type { Command } from 'commander'
import type { Database } from '../db/connect.ts'
import type { Api } from '../db/generated.ts'
import { tenantOf } from './arguments.ts'
import { type AuditSource, openAuditSource } from './backfill/audit-source.ts'
import { type Backfill, type BackfillLine, backfillAudit } from './backfill/run-backfill.ts'
import { CommandError, exitCodes } from './exit-codes.ts'
import { dryRun as undone } from './import/dry-run.ts'
import { table } from './output.ts'
import { createProgress } from './progress.ts'
import { openSession } from './session.ts'

interface Options {
  tenant?: string
  table?: string
  from?: string
  source: string
  dryRun?: boolean
  report?: string
  rollback?: string
}

const SHOWN = 20
const STARTED_BY = 'command line'

/** `rapport backfill`: what was said in another system before, as messages that search and context know. */
export function backfillCommand(program: Command): void {
  const command = program.command('backfill').description('bring history in: what was said before, out of an audit log')
  command
    .command('audit [file]')
    .description('messages of a CSV or JSONL file, or of a table, one conversation a lead; interrupted, it goes on')
    .option('--tenant <slug>', 'whose history it is')
    .option('--table <name>', 'a table with the columns id, leadId, actor, action, payload, createdAt; only read')
    .option('--from <url>', 'the Postgres that has the table; else that of DATABASE_URL')
    .option('--source <name>', 'what the other system is called, as for its leads', 'audit')
    .option('--dry-run', 'say what would happen and change nothing')
    .option('--report <path>', 'write why each row was left out, one JSON object a line')
    .option('--rollback <run>', 'take back what a run brought')
    .action(async (file: string | undefined, options: Options, self: Command) => {
      const { output, env, withDatabase } = openSession(self)
      const inputs = [file, options.table, options.rollback].filter((given) => given !== undefined)
      if (inputs.length !== 1)
        throw new CommandError('name a file, --table or --rollback, one of them', exitCodes.usage)
      if (options.rollback !== undefined && (options.dryRun || options.report !== undefined))
        throw new CommandError('--rollback goes with neither --dry-run nor --report', exitCodes.usage)
      const result = await withDatabase(async ({ api, database }) => {
        const tenantId = await tenantOf(api, options.tenant, env)
        if (options.rollback !== undefined)
          return { dryRun: false, left: null, ...(await rollBack(api, tenantId, options.rollback)) }
        const url = options.from ?? env.DATABASE_URL
        const source = await openAuditSource({ file, table: options.table, url })
        try {
          return await bringIn(source, {
            api,
            database,
            tenantId,
            name: basename(file ?? options.table ?? ''),
            ...options,
          })
        } finally {
          await source.close()
        }
      })
      output.result(result, describe)
    })
  command
    .command('list')
    .description('what was brought in, the newest first')
    .option('--tenant <slug>', 'whose history it is')
    .action(async ({ tenant }: { tenant?: string }, self: Command) => {
      const { output, env, withDatabase } = openSession(self)
      const runs = await withDatabase(async ({ api }) =>
        api.listBackfills({ tenantId: await tenantOf(api, tenant, env) }),
      )
      output.result(runs, (all) =>
        table(
          all.map(({ id, startedAt, source, input, state, imported, repeated, skipped, bad }) => {
            return { id, startedAt, source, input, state, imported, repeated, skipped, bad }
          }),
        ),
      )
    })
}

interface Work extends Options {
  api: Api
  database: Database
  tenantId: string
  name: string
}

async function bringIn(input: AuditSource, { api, database, tenantId, name, source, dryRun, report }: Work) {
  const progress = createProgress()
  const left: BackfillLine[] = []
  const file = report === undefined ? null : createWriteStream(report)
  const begin = { tenantId, source, inputName: name, startedBy: STARTED_BY }
  const options = {
    tenantId,
    onLine: (line: BackfillLine) => {
      if (left.length < SHOWN) left.push(line)
      file?.write(`${JSON.stringify(line)}\n`)
    },
    onProgress: ({ imported, repeated, skipped, bad }: Backfill) =>
      progress.show(input.progress(), `imported ${imported} · repeated ${repeated} · skipped ${skipped} · bad ${bad}`),
  }
  try {
    if (!dryRun) {
      const run = await api.startBackfill({ ...begin, fingerprint: input.fingerprint })
      if (run.position > 0) progress.say(`going on behind line ${run.position}`)
      await backfillAudit(input.records(run), { ...options, run, attempt: (work) => work(api) })
      return { dryRun: false, left, ...(await api.finishBackfill({ tenantId, backfillId: run.id })) }
    }
    const found = await undone(database, async (attempt) => {
      const run = await attempt((inside) => inside.startBackfill(begin))
      return backfillAudit(input.records(run), { ...options, run, attempt })
    })
    return { dryRun: true, left, ...found }
  } finally {
    progress.end()
    await new Promise<void>((resolve) => (file ? file.end(resolve) : resolve()))
  }
}

async function rollBack(api: Api, tenantId: string, backfillId: string): Promise<Backfill> {
  const progress = createProgress()
  try {
    for (;;) {
      const run = await api.rollBackBackfill({ tenantId, backfillId, actor: STARTED_BY })
      if (run.state === 'rolled_back') return run
      progress.show(run.removed / Math.max(run.imported, 1), `removed ${run.removed} of ${run.imported}`)
    }
  } finally {
    progress.end()
  }
}

function describe(result: Backfill & { dryRun: boolean; left: BackfillLine[] | null }): string {
  const { id, dryRun, left, imported, repeated, skipped, bad, conversations, notes, removed } = result
  if (left === null) return `${id}: removed ${removed} messages, and what was empty without them`
  const missing = skipped + bad - left.length
  return [
    `${dryRun ? 'would be ' : ''}imported ${imported} · repeated ${repeated} · skipped ${skipped} · bad ${bad}`,
    `conversations ${conversations} · notes ${notes}`,
    ...(dryRun ? [] : [`run ${id}: --rollback ${id} takes it back`]),
    ...(left.length > 0 ? ['', table(left.map(({ line, outcome, reason }) => ({ line, outcome, reason })))] : []),
    ...(left.length > 0 && missing > 0 ? [`… and ${missing} more: --report writes them all`] : []),
  ].join('\n')
}
