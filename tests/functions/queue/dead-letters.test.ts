import { afterAll, beforeAll, expect, test } from 'bun:test'
import { type QueueClient, startQueue } from '../../../src/queue/boss.ts'
import { type TestDatabase, testDatabase } from '../../fixtures/database.ts'
import { errorOf, keptLogger, testQueue } from '../../jobs/queue-fixture.ts'

let database: TestDatabase
let queue: QueueClient
beforeAll(async () => {
  database = await testDatabase()
  queue = await startQueue({ sql: database.worker, logger: keptLogger().logger })
})
afterAll(async () => {
  await queue?.boss.stop({ graceful: false, close: false })
})

/** A job of a tenant that was given up on; returns its id among the dead letters. */
async function deadLetter(name: string, tenantId: string | null, key: string | null = null) {
  await database.admin`select queue.enqueue(${name}, ${{ n: 1, ...(tenantId ? { tenantId } : {}) } as never}, null, ${key})`
  const [job] = await queue.boss.fetch(name)
  await queue.boss.fail(name, job?.id as string, { name: 'TypeError', message: 'no' })
  const [dead] = await database.admin`select job_id from queue.dead_letters where source_job_id = ${job?.id as string}`
  return dead?.job_id as string
}
const retry = async (tenantId: string, jobId: string) => {
  const [row] = await database.edge`select api.retry_dead_letter(${tenantId}, ${jobId}) as id`
  return row?.id as string
}
const list = (tenantId: string | null) => database.edge`select * from api.list_dead_letters(${tenantId})`

test('a tenant sees its own dead letters, newest first, and nobody else’s', async () => {
  const { queue: name } = await testQueue(database.admin, { retryLimit: 0 })
  const [one, two] = [crypto.randomUUID(), crypto.randomUUID()]
  const first = await deadLetter(name, one)
  const second = await deadLetter(name, one)
  const other = await deadLetter(name, two)
  await deadLetter(name, null)
  expect((await list(one)).map((row) => row.job_id)).toEqual([second, first])
  expect(await list(two)).toMatchObject([
    {
      job_id: other,
      queue: name,
      attempts: 1,
      last_error_class: 'TypeError',
      last_error: 'no',
      payload: { n: 1, tenantId: two },
    },
  ])
  expect(await errorOf(list(null))).toMatchObject({ code: '22004' })
})

test('a payload whose tenantId is no uuid does not break the list for the others', async () => {
  const { queue: name } = await testQueue(database.admin, { retryLimit: 0 })
  const tenantId = crypto.randomUUID()
  await deadLetter(name, 'not-a-uuid')
  const mine = await deadLetter(name, tenantId)
  expect((await list(tenantId)).map((row) => row.job_id)).toEqual([mine])
  const [odd] =
    await database.admin`select tenant_id from queue.dead_letters where queue = ${name} and tenant_id is null`
  expect(odd).toBeDefined()
})

test('retrying puts the job back where it came from, with all attempts and its key, and ends the dead letter', async () => {
  const { queue: name } = await testQueue(database.admin, { retryLimit: 0, policy: 'short' })
  const tenantId = crypto.randomUUID()
  const dead = await deadLetter(name, tenantId, 'key')
  const jobId = await retry(tenantId, dead)
  expect(await list(tenantId)).toHaveLength(0)
  const [job] = await queue.boss.fetch(name, { includeMetadata: true })
  expect(job).toMatchObject({
    id: jobId,
    retryCount: 0,
    singletonKey: 'key',
    groupId: tenantId,
    data: { n: 1, tenantId },
  })
  expect(job?.sourceRootId).toBeString()
  expect(await errorOf(retry(tenantId, dead))).toMatchObject({ code: 'RP001' })
})

test('another tenant’s dead letter is not found and stays', async () => {
  const { queue: name } = await testQueue(database.admin, { retryLimit: 0 })
  const tenantId = crypto.randomUUID()
  const dead = await deadLetter(name, tenantId)
  expect(await errorOf(retry(crypto.randomUUID(), dead))).toMatchObject({ code: 'RP001' })
  expect(await list(tenantId)).toHaveLength(1)
})

