import { connect, type Database, type Sql } from '../../src/db/connect.ts'
import { migrate } from '../../src/db/migrate.ts'
import { installQueue } from '../../src/queue/install.ts'
import { createDatabase, dropDatabase } from '../fixtures/native.ts'

export interface TestDatabase {
  admin: Sql
  edge: Sql
  worker: Sql
  kind: Database['kind']
  url: string | null
  close(): Promise<void>
}

export async function testDatabase(): Promise<TestDatabase> {
  const server = process.env.TEST_DATABASE_URL
  const url = server ? await createDatabase(server) : null
  const database = await connect(url ? { databaseUrl: url, dataDir: '' } : { dataDir: 'memory://' })
  const admin = database.pool(null)
  await migrate(admin, { installQueue, root: process.env.H5ROOT })
  const close = async () => {
    await database.close()
    if (server && url) await dropDatabase(server, url)
  }
  return {
    admin,
    edge: database.pool('rapport_edge'),
    worker: database.pool('rapport_worker'),
    kind: database.kind,
    url,
    close,
  }
}
