import { beforeAll, expect, test } from 'bun:test'
import { getRollbackPlans, PgBoss } from 'pg-boss'
import { createJobs, deadLetterQueue, type JobDeps, queues } from '../../jobs/index.ts'
import { createServerJobs, type ServerJobDeps } from '../../jobs/server.ts'
import { readSchemaVersion, SCHEMA_VERSION, startQueue } from '../../src/queue/boss.ts'
import { installQueue } from '../../src/queue/install.ts'
import { fromPostgres } from '../../src/queue/postgres-adapter.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { scratchDatabase } from '../fixtures/scratch.ts'
import { errorOf, keptLogger, testQueue } from './queue-fixture.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})

const { logger } = keptLogger()

test('every declared queue is installed with exactly the settings that its declaration names', async () => {
  const installed = await database.admin`
    select q.name as queue, q.policy, q.retry_limit as "retryLimit", q.retry_delay as "retryDelaySeconds",
      q.retry_backoff as "retryBackoff", q.retry_delay_max as "retryDelayMaxSeconds", q.expire_seconds as "expireSeconds",
      q.retention_seconds as "retentionSeconds", q.deletion_seconds as "deleteAfterSeconds", q.notify,
      q.dead_letter as "deadLetter", s.cron, s.timezone
    from pgboss.queue as q left join pgboss.schedule as s on s.name = q.name`
  for (const { runs, schedule, places, ...declaration } of [deadLetterQueue, ...queues]) {
    expect(installed.find(({ queue }) => queue === declaration.queue)).toEqual({
      ...declaration,
      deadLetter: declaration.queue === 'dead_letter' ? null : 'dead_letter',
      cron: schedule?.cron ?? null,
      timezone: schedule?.timeZone ?? null,
    })
  }
})

test('a job definition names a declared queue, and no queue has two', () => {
  const jobs = [...createJobs({ api: {} } as JobDeps), ...createServerJobs({ api: {} } as ServerJobDeps)]
  const names = jobs.map(({ queue }) => queue)
  expect(new Set(names).size).toBe(names.length)
  for (const name of names) expect(queues.map(({ queue }) => queue)).toContain(name)
})

test('installing again changes nothing and brings a setting that was changed by hand back', async () => {
  const before = await database.admin`select q.* from pgboss.queue as q order by name`
  await database.admin`update pgboss.queue set retry_limit = 99, dead_letter = null, notify = false where name = 'reply'`
  await database.admin`delete from pgboss.schedule where name = 'prune'`
  await database.admin`update pgboss.schedule set cron = '0 0 1 1 *' where name = 'reconcile_sends'`
  await installQueue(database.admin)
  const after = await database.admin`select q.* from pgboss.queue as q order by name`
  expect(after.map((row) => ({ ...row, updated_on: null }))).toEqual(
    before.map((row) => ({ ...row, updated_on: null })),
  )
  const schedules = await database.admin`select name, cron from pgboss.schedule order by name`
  expect(schedules.filter(({ name }) => ['prune', 'reconcile_sends'].includes(name))).toMatchObject([
    { name: 'prune', cron: '23 4 * * *' },
    { name: 'reconcile_sends', cron: '* * * * *' },
  ])
})

test('a queue loses the schedule that its declaration no longer has', async () => {
  const declaration = await testQueue(database.admin, { schedule: { cron: '0 9 * * *', timeZone: 'America/New_York' } })
  const [scheduled] = await database.admin`select timezone from pgboss.schedule where name = ${declaration.queue}`
  expect(scheduled?.timezone).toBe('America/New_York')
  await installQueue(database.admin, [{ ...declaration, schedule: undefined }])
  expect(await database.admin`select from pgboss.schedule where name = ${declaration.queue}`).toHaveLength(0)
})

test('installing inside a transaction that rolls back leaves nothing', async () => {
  const name = `test_${crypto.randomUUID().slice(0, 8)}`
  const declaration = { ...deadLetterQueue, queue: name }
  await database.admin
    .begin(async (transaction) => {
      await installQueue(transaction, [declaration])
      expect(await transaction`select from pgboss.queue where name = ${name}`).toHaveLength(1)
      throw new Error('rolled back')
    })
    .catch((error: Error) => expect(error.message).toBe('rolled back'))
  expect(await database.admin`select from pgboss.queue where name = ${name}`).toHaveLength(0)
})

test('the installed schema has no drift from pg-boss’s own', async () => {
  const queue = await startQueue({ sql: database.admin, logger })
  const { ok, ...report } = await queue.boss.detectSchemaDrift()
  await queue.boss.stop({ graceful: false, close: false })
  expect({ ok, found: Object.values(report).flat().filter(Boolean) }).toEqual({ ok: true, found: [] })
})

