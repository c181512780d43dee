import type { Sql } from '../connect.ts'
import { runStatements } from './apply.ts'
import { MigrationError } from './errors.ts'
import type { MigrationFile } from './files.ts'
import { Journal, type MigratedFile } from './journal.ts'
import { type Queryable, readLedger } from './ledger.ts'
import { underSessionLock } from './lock.ts'
import type { StepContext } from './step.ts'

/**
 * Runs a `-- no-transaction` file as the login role, each statement by itself, unless another migrator has done so
 * meanwhile. The ledger has it only once all of it succeeded.
 * @throws MigrationError of the failed statement, or naming an index that the file left invalid
 */
export async function runAlone(sql: Sql, file: MigrationFile, context: StepContext): Promise<MigratedFile[]> {
  return underSessionLock(sql, context.patience, async (connection) => {
    const ledger = await readLedger(connection)
    if (ledger.has(file.name)) return []
    const journal = new Journal(context.onFile, context.patience.signal)
    await journal.apply(file, async () => {
      await runStatements(connection, file)
      await refuseInvalidIndexes(connection, file)
    })
    await journal.write(connection)
    return journal.done
  })
}

/** A build that failed leaves an invalid index behind, which `if not exists` would then take for done. */
async function refuseInvalidIndexes(connection: Queryable, file: MigrationFile): Promise<void> {
  const invalid = await connection<{ name: string }[]>`
    select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid where not i.indisvalid`
  const named = invalid.find(({ name }) => new RegExp(`\\b${name}\\b`).test(file.text))
  if (!named) return
  throw new MigrationError('55000', { file: file.name }, `index ${named.name} is invalid: a build of it failed`, {
    hint: `Begin the file with: drop index concurrently if exists …${named.name};`,
  })
}
