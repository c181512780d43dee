import type { Sql } from '../../src/db/connect.ts'
import { loadProcessEnv } from '../../src/env.ts'
import { onServer } from '../fixtures/database.ts'
import { dropDatabase } from '../fixtures/native.ts'

/** A database of a benchmark's own, migrated, on the server of DATABASE_URL or else TEST_DATABASE_URL. */
export interface BenchDatabase {
  /** as the superuser */
  admin: Sql
  urls: { admin: string; edge: string; worker: string }
  close(): Promise<void>
}

/**
 * Makes the database; the server's own is only connected to. It is dropped by `close`, or when the process dies.
 * @throws Error without a server: the embedded engine has other costs than a server, so its figures would mislead
 */
export async function benchDatabase(): Promise<BenchDatabase> {
  const env = loadProcessEnv()
  const server = env.DATABASE_URL ?? env.TEST_DATABASE_URL
  if (!server) throw new Error('set DATABASE_URL to a PostgreSQL 17 or newer with pgvector, as its superuser')
  const { admin, edge, worker, urls } = await onServer(server)
  if (!urls) throw new Error('a server has connection strings')
  await Promise.all([edge.end(), worker.end()])
  return {
    admin,
    urls,
    async close() {
      await admin.end()
      await dropDatabase(server, urls.admin)
    },
  }
}
