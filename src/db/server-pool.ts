import postgres from 'postgres'
import { registerArrayTypes } from './postgres-arrays.ts'
import { postgresOptions, type Role, type Sql } from './postgres-options.ts'

export interface ServerPoolOptions {
  /** the role that the connections take on; null: whoever the URL logs in as */
  role: Role | null
  applicationName: string
  max: number
  /**
   * false saves a round trip for each connection: arrays of types that are not PostgreSQL's own then come as text.
   * For pools that live no longer than a request; default true.
   */
  fetchTypes?: boolean
}

/** A pool of connections to a PostgreSQL server. It is contacted by the first statement, within ten seconds. */
export function openServerPool(url: string, options: ServerPoolOptions): Sql {
  const sql: Sql = postgres(url, {
    ...postgresOptions(options),
    fetch_types: options.fetchTypes ?? true,
    connect_timeout: 10,
    idle_timeout: 60,
    max_lifetime: 30 * 60,
  })
  registerArrayTypes(sql)
  return sql
}
