import { fileURLToPath } from 'node:url'
import type { Sql } from './connect.ts'
import { runAlone } from './migration/alone.ts'
import { type MigrationFile, readMigrationFiles } from './migration/files.ts'
import type { MigratedFile } from './migration/journal.ts'
import { readLedger, type Tx } from './migration/ledger.ts'
import { type Patience, patiently } from './migration/lock.ts'
import { pendingVersioned } from './migration/plan.ts'
import { runStep, type StepContext, type StepResult } from './migration/step.ts'

export interface MigrateOptions {
  /** run everything in its transaction, report it, roll it back */
  dryRun?: boolean
  /** the folder that holds `sql/` and `functions/`; the project's own by default */
  root?: string
  /** makes or updates the queue's schema and queues, in the transaction, after versioned files and before views; safe to repeat */
  installQueue?: (tx: Tx) => Promise<void>
  /** told of each file as it has run, with its milliseconds; a transaction that is tried again tells again */
  onFile?: (file: MigratedFile) => void
  /** ms a statement waits for a table lock before the whole transaction is given up and tried again (4000) */
  lockTimeoutMs?: number
  /** tries of a transaction that met lock time-outs or deadlocks (6) */
  attempts?: number
  /** ms to wait for another migrator (600000) */
  waitMs?: number
  signal?: AbortSignal
}

/** What a migration did, in order; no files: the database was up to date (the queue is looked after every time). */
export interface MigrationReport {
  files: MigratedFile[]
  dryRun: boolean
  ms: number
}

/** A transaction's way to end in a rollback and still hand its result out. */
class DryRunOver extends Error {}

export const defaultRoot = (): string => fileURLToPath(new URL('../../', import.meta.url))

/**
 * Brings a database to the state that the SQL files describe. `sql` is the pool of the login that owns the database
 * (a superuser, or one that may take the roles rapport_owner and rapport_api).
 *
 * - `sql/NNNN_topic.sql` runs once, in order. An edited file, or a number below one already applied, is refused.
 * - `sql/views/<schema>.<view>.sql`, then `functions/<schema>/<name>.sql` run when new, changed, or when what they make
 *   is gone; bodies are checked at the end. A changed result type, column or argument list drops and creates anew
 *   and keeps grants. A removed file drops what it made, except in `api`, where a versioned file must do so.
 * - All of it is one transaction under an advisory lock: on any error nothing is kept. Lock time-outs are retried.
 * - Files run as rapport_owner, those of `functions/api/` as rapport_api, `sql/0001_*.sql` as the login; a line
 *   `-- run-as: migrator` or `-- owner: <role>` in the comment that opens a file says otherwise.
 * - `-- no-transaction` (for `create index concurrently`): what precedes the file is committed, the file runs alone,
 *   each statement by itself, as the login role; then a new transaction goes on. If it fails, the error says so, what it
 *   did before stays, and the next migration runs it again from its first statement. So such a file must bear being
 *   run twice: `drop index concurrently if exists s.i; create index concurrently i on s.t (c);`
 *
 * @throws MigrationError naming file, line and statement; SchemaNewerError (RP009) with nothing touched;
 * MigrationBusyError when another migrator does not end in time
 */
export async function migrate(sql: Sql, options: MigrateOptions = {}): Promise<MigrationReport> {
  const started = performance.now()
  const files = await readMigrationFiles(options.root ?? defaultRoot())
  pendingVersioned(files, await readLedger(sql))
  const context = stepContext(files, options)
  const done: MigratedFile[] = []
  let alone: MigrationFile | undefined
  do {
    const step = await inTransaction(sql, context)
    done.push(...step.done)
    alone = step.alone
    if (alone) done.push(...(await runAlone(sql, alone, context)))
  } while (alone)
  return { files: done, dryRun: context.dryRun, ms: performance.now() - started }
}

function stepContext(files: MigrationFile[], options: MigrateOptions): StepContext {
  const patience: Patience = {
    lockTimeoutMs: options.lockTimeoutMs ?? 4000,
    attempts: options.attempts ?? 6,
    waitMs: options.waitMs ?? 600_000,
    signal: options.signal,
  }
  return {
    files,
    patience,
    dryRun: options.dryRun ?? false,
    installQueue: options.installQueue ?? (async () => {}),
    onFile: options.onFile ?? (() => {}),
  }
}

async function inTransaction(sql: Sql, context: StepContext): Promise<StepResult> {
  return patiently(context.patience, async () => {
    let result: StepResult | undefined
    await sql
      .begin(async (tx) => {
        result = await runStep(tx, context)
        if (context.dryRun) throw new DryRunOver()
      })
      .catch((error: unknown) => {
        if (!(error instanceof DryRunOver)) throw error
      })
    return result as StepResult
  })
}
