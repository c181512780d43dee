import type { Sql } from '../../src/db/connect.ts'

const names = (rows: Iterable<{ name?: unknown }>) => [...rows].map((row) => String(row.name))

/** The tables whose rows a policy shows only to their own tenant. */
export const walledTables = async (admin: Sql): Promise<string[]> =>
  names(
    await admin`
    select polrelid::regclass::text as name from pg_policy where polname = 'tenant_wall' order by 1`,
  )

/** Those of them that api functions may touch at all. */
export const reachableTables = async (admin: Sql): Promise<string[]> =>
  names(
    await admin`
    select polrelid::regclass::text as name from pg_policy
    where polname = 'tenant_wall' and has_table_privilege('rapport_api', polrelid, 'select, insert, update, delete') order by 1`,
  )

/** Those that api functions may add to and read, but neither change nor empty: the logs. */
export const insertOnlyTables = async (admin: Sql): Promise<string[]> =>
  names(
    await admin`
    select polrelid::regclass::text as name from pg_policy
    where polname = 'tenant_wall' and has_table_privilege('rapport_api', polrelid, 'insert')
      and not has_table_privilege('rapport_api', polrelid, 'update') and not has_table_privilege('rapport_api', polrelid, 'delete')
    order by 1`,
  )

/** Every table with a tenant_id, walled or a directory, and how its rows and the queue's jobs are told by tenant. */
export const ownedTables = async (admin: Sql): Promise<string[]> =>
  names(
    await admin`
    select c.oid::regclass::text as name
    from pg_class as c join pg_attribute as a on a.attrelid = c.oid and a.attname = 'tenant_id'
    join pg_namespace as n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname not in ('pgboss') order by 1`,
  )

export async function rowsOf(admin: Sql, table: string, tenantId: string): Promise<number> {
  const [row] = await admin.unsafe(`select count(*)::integer as n from ${table} where tenant_id = $1`, [tenantId])
  return row?.n
}

/** One text that changes when any row of the tenant, in any of the tables, its own row or its jobs in the queue do. */
export async function checksumOf(admin: Sql, tables: string[], tenantId: string): Promise<string> {
  const parts = [
    ...tables.map(
      (table) => `select '${table}' as name, t::text as line from ${table} as t where tenant_id = $1::text::uuid`,
    ),
    `select 'tenant', t::text from tenancy.tenants as t where id = $1::text::uuid`,
    `select 'job', j::text from pgboss.job as j where data ->> 'tenantId' = $1::text`,
  ]
  const [row] = await admin.unsafe(
    `select md5(string_agg(name || line, e'\\n' order by name, line)) as sum from (${parts.join(' union all ')}) as everything`,
    [tenantId],
  )
  return row?.sum
}
