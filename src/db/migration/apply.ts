import { type CatalogueObject, dropObjects, findRoutines, findView, regrant } from './catalogue.ts'
import { codeOf, MigrationError, statementError } from './errors.ts'
import type { MigrationFile } from './files.ts'
import type { Queryable, Tx } from './ledger.ts'
import { objectName } from './plan.ts'
import { splitStatements } from './sql-statements.ts'

/** What `create or replace` cannot do: other result, other column, other kind, or a name that is no longer unique. */
const NEEDS_DROP = new Set(['42P13', '42P16', '42725', '42809', '42P07'])
/** An object that a file later in the same run may still make: function, relation, type, column. */
const NOT_YET_THERE = new Set(['42883', '42P01', '42704', '42703'])

/** Runs a file's statements one by one, so that a failure can name the statement's place. */
export async function runStatements(sql: Queryable, file: MigrationFile): Promise<void> {
  for (const [index, statement] of splitStatements(file.text).entries()) {
    await sql
      .unsafe(statement.text)
      .simple()
      .catch((error: unknown) => {
        throw statementError(file, statement, index + 1, error)
      })
  }
}

/** Runs a file inside the transaction as the role that is to own what it makes. */
export async function runFile(tx: Tx, file: MigrationFile): Promise<void> {
  if (file.runAs) await tx.unsafe(`set local role ${file.runAs}`)
  await runStatements(tx, file)
  if (file.runAs) await tx.unsafe('set local role none')
}

/**
 * Runs view or function files, putting off those that name an object another of them makes, until all ran or none of
 * the rest can: a view over a view, a `return` body that calls a function of a later file.
 * @throws the first error of a file that cannot run
 */
export async function runUntilSettled(
  tx: Tx,
  files: MigrationFile[],
  apply: (tx: Tx, file: MigrationFile) => Promise<void>,
): Promise<void> {
  let waiting = files
  while (waiting.length > 0) {
    const failed: { file: MigrationFile; error: unknown }[] = []
    for (const file of waiting) {
      await tx
        .savepoint((inner) => apply(inner, file))
        .catch((error: unknown) => {
          if (!NOT_YET_THERE.has(codeOf(error) ?? '')) throw error
          failed.push({ file, error })
        })
    }
    if (failed.length === waiting.length) throw failed[0]?.error
    waiting = failed.map(({ file }) => file)
  }
}

/**
 * Applies one view or function file. What `create or replace` refuses (another result type or column, another owner)
 * is dropped and made anew with its grants; an overload that the file no longer makes is dropped.
 * @throws MigrationError 2BP01 when something depends on what must be dropped, RP003 when the file does not make the
 * object that its name promises
 */
export async function applyObject(tx: Tx, file: MigrationFile): Promise<void> {
  const before = await findObjects(tx, file)
  const foreign = before.some(({ owner }) => file.runAs !== null && owner !== file.runAs)
  const grants = foreign ? await dropObjects(tx, file.name, before) : []
  await tx
    .savepoint((inner) => runFile(inner, file))
    .catch(async (error: unknown) => {
      if (foreign || before.length === 0 || !NEEDS_DROP.has(codeOf(error) ?? '')) throw error
      grants.push(...(await dropObjects(tx, file.name, before)))
      await runFile(tx, file)
    })

  const after = await findObjects(tx, file)
  const untouched = after.filter(({ oid, version }) =>
    before.some((object) => object.oid === oid && object.version === version),
  )
  const made = after.filter((object) => !untouched.includes(object))
  if (made.length === 0) {
    throw new MigrationError('RP003', { file: file.name }, `does not create ${objectName(file)}`)
  }
  grants.push(...(await dropObjects(tx, file.name, untouched)))
  for (const object of made) await regrant(tx, object, grants)
}

/** What the database has under the name that the file stands for. */
async function findObjects(tx: Tx, { kind, object }: MigrationFile): Promise<CatalogueObject[]> {
  if (!object) return []
  if (kind === 'function') return findRoutines(tx, object.schema, object.name)
  const view = await findView(tx, object.schema, object.name)
  return view ? [view] : []
}