test('a policy changes while no job is left, and is refused by name while one waits', async () => {
  const declaration = await testQueue(database.admin, { policy: 'standard' })
  await installQueue(database.admin, [{ ...declaration, policy: 'short' }])
  await database.admin`select queue.enqueue(${declaration.queue}, '{}')`
  const changed = installQueue(database.admin, [{ ...declaration, policy: 'exclusive' }])
  expect(await errorOf(changed)).toMatchObject({ code: 'RP008', message: expect.stringContaining(declaration.queue) })
  const [row] = await database.admin`select policy from pgboss.queue where name = ${declaration.queue}`
  expect(row?.policy).toBe('short')
})

/** A database with the roles and the queue and nothing else, for tests that change its schema. */
async function queueOnly() {
  const scratch = await scratchDatabase()
  for (const role of ['rapport_owner', 'rapport_worker']) {
    const exists = await scratch.sql`select from pg_roles where rolname = ${role}`
    if (exists.length === 0) await scratch.sql.unsafe(`create role ${role}`)
  }
  const start = () => startQueue({ sql: scratch.sql, logger })
  return { ...scratch, start, [Symbol.asyncDispose]: () => scratch.close() }
}

nativeOnly.test('a worker refuses a missing, an older and a newer schema and says what to do', async () => {
  await using scratch = await queueOnly()
  const { sql, start } = scratch
  expect(await errorOf(start())).toMatchObject({ code: 'RP008', message: expect.stringContaining('not installed') })
  await installQueue(sql)
  await sql`update pgboss.version set version = version - 1`
  expect(await errorOf(start())).toMatchObject({ code: 'RP008', message: expect.stringContaining('rapport migrate') })
  await sql`update pgboss.version set version = version + 2`
  expect(await errorOf(start())).toMatchObject({ code: 'RP009', message: expect.stringContaining('newer') })
  expect(await errorOf(installQueue(sql))).toMatchObject({ code: 'RP009' })
})

nativeOnly.test('a schema one version older is brought up to date without losing a job', async () => {
  await using scratch = await queueOnly()
  const { sql, start } = scratch
  await installQueue(sql)
  const before = await start()
  await before.boss.send('send', { n: 1 })
  await before.boss.stop({ graceful: false, close: false })
  await fromPostgres(sql).executeSql(getRollbackPlans('pgboss', SCHEMA_VERSION))
  expect(await readSchemaVersion(sql)).toBe(SCHEMA_VERSION - 1)
  await installQueue(sql)
  const after = await start()
  expect(await after.boss.fetch('send')).toHaveLength(1)
  expect((await after.boss.detectSchemaDrift()).ok).toBe(true)
  await after.boss.stop({ graceful: false, close: false })
})

test('only the worker and, for enqueueing, the owner have any right on the queue’s schema', async () => {
  const rows = await database.admin`
    select r.rolname as role, has_schema_privilege(r.oid, 'pgboss', 'usage') as usage,
      has_schema_privilege(r.oid, 'pgboss', 'create') as "create",
      has_table_privilege(r.oid, 'pgboss.job', 'delete') as jobs, has_table_privilege(r.oid, 'pgboss.queue', 'update') as queues
    from pg_roles as r where r.rolname ~ '^rapport_' order by 1`
  const none = { usage: false, create: false, jobs: false, queues: false }
  expect(Object.fromEntries(rows.map(({ role, ...rights }) => [role, rights]))).toMatchObject({
    rapport_analytics: none,
    rapport_api: none,
    rapport_edge: none,
    rapport_owner: { usage: true, create: false, jobs: true, queues: false },
    rapport_worker: { usage: true, create: false, jobs: true, queues: true },
  })
})

test('pg-boss does all that a worker needs with the worker’s rights alone', async () => {
  const { queue: name } = await testQueue(database.admin)
  const worker = keptLogger()
  const queue = await startQueue({
    sql: database.worker,
    logger: worker.logger,
    listen: true,
    supervise: true,
    schedule: true,
  })
  const [who] = await database.worker`select current_user as name`
  expect(who?.name).toBe('rapport_worker')
  await queue.boss.send(name, { n: 1 })
  const [job] = await queue.boss.fetch(name, { includeMetadata: true })
  await queue.boss.complete(name, job as never)
  await queue.boss.send(name, { n: 2 })
  await queue.boss.fetch(name)
  await queue.boss.supervise(name)
  await queue.boss.schedule(name, '* * * * *', {}, { tz: 'UTC' })
  await queue.boss.unschedule(name)
  expect((await queue.boss.getQueueStats(name, { force: true })) as never).toMatchObject([{ name, totalCount: 2 }])
  expect((await queue.boss.detectSchemaDrift()).ok).toBe(true)
  await queue.boss.stop({ graceful: true, close: false })
  expect(worker.lines.filter((line) => line.includes('queue_error'))).toEqual([])
  const forbidden = new PgBoss({ db: fromPostgres(database.edge), schema: 'pgboss', migrate: false })
  forbidden.on('error', () => {})
  expect(await errorOf(forbidden.start())).toMatchObject({ code: '42501' })
})
