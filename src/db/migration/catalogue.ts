import { codeOf, type DatabaseErrorLike, MigrationError } from './errors.ts'
import type { Queryable, Tx } from './ledger.ts'

/** A function, procedure or view as the catalogue has it. `version` changes whenever a statement re-creates it. */
export interface CatalogueObject {
  oid: number
  version: string
  /** quoted and qualified, as `drop` and `grant` take it */
  signature: string
  kind: 'routine' | 'view' | 'materialized view'
  owner: string
}

interface Grant {
  grantee: string
  privilege: string
  grantable: boolean
}

/** All overloads of one function name. */
export async function findRoutines(sql: Queryable, schema: string, name: string): Promise<CatalogueObject[]> {
  return await sql<CatalogueObject[]>`
    select p.oid, p.xmin::text || p.ctid::text as version, 'routine' as kind, r.rolname as owner,
           format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) as signature
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    join pg_roles r on r.oid = p.proowner
    where n.nspname = ${schema} and p.proname = ${name}
    order by p.oid`
}

/** The view or materialized view of that name, if any. */
export async function findView(sql: Queryable, schema: string, name: string): Promise<CatalogueObject | undefined> {
  const [view] = await sql<CatalogueObject[]>`
    select c.oid, c.xmin::text || c.ctid::text as version, r.rolname as owner,
           case c.relkind when 'v' then 'view' else 'materialized view' end as kind,
           format('%I.%I', n.nspname, c.relname) as signature
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_roles r on r.oid = c.relowner
    where n.nspname = ${schema} and c.relname = ${name} and c.relkind in ('v', 'm')`
  return view
}

/**
 * `<schema>.<name>` of every view and function. A trigger function counts only while a trigger calls it: a table that
 * was dropped and made anew has lost its triggers, and only their files can bring them back.
 */
export async function presentObjects(sql: Queryable): Promise<Set<string>> {
  const rows = await sql<{ name: string }[]>`
    select n.nspname || '.' || c.relname as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('v', 'm')
    union all
    select n.nspname || '.' || p.proname
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname not in ('pg_catalog', 'information_schema')
      and (p.proname not like 'tg\\_%' or exists (select from pg_trigger t where t.tgfoid = p.oid))`
  return new Set(rows.map(({ name }) => name))
}

/** Grants on an object to others than its owner; they go with it when it is dropped. */
async function readGrants(sql: Queryable, object: CatalogueObject): Promise<Grant[]> {
  const acl =
    object.kind === 'routine'
      ? sql`select proacl as acl, proowner as owner from pg_proc`
      : sql`select relacl as acl, relowner as owner from pg_class`
  return await sql<Grant[]>`
    select case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end as grantee,
           a.privilege_type as privilege, a.is_grantable as grantable
    from (${acl} where oid = ${object.oid}) o, aclexplode(o.acl) a
    where a.grantee <> o.owner`
}

/** Grants once more what dropped objects had granted. */
export async function regrant(tx: Tx, object: CatalogueObject, grants: Grant[]): Promise<void> {
  const target = object.kind === 'routine' ? 'routine' : 'table'
  const texts = grants.map(
    ({ grantee, privilege, grantable }) =>
      `grant ${privilege} on ${target} ${object.signature} to ${grantee}${grantable ? ' with grant option' : ''}`,
  )
  for (const text of new Set(texts)) await tx.unsafe(text)
}

/**
 * Drops objects and returns the grants they had. Triggers that call a dropped trigger function go first: their file
 * makes both.
 * @throws MigrationError 2BP01 naming what still depends on one of them
 */
export async function dropObjects(tx: Tx, file: string, objects: CatalogueObject[]): Promise<Grant[]> {
  const grants: Grant[] = []
  for (const object of objects) {
    grants.push(...(await readGrants(tx, object)))
    if (object.kind === 'routine') await dropTriggersOf(tx, object)
    await tx.unsafe(`drop ${object.kind} ${object.signature}`).catch((error: DatabaseErrorLike) => {
      if (codeOf(error) !== '2BP01') throw error
      throw new MigrationError('2BP01', { file }, `cannot drop ${object.signature}: ${error.detail ?? error.message}`, {
        hint: 'Drop what depends on it in a versioned file; views and functions dropped there are made anew by their own files.',
        cause: error,
      })
    })
  }
  return grants
}

async function dropTriggersOf(tx: Tx, routine: CatalogueObject): Promise<void> {
  const triggers = await tx<{ trigger: string }[]>`
    select format('%I on %I.%I', t.tgname, n.nspname, c.relname) as trigger
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
    where t.tgfoid = ${routine.oid} and not t.tgisinternal and t.tgparentid = 0`
  for (const { trigger } of triggers) await tx.unsafe(`drop trigger ${trigger}`)
}
