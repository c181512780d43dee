import { afterAll, beforeAll, expect, test } from 'bun:test'
import { type QueueClient, startQueue } from '../../src/queue/boss.ts'
import { type DrainOptions, drain } from '../../src/queue/drain.ts'
import { PermanentJobError } from '../../src/queue/errors.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { definitionOf, executionsOf, keptLogger, queueApi, testQueue, within } from './queue-fixture.ts'

let database: TestDatabase
let queue: QueueClient
let options: DrainOptions
beforeAll(async () => {
  database = await testDatabase()
  const { logger } = keptLogger()
  queue = await startQueue({ sql: database.worker, logger })
  options = { api: queueApi(database.worker), logger, maxJobs: 100, deadlineMs: 10_000 }
})
afterAll(async () => {
  await queue?.boss.stop({ graceful: false, close: false })
})

const enqueue = async (name: string, count: number) => {
  const rows = await database.admin<{ id: string }[]>`
    select queue.enqueue(${name}, jsonb_build_object('n', i)) as id from generate_series(1, ${count}::integer) as i`
  return rows.map(({ id }) => id)
}
const statesOf = async (name: string) => {
  const rows = await database.admin`select state::text from pgboss.job where name = ${name}`
  return rows.map(({ state }) => state as string)
}

test('a drain does what is due, also what its jobs enqueue on a later queue, and returns', async () => {
  const first = await testQueue(database.admin)
  const second = await testQueue(database.admin)
  const seen: number[] = []
  const definitions = [
    definitionOf(first, async () => void (await enqueue(second.queue, 1))),
    definitionOf(second, async ({ n }) => void seen.push(n)),
  ]
  const [jobId] = await enqueue(first.queue, 1)
  expect(await drain(queue, definitions, options)).toEqual({ ok: 2, failed: 0, dead: 0, aborted: 0 })
  expect(seen).toEqual([1])
  expect(await statesOf(second.queue)).toEqual(['completed'])
  expect(await executionsOf(database.admin, jobId as string, 1)).toMatchObject([{ outcome: 'ok', attempt: 1 }])
})

test('a drain tells failed, dead and permanent failures apart and leaves delayed retries for later', async () => {
  const retried = await testQueue(database.admin, { retryDelaySeconds: 600 })
  const last = await testQueue(database.admin, { retryLimit: 0 })
  const permanent = await testQueue(database.admin)
  const fail = async () => {
    throw new Error('no')
  }
  const failForGood = async () => {
    throw new PermanentJobError('never')
  }
  await enqueue(retried.queue, 1)
  await enqueue(last.queue, 1)
  await enqueue(permanent.queue, 1)
  const definitions = [definitionOf(retried, fail), definitionOf(last, fail), definitionOf(permanent, failForGood)]
  expect(await drain(queue, definitions, options)).toEqual({ ok: 0, failed: 1, dead: 2, aborted: 0 })
  expect(await statesOf(retried.queue)).toEqual(['retry'])
  const dead = await database.admin`
    select queue from queue.dead_letters where queue = any(${[last.queue, permanent.queue]}) order by queue`
  expect(dead.map((row) => row.queue)).toEqual([last.queue, permanent.queue].sort())
})

test('a drain stops at its number of jobs and works only on the queues asked for', async () => {
  const wanted = await testQueue(database.admin)
  const other = await testQueue(database.admin)
  await enqueue(wanted.queue, 8)
  await enqueue(other.queue, 1)
  const definitions = [definitionOf(wanted, async () => {}), definitionOf(other, async () => {})]
  const report = await drain(queue, definitions, { ...options, maxJobs: 7, queues: [wanted.queue] })
  expect(report.ok).toBe(7)
  expect((await statesOf(wanted.queue)).filter((state) => state === 'created')).toHaveLength(1)
  expect(await statesOf(other.queue)).toEqual(['created'])
})

test('what still runs at the deadline is aborted and handed back, and nothing else is begun', async () => {
  const declaration = await testQueue(database.admin)
  await enqueue(declaration.queue, 3)
  const definition = definitionOf(declaration, () => new Promise(() => {}))
  const report = await within(
    drain(queue, [definition], { ...options, deadlineMs: 800, concurrency: 2 }),
    20_000,
    'the drain',
  )
  expect(report).toEqual({ ok: 0, failed: 0, dead: 0, aborted: 2 })
  expect((await statesOf(declaration.queue)).sort()).toEqual(['created', 'retry', 'retry'])
})

test('a caller’s signal ends a drain', async () => {
  const declaration = await testQueue(database.admin)
  await enqueue(declaration.queue, 1)
  const caller = new AbortController()
  const definition = definitionOf(declaration, async () => {
    caller.abort()
    await new Promise(() => {})
  })
  const report = await within(drain(queue, [definition], { ...options, signal: caller.signal }), 20_000, 'the drain')
  expect(report.aborted).toBe(1)
})

test('executions that cannot be written neither fail the job nor stop the drain, and the log says so', async () => {
  const declaration = await testQueue(database.admin)
  await enqueue(declaration.queue, 2)
  const { logger, lines } = keptLogger()
  const api = { ...options.api, recordJobExecutions: () => Promise.reject(new Error('away')) }
  expect(await drain(queue, [definitionOf(declaration, async () => {})], { ...options, api, logger })).toMatchObject({
    ok: 2,
  })
  expect(await statesOf(declaration.queue)).toEqual(['completed', 'completed'])
  expect(lines.join()).toContain('job_executions_not_recorded')
})
