import type postgres from 'postgres'
import type { Sql } from '../connect.ts'
import type { MigrationFile, MigrationKind } from './files.ts'

/** A transaction of our pool. */
export type Tx = Sql extends postgres.Sql<infer Types> ? postgres.TransactionSql<Types> : never
/** Whatever can run a query: the pool, a reserved connection, a transaction. */
export type Queryable = Sql | Tx

export interface LedgerRow {
  name: string
  kind: MigrationKind
  sha256: string
  appliedAt: Date
}

const CREATE_LEDGER = `
  create schema if not exists migrate;
  create table if not exists migrate.applied (
    name text primary key,
    kind text not null check (kind in ('versioned', 'view', 'function')),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    milliseconds integer not null check (milliseconds >= 0),
    applied_at timestamptz not null default clock_timestamp(),
    applied_by text not null default session_user
  );
  comment on schema migrate is 'The migration runner''s own records.';
  comment on table migrate.applied is
    'One row per SQL file in force: versioned files once, views and functions as last applied. Written by rapport migrate only.'`

/** Creates the ledger where it is missing. Needs the migrator's lock. */
export async function createLedger(sql: Queryable): Promise<void> {
  const [found] = await sql`select to_regclass('migrate.applied') is not null as exists`
  if (!found?.exists) await sql.unsafe(CREATE_LEDGER).simple()
}

/** What was applied, by file name; empty for a database that was never migrated. Changes nothing. */
export async function readLedger(sql: Queryable): Promise<Map<string, LedgerRow>> {
  const [found] = await sql`select to_regclass('migrate.applied') is not null as exists`
  if (!found?.exists) return new Map()
  const rows = await sql<LedgerRow[]>`
    select name, kind, sha256, applied_at as "appliedAt" from migrate.applied order by name`
  return new Map(rows.map((row) => [row.name, row]))
}

/** Records files as in force, each with the milliseconds it took. */
export async function recordApplied(sql: Queryable, files: { file: MigrationFile; ms: number }[]): Promise<void> {
  if (files.length === 0) return
  const rows = files.map(({ file, ms }) => ({
    name: file.name,
    kind: file.kind,
    sha256: file.sha256,
    milliseconds: Math.round(ms),
  }))
  await sql`
    insert into migrate.applied (name, kind, sha256, milliseconds)
    select r.name, r.kind, r.sha256, r.milliseconds
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
      as r (name text, kind text, sha256 text, milliseconds integer)
    on conflict (name) do update set
      kind = excluded.kind,
      sha256 = excluded.sha256,
      milliseconds = excluded.milliseconds,
      applied_at = excluded.applied_at,
      applied_by = excluded.applied_by`
}

/** Forgets files whose objects were dropped. */
export async function forgetApplied(sql: Queryable, names: string[]): Promise<void> {
  if (names.length === 0) return
  await sql`delete from migrate.applied where name in ${sql(names)}`
}
