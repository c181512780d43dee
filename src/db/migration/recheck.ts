import { codeOf, type DatabaseErrorLike, MigrationError, placeOf, reasonOf } from './errors.ts'
import type { MigrationFile } from './files.ts'
import type { Tx } from './ledger.ts'
import { objectName } from './plan.ts'
import { indexOfPosition } from './sql-statements.ts'

interface Definition {
  name: string
  source: string
  definition: string
}

/**
 * Checks function bodies once everything they may name exists: re-creates each from its own definition with
 * `check_function_bodies` on. Checked are the plpgsql and sql functions of `ran`, and all sql functions of the
 * schemas that files name when tables or views changed under them (plpgsql is only parsed here, never resolved;
 * `return` and `begin atomic` bodies were resolved when they were created).
 * @throws MigrationError with the file's line for a body that does not hold
 */
export async function recheckBodies(
  tx: Tx,
  functions: MigrationFile[],
  ran: MigrationFile[],
  schemaChanged: boolean,
): Promise<void> {
  const changed = ran.map(objectName)
  const schemas = schemaChanged ? [...new Set(functions.map((file) => file.object?.schema ?? ''))] : []
  const definitions = await tx<Definition[]>`
    select n.nspname || '.' || p.proname as name, p.prosrc as source, pg_get_functiondef(p.oid) as definition
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    join pg_language l on l.oid = p.prolang
    where p.prokind in ('f', 'p') and l.lanname in ('sql', 'plpgsql') and p.prosqlbody is null
      and (n.nspname || '.' || p.proname in (select jsonb_array_elements_text(${JSON.stringify(changed)}::text::jsonb))
           or (l.lanname = 'sql' and n.nspname in (select jsonb_array_elements_text(${JSON.stringify(schemas)}::text::jsonb))
               and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')))
    order by 1, p.oid`
  await tx`select set_config('check_function_bodies', 'on', true)`
  const files = new Map(functions.map((file) => [objectName(file), file]))
  for (const definition of definitions) {
    await tx
      .unsafe(definition.definition)
      .simple()
      .catch((error: unknown) => {
        throw bodyError(definition, files.get(definition.name), error)
      })
  }
}

function bodyError({ name, source, definition }: Definition, file: MigrationFile | undefined, error: unknown) {
  const said = error as DatabaseErrorLike
  const code = codeOf(error) ?? 'XX000'
  const options = { hint: said.hint, cause: error }
  if (!file) return new MigrationError(code, { file: name }, reasonOf(said), options)
  const body = file.text.indexOf(source)
  const inBody = said.position
    ? indexOfPosition(definition, Number(said.position)) - definition.lastIndexOf(source)
    : Number.NaN
  const place = body >= 0 && inBody >= 0 ? placeOf(file.name, file.text, body + inBody) : { file: file.name }
  return new MigrationError(code, place, reasonOf(said), options)
}
