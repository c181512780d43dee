import { applyObject, runFile, runUntilSettled } from './migration-apply.ts'
import { dropObjects, findRoutines, findView, presentObjects } from './migration-catalogue.ts'
import { MigrationError } from './migration-errors.ts'
import type { MigrationFile } from './migration-files.ts'
import { Journal, type MigratedFile } from './migration-journal.ts'
import { type LedgerRow, readLedger, type Tx } from './migration-ledger.ts'
import { lockMigrators, type Patience } from './migration-lock.ts'
import { objectOfRow, pendingRepeatables, pendingVersioned, removedRepeatables } from './migration-plan.ts'
import { recheckBodies } from './migration-recheck.ts'

export interface StepContext {
  files: MigrationFile[]
  dryRun: boolean
  patience: Patience
  /** the queue is to be installed before the first view or function of a new database, which may name its tables */
  queueAwaited: boolean
  onFile: (file: MigratedFile) => void
}

/** What was done in one transaction, and what must happen outside before the next one. */
export interface StepResult {
  done: MigratedFile[]
  next: { kind: 'finished' } | { kind: 'queue' } | { kind: 'alone'; file: MigrationFile }
}

/**
 * As much of a migration as fits one transaction: versioned files up to one that must run alone, then views,
 * functions and removals.
 */
export async function runStep(tx: Tx, context: StepContext): Promise<StepResult> {
  const { lockTimeoutMs, signal } = context.patience
  await tx
    .unsafe(
      `set local lock_timeout = ${Math.round(lockTimeoutMs)};
       set local statement_timeout = 0;
       set local client_min_messages = warning;
       set local search_path = public`,
    )
    .simple()
  await lockMigrators(tx)
  const ledger = await readLedger(tx)
  const journal = new Journal(context.onFile, signal)
  const alone = await applyVersioned(tx, context, ledger, journal)
  const queueFirst = context.queueAwaited && ![...ledger.values()].some(({ kind }) => kind !== 'versioned')
  if (!alone && !(queueFirst && !context.dryRun)) {
    await applyRepeatables(tx, context.files, ledger, journal, queueFirst)
  }
  await journal.write(tx)
  const next = alone
    ? ({ kind: 'alone', file: alone } as const)
    : ({ kind: queueFirst && !context.dryRun ? 'queue' : 'finished' } as const)
  return { done: journal.done, next }
}

/** Runs pending versioned files; stops at, and returns, one that cannot be in a transaction (a dry run passes over it). */
async function applyVersioned(
  tx: Tx,
  { files, dryRun }: StepContext,
  ledger: Map<string, LedgerRow>,
  journal: Journal,
): Promise<MigrationFile | undefined> {
  for (const file of pendingVersioned(files, ledger)) {
    if (!file.noTransaction) await journal.apply(file, () => runFile(tx, file))
    else if (dryRun) journal.leaveUntried(file)
    else return file
  }
}

async function applyRepeatables(
  tx: Tx,
  files: MigrationFile[],
  ledger: Map<string, LedgerRow>,
  journal: Journal,
  untried: boolean,
): Promise<void> {
  const tablesChanged = !journal.empty
  const pending = pendingRepeatables(files, ledger, await presentObjects(tx))
  if (untried) {
    for (const file of pending) journal.leaveUntried(file)
    return
  }
  const views = pending.filter(({ kind }) => kind === 'view')
  const functions = pending.filter(({ kind }) => kind === 'function')
  const removed = removedRepeatables(files, ledger)
  // Bodies may name what sorts later: they are checked once all of it exists.
  await tx`select set_config('check_function_bodies', 'off', true)`
  for (const group of [views, functions]) {
    await runUntilSettled(tx, group, (inner, file) => journal.apply(file, () => applyObject(inner, file)))
  }
  for (const row of removed) await journal.drop(row, () => dropRemoved(tx, row))
  if (journal.empty) return
  const others = tablesChanged || views.length + removed.length > 0
  await recheckBodies(
    tx,
    files.filter(({ kind }) => kind === 'function'),
    functions,
    others,
  )
}

/** Drops what a removed file had made. An api function goes only by a versioned file: callers depend on it. */
async function dropRemoved(tx: Tx, row: LedgerRow): Promise<void> {
  const { schema, name } = objectOfRow(row)
  const view = row.kind === 'view' ? await findView(tx, schema, name) : undefined
  const objects = row.kind === 'view' ? (view ? [view] : []) : await findRoutines(tx, schema, name)
  if (objects.length > 0 && schema === 'api') {
    throw new MigrationError('RP004', { file: row.name }, `is gone, but ${objects[0]?.signature} is still there`, {
      hint: `The api is a contract: put the file back, or drop the ${row.kind} in a versioned file.`,
    })
  }
  await dropObjects(tx, row.name, objects)
}
