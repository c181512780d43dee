import { type EmbeddedOptions, openEmbedded } from './embedded/open-embedded.ts'
import type { Database, Role, Sql } from './postgres-options.ts'
import { openServerPool } from './server-pool.ts'

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
      const sql = openServerPool(url, {
        role,
        applicationName: options.applicationName ?? 'rapport',
        max: poolOptions.max ?? options.max ?? 10,
      })
      pools.add(sql)
      return sql
    },
    async close() {
      closing ??= Promise.all([...pools].map((sql) => sql.end({ timeout: 5 })))
      await closing
    },
  }
}
