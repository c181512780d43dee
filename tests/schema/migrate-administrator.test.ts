import { expect } from 'bun:test'
import postgres from 'postgres'
import { connect } from '../../src/db/connect.ts'
import { migrate } from '../../src/db/migrate.ts'
import { installQueue } from '../../src/queue/install.ts'
import { testDatabase } from '../fixtures/database.ts'
import { nativeOnly, testServer } from '../fixtures/lane.ts'
import { createDatabase, dropDatabase, onMaintenance } from '../fixtures/native.ts'

const ROLES = 'rapport_owner, rapport_api, rapport_analytics, rapport_analyst, rapport_edge, rapport_worker'

nativeOnly.test(
  'an administrator who is no superuser migrates a database of its own, in which a superuser put pgvector',
  async () => {
    // The run's own database has made the roles of the cluster.
    await testDatabase()
    const server = testServer as string
    const url = await createDatabase(server)
    const name = `rapport_administrator_${crypto.randomUUID().slice(0, 8)}`
    const inside = postgres(url, { max: 1, onnotice: () => {} })
    await inside.unsafe(`
      create role ${name} login createrole password 'administrator';
      grant ${ROLES} to ${name} with admin option, inherit false;
      alter database "${new URL(url).pathname.slice(1)}" owner to ${name};
      create schema extensions authorization ${name};
      create extension vector schema extensions`)
    await inside.end()
    const login = new URL(url)
    login.username = name
    login.password = 'administrator'
    const database = await connect({ databaseUrl: login.href, dataDir: '' })
    const admin = database.pool(null, { max: 2 })
    try {
      const { files } = await migrate(admin, { installQueue })
      expect(files.length).toBeGreaterThan(100)
      expect((await migrate(admin, { installQueue })).files).toEqual([])
      const [owned] =
        await admin`select tableowner from pg_tables where schemaname = 'identity' and tablename = 'customers'`
      expect(owned?.tableowner).toBe('rapport_owner')
    } finally {
      await database.close()
      await dropDatabase(server, url)
      await onMaintenance(server, async (sql) => {
        await sql.unsafe(`drop owned by ${name}`)
        await sql.unsafe(`drop role ${name}`)
      })
    }
  },
  60_000,
)
