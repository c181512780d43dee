import postgres from 'postgres'
import { CommandError, exitCodes } from '../exit-codes.ts'

/** A table of a Postgres, read only, in the order of its column `id` as text. */
export interface SourceTable {
  /** what tells it from others, without a password */
  address: string
  rows: number
  /** @param after the key to begin behind */
  records(
    after: string | null,
    firstLine: number,
  ): AsyncIterable<{ line: number; key: string; record: Record<string, unknown> }>
  close(): Promise<void>
}

const PAGE = 1000
const MINUTES = 10

/**
 * @param name as it is written in the database (`Audit`, `crm.audit_log`), in its search path where it names no schema
 * @throws CommandError when there is no such table, or it has no column id
 */
export async function openSourceTable(url: string, name: string): Promise<SourceTable> {
  const sql = postgres(url, {
    max: 1,
    connect_timeout: 10,
    onnotice: () => {},
    connection: {
      statement_timeout: MINUTES * 60_000,
      default_transaction_read_only: true,
      application_name: 'rapport-import',
    },
  })
  const fail = async (message: string): Promise<never> => {
    await sql.end({ timeout: 5 })
    throw new CommandError(message, exitCodes.usage)
  }
  const quoted = name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.')
  const [found] = await sql`
    select c.oid::regclass::text as name, exists (
      select from pg_attribute as a where a.attrelid = c.oid and a.attname = 'id' and not a.attisdropped
    ) as has_id
    from pg_class as c
    where c.oid = coalesce(to_regclass(${quoted}), to_regclass(lower(${quoted}))) and c.relkind in ('r', 'p', 'v', 'm')`
  if (!found) return fail(`there is no table ${name}`)
  if (!found.has_id) return fail(`the table ${name} has no column id`)
  const [count] = await sql.unsafe(`select count(*)::integer as rows from ${found.name}`)
  const { host, pathname } = new URL(url)
  return {
    address: `${host}${pathname} ${found.name}`,
    rows: count?.rows ?? 0,
    async *records(after, firstLine) {
      let line = firstLine
      const pages = sql.unsafe(
        `select t.id::text as key, to_jsonb(t) as record from ${found.name} as t
         where t.id is not null and ($1::text is null or t.id::text > $1::text collate "C")
         order by t.id::text collate "C"`,
        [after],
      )
      for await (const page of pages.cursor(PAGE))
        for (const { key, record } of page) {
          yield { line, key, record }
          line += 1
        }
    },
    close: () => sql.end({ timeout: 5 }),
  }
}
