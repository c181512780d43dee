import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { connect } from '../../src/db/connect.ts'
import { resetClock, setClock } from '../fixtures/clock.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { nativeOnly, testServer } from '../fixtures/lane.ts'
import { onMaintenance } from '../fixtures/native.ts'
import { repositoryRoot } from '../fixtures/repository.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
}, 60_000)

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => {
      throw new Error('it succeeded')
    },
    (error: unknown) => error,
  )

describe('the test database', () => {
  test('is one for the whole run', async () => {
    expect(await testDatabase()).toBe(database)
  })

  test('works as rapport_edge, as rapport_worker and as a superuser, at the same time', async () => {
    const users = await Promise.all(
      [database.edge, database.admin, database.worker, database.pool('rapport_edge')].map(async (sql) => {
        const [row] = await sql`select current_user::text as name`
        return row?.name as string
      }),
    )
    const [admin] = await database.admin`
      select rolsuper as super, rolname as name from pg_roles where rolname = current_user`
    expect(admin?.super).toBe(true)
    expect(users).toEqual(['rapport_edge', admin?.name as string, 'rapport_worker', 'rapport_edge'])
  })

  test('keeps rapport_edge from tables and from any schema but api', async () => {
    expect(await failure(database.edge`select * from tenancy.tenants`)).toMatchObject({ code: '42501' })
    expect(await failure(database.edge`select ops.now()`)).toMatchObject({ code: '42501' })
  })

  nativeOnly.test('is logged in to as the roles themselves, not set to them', async () => {
    const [edge] = await database.edge`select session_user::text as name`
    const [worker] = await database.worker`select session_user::text as name`
    expect([edge?.name, worker?.name]).toEqual(['rapport_edge', 'rapport_worker'])
    expect(await failure(database.edge.unsafe('set role rapport_owner'))).toMatchObject({ code: '42501' })
  })

  nativeOnly.test(
    'is dropped when its run ends, even by a kill',
    async () => {
      const script = `
      const { testDatabase } = await import(${JSON.stringify(join(repositoryRoot, 'tests/fixtures/database.ts'))})
      console.log(new URL((await testDatabase()).urls.admin).pathname.slice(1))
      await new Promise(() => setInterval(() => {}, 1000))`
      const run = Bun.spawn([process.execPath, '-e', script], { stdout: 'pipe', env: { ...process.env } })
      const { value } = await run.stdout.getReader().read()
      const name = new TextDecoder().decode(value).trim()
      expect(name).toMatch(/^rapport_test_\d+_[0-9a-f]{8}$/)
      run.kill('SIGKILL')
      await run.exited
      const gone = () =>
        onMaintenance(
          testServer ?? '',
          async (sql) => (await sql`select from pg_database where datname = ${name}`).length === 0,
        )
      let dropped = await gone()
      for (let look = 0; look < 100 && !dropped; look += 1) {
        await Bun.sleep(50)
        dropped = await gone()
      }
      expect(dropped).toBe(true)
    },
    60_000,
  )
})

describe('the clock', () => {
  afterAll(() => resetClock(database.admin))
  const clocks = async () => {
    const [row] = await database.admin`
      select ops.now() as ours, pgboss.job_now() as queue, clock_timestamp() - ops.now() < interval '5 seconds' as runs`
    return row as { ours: Date; queue: Date; runs: boolean }
  }

  test('stops for the product and the queue alike, moves, and runs again after a reset', async () => {
    const at = new Date('2026-11-21T15:00:00Z')
    await setClock(database.admin, '2026-11-21T15:00:00Z')
    expect(await clocks()).toMatchObject({ ours: at, queue: at })
    await setClock(database.admin, new Date('2031-01-01T00:00:00Z'))
    expect((await clocks()).ours).toEqual(new Date('2031-01-01T00:00:00Z'))
    await resetClock(database.admin)
    const running = await clocks()
    expect(running.runs).toBe(true)
    expect(running.queue).toEqual(running.ours)
  })

  test('is restored to the very definitions that were shipped', async () => {
    const definitions = async () =>
      (
        await database.admin`
        select pg_get_functiondef('ops.now()'::regprocedure) || pg_get_functiondef('pgboss.job_now()'::regprocedure) as text`
      )[0]?.text
    const before = await definitions()
    await setClock(database.admin, '2026-11-21T15:00:00Z')
    expect(await definitions()).not.toBe(before)
    await resetClock(database.admin)
    expect(await definitions()).toBe(before)
  })

  test('cannot be set by rapport_edge, rapport_worker or rapport_api, nor by any setting', async () => {
    expect(await failure(setClock(database.edge, '2031-01-01T00:00:00Z'))).toMatchObject({ code: '42501' })
    expect(await failure(setClock(database.worker, '2031-01-01T00:00:00Z'))).toMatchObject({ code: '42501' })
    const asApi = database.admin.begin(async (tx) => {
      await tx`set local role rapport_api`
      await tx`create or replace function ops.now() returns timestamptz language sql stable return pg_catalog.clock_timestamp()`
    })
    expect(await failure(asApi)).toMatchObject({ code: '42501' })
  })
})

describe('a database of its own', () => {
  nativeOnly.test('can be opened by connection string for what needs connections of its own', async () => {
    const own = await connect({ databaseUrl: database.urls?.edge, dataDir: '' })
    const [row] = await own.pool(null)`select current_user::text as name`
    await own.close()
    expect(row?.name).toBe('rapport_edge')
  })
})
