import { beforeAll, expect, test } from 'bun:test'
import { PermanentJobError } from '../../src/queue/errors.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { definitionOf, enqueue, eventually, executionsOf, stateOf, testQueue, working } from './queue-fixture.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})

const tenantId = '01890000-0000-7000-8000-000000000001'

const deadLetterOf = (queue: string) =>
  eventually(async () => {
    const [dead] = await database.admin`select * from queue.dead_letters where queue = ${queue}`
    return dead
  }, 'the dead letter')

test('a failing job is tried as often as its queue says, then it is a dead letter with its first and last error', async () => {
  const declaration = await testQueue(database.admin, { retryLimit: 2 })
  const attempts: [number, boolean][] = []
  const definition = definitionOf(declaration, async (_, { attempt, isLastAttempt }) => {
    attempts.push([attempt, isLastAttempt])
    throw new TypeError(`attempt ${attempt} failed for "Jane Roe" at +15125550142`)
  })
  await using _ = await working(database, [definition])
  const jobId = await enqueue(database.admin, declaration.queue, { n: 1, tenantId })
  const dead = await deadLetterOf(declaration.queue)
  expect(attempts).toEqual([
    [1, false],
    [2, false],
    [3, true],
  ])
  expect(dead).toMatchObject({
    source_job_id: jobId,
    tenant_id: tenantId,
    attempts: 3,
    first_error_class: 'TypeError',
    last_error_class: 'TypeError',
    last_error: 'attempt 3 failed for [value] at [phone]',
  })
  const executions = await executionsOf(database.admin, jobId, 3)
  expect(executions.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'dead'])
  const listed =
    await database.worker`select * from api.list_dead_letters(${tenantId}) where queue = ${declaration.queue}`
  expect(listed).toMatchObject([{ attempts: 3, first_error: 'attempt 1 failed for [value] at [phone]' }])
})

test('nothing that pg-boss or the log keeps of a failure holds what the error quoted', async () => {
  const declaration = await testQueue(database.admin, { retryLimit: 0 })
  const definition = definitionOf(declaration, async () => {
    throw Object.assign(new Error('no customer "Jane Roe" with jane@example.com'), { detail: 'Key (name)=(Jane Roe)' })
  })
  await using driver = await working(database, [definition])
  const jobId = await enqueue(database.admin, declaration.queue, { n: 1 })
  await deadLetterOf(declaration.queue)
  const rows =
    await database.admin`select j.*::text as row from pgboss.job as j where name = 'dead_letter' or id = ${jobId}`
  const kept = JSON.stringify([rows, await executionsOf(database.admin, jobId, 1), driver.lines])
  expect(kept).toContain('no customer [value]')
  expect(kept).not.toMatch(/Jane|jane@/)
})

test('an error that is permanent is not tried again', async () => {
  const declaration = await testQueue(database.admin, { retryLimit: 5 })
  let calls = 0
  const definition = definitionOf(declaration, async () => {
    calls += 1
    throw new PermanentJobError('the number does not exist')
  })
  await using _ = await working(database, [definition])
  const jobId = await enqueue(database.admin, declaration.queue, { n: 1 })
  expect(await deadLetterOf(declaration.queue)).toMatchObject({ attempts: 1, last_error: 'the number does not exist' })
  expect(await executionsOf(database.admin, jobId, 1)).toMatchObject([
    { outcome: 'dead', errorClass: 'PermanentJobError' },
  ])
  expect(calls).toBe(1)
})

test('a payload that does not fit never reaches the handler and goes to the dead letters without its values', async () => {
  const declaration = await testQueue(database.admin, { retryLimit: 5 })
  let calls = 0
  await using _ = await working(database, [
    definitionOf(declaration, async () => {
      calls += 1
    }),
  ])
  await enqueue(database.admin, declaration.queue, { n: 'Jane Roe' })
  const dead = await deadLetterOf(declaration.queue)
  expect(dead.last_error).toBe('the payload does not fit: n: invalid_type')
  expect(calls).toBe(0)
})

test('an error with retryAfterSeconds makes the next attempt wait that long instead of the queue’s delay', async () => {
  const declaration = await testQueue(database.admin)
  const definition = definitionOf(declaration, async () => {
    throw Object.assign(new Error('too many requests'), { retryAfterSeconds: 120 })
  })
  await using _ = await working(database, [definition])
  const jobId = await enqueue(database.admin, declaration.queue, { n: 1 })
  await executionsOf(database.admin, jobId, 1)
  const job = await eventually(async () => {
    const [row] = await database.admin`
      select extract(epoch from start_after - pgboss.job_now())::integer as wait from pgboss.job
      where id = ${jobId} and state = 'retry'`
    return row
  }, 'the retry')
  expect(job.wait).toBeGreaterThan(100)
  expect(job.wait).toBeLessThanOrEqual(132)
})

nativeOnly.test('an attempt that does not end in its time is aborted and tried again', async () => {
  const declaration = await testQueue(database.admin, { expireSeconds: 1 })
  const reasons: unknown[] = []
  const definition = definitionOf(declaration, (_, { attempt, signal }) => {
    if (attempt > 1) return Promise.resolve()
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        reasons.push(signal.reason)
        reject(signal.reason)
      })
    })
  })
  await using _ = await working(database, [definition])
  const jobId = await enqueue(database.admin, declaration.queue, { n: 1 })
  expect(await stateOf(database.admin, declaration.queue, jobId)).toMatchObject({ state: 'completed' })
  const executions = await executionsOf(database.admin, jobId, 2)
  expect(executions.map(({ outcome }) => outcome)).toEqual(['aborted', 'ok'])
  expect(reasons).toMatchObject([{ name: 'JobAbortedError' }])
})
