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

// postgres.js waits up to 20 s between its attempts and reaches that within a second of a pool's trying: a server that is
// back would not be noticed for as long, and who waits for a webhook's answer waits for 15 s.
const MOST_SECONDS_BETWEEN_ATTEMPTS = 1
const backoff = (attempts: number) =>
  (0.5 + Math.random() / 2) * Math.min(3 ** attempts / 100, MOST_SECONDS_BETWEEN_ATTEMPTS)

/** A pool of connections to a PostgreSQL server. It is contacted by the first statement, within ten seconds. */
export function openServerPool(url: string, options: ServerPoolOptions): Sql {
  const sql: Sql = postgres(url, {
    ...postgresOptions(options),
    fetch_types: options.fetchTypes ?? true,
    connect_timeout: 10,
    backoff,
    idle_timeout: 60,
    max_lifetime: 30 * 60,
  })
  registerArrayTypes(sql)
  return sql
}
