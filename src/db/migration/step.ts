import { applyObject, runFile, runUntilSettled } from './apply.ts'
import { dropObjects, findRoutines, findView, presentObjects } from './catalogue.ts'
import { MigrationError } from './errors.ts'
import type { MigrationFile } from './files.ts'
import { Journal, type MigratedFile } from './journal.ts'
import { createLedger, type LedgerRow, readLedger, type Tx } from './ledger.ts'
import { lockMigrators, type Patience } from './lock.ts'
import { objectOfRow, pendingRepeatables, pendingVersioned, removedRepeatables } from './plan.ts'
import { recheckBodies } from './recheck.ts'

export interface StepContext {
  files: MigrationFile[]
  dryRun: boolean
  patience: Patience
  /** makes or updates the queue's schema inside the transaction, before a view or function may name its tables */
  installQueue: (tx: Tx) => Promise<void>
  onFile: (file: MigratedFile) => void
}

/** What was done in one transaction, and the file that must run alone before the next one. */
export interface StepResult {
  done: MigratedFile[]
  alone: MigrationFile | undefined
}

/**
 * As much of a migration as fits one transaction: versioned files up to one that must run alone, then the queue, views,
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
  // Before the first file, which may grant the right to read it.
  await createLedger(tx)
  const ledger = await readLedger(tx)
  const journal = new Journal(context.onFile, signal)
  const alone = await applyVersioned(tx, context, ledger, journal)
  if (!alone) {
    await context.installQueue(tx)
    await applyRepeatables(tx, context.files, ledger, journal)
  }
  await journal.write(tx)
  return { done: journal.done, alone }
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
): Promise<void> {
  const tablesChanged = !journal.empty
  const pending = pendingRepeatables(files, ledger, await presentObjects(tx))
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
