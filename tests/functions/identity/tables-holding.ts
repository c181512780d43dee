import type { Sql } from '../../../src/db/connect.ts'

/**
 * The tables, of every schema but the system's, that hold a text in any column of any row, as a word of its own. `beside`
 * narrows it to rows that hold this too: a short text may by chance be a word of some other test's.
 */
export async function tablesHolding(admin: Sql, text: string, beside = ''): Promise<string[]> {
  const tables = await admin<{ name: string }[]>`
    select c.oid::regclass::text as name
    from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    order by 1`
  const pattern = `\\m${text}\\M`
  const found: string[] = []
  for (const { name } of tables) {
    const [row] = await admin.unsafe(
      `select exists (select from ${name} as t where t::text ~ $1 and strpos(t::text, $2) > 0) as holds`,
      [pattern, beside],
    )
    if (row?.holds) found.push(name)
  }
  return found
}
