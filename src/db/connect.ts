import postgres from 'postgres'
import { type EmbeddedOptions, openEmbedded } from './embedded/open-embedded.ts'
import { registerArrayTypes } from './postgres-arrays.ts'
import { type Database, postgresOptions, type Role, type Sql } from './postgres-options.ts'

export { DatabaseFolderError, DatabaseInUseError } from './embedded/folder-errors.ts'
export type { Database, Int8, Role, Sql } from './postgres-options.ts'

export interface ConnectOptions extends EmbeddedOptions {
  /** postgres:// URL of a server; absent or empty: the embedded engine in `dataDir` */
  databaseUrl?: string
}

/**
 * Opens the database: a PostgreSQL server when `databaseUrl` is given, else PostgreSQL embedded in this process.
 * A server is not contacted here: its first statement connects, within ten seconds.
 * @throws DatabaseInUseError another process has the embedded folder open
 * @throws DatabaseFolderError the embedded folder cannot be used; nothing in it was changed
 */
export async function connect(options: ConnectOptions): Promise<Database> {
  return options.databaseUrl ? serverDatabase(options.databaseUrl, options) : openEmbedded(options)
}

function serverDatabase(url: string, options: { applicationName?: string; max?: number }): Database {
  const pools = new Set<Sql>()
  let closing: Promise<unknown> | undefined
  return {
    kind: 'server',
    pool(role: Role | null, poolOptions = {}) {
      const shared = postgresOptions({
        role,
        applicationName: options.applicationName ?? 'rapport',
        max: poolOptions.max ?? options.max ?? 10,
      })
      const sql: Sql = postgres(url, { ...shared, connect_timeout: 10, idle_timeout: 60, max_lifetime: 30 * 60 })
      registerArrayTypes(sql)
      pools.add(sql)
      return sql
    },
    async close() {
      closing ??= Promise.all([...pools].map((sql) => sql.end({ timeout: 5 })))
      await closing
    },
  }
}