test('retrying while the same work is queued already is a conflict and keeps the dead letter', async () => {
  const { queue: name } = await testQueue(database.admin, { retryLimit: 0, policy: 'short' })
  const tenantId = crypto.randomUUID()
  const dead = await deadLetter(name, tenantId, 'key')
  await database.admin`select queue.enqueue(${name}, '{"n": 2}', null, 'key')`
  expect(await errorOf(retry(tenantId, dead))).toMatchObject({ code: 'RP004' })
  expect(await list(tenantId)).toHaveLength(1)
})

const execution = (over: object = {}) => ({
  jobId: crypto.randomUUID(),
  attempt: 1,
  queue: 'reply',
  tenantId: null,
  startedAt: '2026-11-21T10:00:00.000Z',
  endedAt: '2026-11-21T10:00:01.000Z',
  outcome: 'ok',
  errorClass: null,
  errorMessage: null,
  ...over,
})
const record = async (executions: object[]) => {
  const [row] = await database.worker`select api.record_job_executions(${executions as never}) as n`
  return row?.n as number
}

test('executions are recorded as one batch, once each, with a tenant only where it is one', async () => {
  const tenantId = crypto.randomUUID()
  const ok = execution({ tenantId })
  const dead = execution({ tenantId: 'nobody', outcome: 'dead', errorClass: 'Error', errorMessage: 'x'.repeat(900) })
  expect(await record([ok, dead])).toBe(2)
  expect(await record([ok, { ...dead, attempt: 2 }])).toBe(1)
  const rows = await database.admin`
    select tenant_id, length(error_message) as length from ops.job_executions
    where job_id = any(${[ok.jobId, dead.jobId]}) and attempt = 1 order by outcome desc`
  expect(rows).toMatchObject([
    { tenant_id: tenantId, length: null },
    { tenant_id: null, length: 500 },
  ])
})

test('an execution without an error class is ok and nothing else', async () => {
  expect(await errorOf(record([execution({ outcome: 'failed' })]))).toMatchObject({ code: '23514' })
  expect(await errorOf(record([execution({ outcome: 'lost', errorClass: 'Error' })]))).toMatchObject({ code: '23514' })
})

test('pruning deletes executions older than it is told, at most so many, and no younger ones', async () => {
  const old = Array.from({ length: 3 }, () =>
    execution({ startedAt: '2001-01-01T00:00:00Z', endedAt: '2001-01-01T00:00:01Z' }),
  )
  const [now] = await database.admin<{ now: Date }[]>`select ops.now() as now`
  const at = now?.now.toISOString()
  const young = execution({ startedAt: at, endedAt: at })
  await record([...old, young])
  const prune = async (limit: number) => {
    const [row] = await database.admin`select queue.prune_executions(interval '20 years', ${limit}) as n`
    return row?.n
  }
  expect([await prune(2), await prune(2), await prune(2)]).toEqual([2, 1, 0])
  expect(await database.admin`select from ops.job_executions where job_id = ${young.jobId}`).toHaveLength(1)
})

test('abandoning takes the attempts from the attempt that runs, not from another one', async () => {
  const { queue: name } = await testQueue(database.admin, { retryLimit: 5 })
  await database.admin`select queue.enqueue(${name}, '{"n": 1}')`
  const [job] = await queue.boss.fetch(name)
  const abandon = async (attempt: number) => {
    const [row] = await database.worker`select api.abandon_job(${name}, ${job?.id as string}, ${attempt}) as done`
    return row?.done
  }
  expect(await abandon(2)).toBe(false)
  expect(await abandon(1)).toBe(true)
  await queue.boss.fail(name, job as never, {})
  const [row] = await database.admin`select attempts from queue.dead_letters where queue = ${name}`
  expect(row?.attempts).toBe(1)
})
