import { beforeAll, expect, test } from 'bun:test'
import type { JobContext, JobDefinition } from '../../jobs/definition.ts'
import { startQueue } from '../../src/queue/boss.ts'
import { PermanentJobError } from '../../src/queue/errors.ts'
import { startWorker, type Worker, type WorkerOptions } from '../../src/queue/work.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import {
  definitionOf,
  eventually,
  executionsOf,
  keptLogger,
  type Payload,
  queueApi,
  testQueue,
  within,
} from './queue-fixture.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})

const tenantId = '01890000-0000-7000-8000-000000000001'

async function working(definitions: JobDefinition[], settings: Partial<WorkerOptions> = {}) {
  const { logger, lines } = keptLogger()
  const queue = await startQueue({ sql: database.worker, logger, listen: true })
  const options = { api: queueApi(database.worker), logger, pollSeconds: 0.5, ...settings }
  const worker: Worker = await startWorker(queue, definitions, options)
  return { queue, worker, lines, [Symbol.asyncDispose]: () => worker.stop() }
}

const enqueue = async (queue: string, data: object) => {
  const [row] = await database.admin<{ id: string }[]>`select queue.enqueue(${queue}, ${data as never}) as id`
  return row?.id as string
}

const stateOf = (queue: string, jobId: string) =>
  eventually(async () => {
    const [job] = await database.admin<{ state: string; output: object }[]>`
      select state, output from pgboss.job where name = ${queue} and id = ${jobId} and state in ('completed', 'failed')`
    return job
  }, 'the end of the job')

const deadLetterOf = (queue: string) =>
  eventually(async () => {
    const [dead] = await database.admin`select * from queue.dead_letters where queue = ${queue}`
    return dead
  }, 'the dead letter')

test('a job that succeeds is completed and its execution is kept with tenant, times and attempt', async () => {
  const declaration = await testQueue(database.admin)
  const seen: [Payload, JobContext][] = []
  await using _ = await working([definitionOf(declaration, async (data, context) => void seen.push([data, context]))])
  const jobId = await enqueue(declaration.queue, { n: 1, tenantId })
  expect(await stateOf(declaration.queue, jobId)).toMatchObject({ state: 'completed' })
  const [execution] = await executionsOf(database.admin, jobId, 1)
  expect(execution).toMatchObject({ attempt: 1, queue: declaration.queue, tenantId, outcome: 'ok', errorClass: null })
  expect(seen).toMatchObject([[{ n: 1 }, { jobId, queue: declaration.queue, attempt: 1, isLastAttempt: false }]])
})

test('a failing job is tried as often as its queue says, then it is a dead letter with its first and last error', async () => {
  const declaration = await testQueue(database.admin, { retryLimit: 2 })
  const attempts: [number, boolean][] = []
  const definition = definitionOf(declaration, async (_, { attempt, isLastAttempt }) => {
    attempts.push([attempt, isLastAttempt])
    throw new TypeError(`attempt ${attempt} failed for "Jane Roe" at +15125550142`)
  })
  await using _ = await working([definition])
  const jobId = await enqueue(declaration.queue, { n: 1, tenantId })
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
  await using driver = await working([definition])
  const jobId = await enqueue(declaration.queue, { n: 1 })
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
  await using _ = await working([definition])
  const jobId = await enqueue(declaration.queue, { n: 1 })
  expect(await deadLetterOf(declaration.queue)).toMatchObject({ attempts: 1, last_error: 'the number does not exist' })
  expect(await executionsOf(database.admin, jobId, 1)).toMatchObject([
    { outcome: 'dead', errorClass: 'PermanentJobError' },
  ])
  expect(calls).toBe(1)
})

test('a payload that does not fit never reaches the handler and goes to the dead letters without its values', async () => {
  const declaration = await testQueue(database.admin, { retryLimit: 5 })
  let calls = 0
  await using _ = await working([
    definitionOf(declaration, async () => {
      calls += 1
    }),
  ])
  await enqueue(declaration.queue, { n: 'Jane Roe' })
  const dead = await deadLetterOf(declaration.queue)
  expect(dead.last_error).toBe('the payload does not fit: n: invalid_type')
  expect(calls).toBe(0)
})

test('an error with retryAfterSeconds makes the next attempt wait that long instead of the queue’s delay', async () => {
  const declaration = await testQueue(database.admin)
  const definition = definitionOf(declaration, async () => {
    throw Object.assign(new Error('too many requests'), { retryAfterSeconds: 120 })
  })
  await using _ = await working([definition])
  const jobId = await enqueue(declaration.queue, { n: 1 })
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

test('an attempt that does not end in its time is aborted and tried again', async () => {
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
  await using _ = await working([definition])
  const jobId = await enqueue(declaration.queue, { n: 1 })
  expect(await stateOf(declaration.queue, jobId)).toMatchObject({ state: 'completed' })
  const executions = await executionsOf(database.admin, jobId, 2)
  expect(executions.map(({ outcome }) => outcome)).toEqual(['aborted', 'ok'])
  expect(reasons).toMatchObject([{ name: 'JobAbortedError' }])
})

test('a backlog is worked off without waiting for the next look', async () => {
  const declaration = await testQueue(database.admin)
  let done = 0
  const all = Promise.withResolvers<void>()
  const definition = definitionOf(declaration, async () => {
    done += 1
    if (done === 60) all.resolve()
  })
  await database.admin`select queue.enqueue(${declaration.queue}, jsonb_build_object('n', i)) from generate_series(1, 60) as i`
  await using _ = await working([definition], { pollSeconds: 60, concurrency: 2 })
  await within(all.promise, 5000, '60 jobs')
})

test('one tenant’s flood leaves the other tenants places', async () => {
  const declaration = await testQueue(database.admin)
  const flood = crypto.randomUUID()
  const open = Promise.withResolvers<void>()
  const other = Promise.withResolvers<void>()
  let running = 0
  let most = 0
  const definition = definitionOf(declaration, async (data) => {
    if (data.tenantId !== flood) return other.resolve()
    running += 1
    most = Math.max(most, running)
    await open.promise
    running -= 1
  })
  await database.admin`
    select queue.enqueue(${declaration.queue}, jsonb_build_object('n', i, 'tenantId', ${flood}::text))
    from generate_series(1, 20) as i`
  await enqueue(declaration.queue, { n: 1, tenantId })
  await using _ = await working([definition], { concurrency: 4 })
  await within(other.promise, 5000, 'the other tenant’s job')
  expect(most).toBe(2)
  open.resolve()
})

test('stopping waits for what runs and takes nothing new', async () => {
  const declaration = await testQueue(database.admin)
  const begun = Promise.withResolvers<void>()
  const open = Promise.withResolvers<void>()
  const definition = definitionOf(declaration, async () => {
    begun.resolve()
    await open.promise
  })
  const { worker } = await working([definition], { concurrency: 1 })
  const first = await enqueue(declaration.queue, { n: 1 })
  await begun.promise
  const stopped = worker.stop()
  const second = await enqueue(declaration.queue, { n: 2 })
  open.resolve()
  await within(stopped, 3000, 'stopping')
  expect(await stateOf(declaration.queue, first)).toMatchObject({ state: 'completed' })
  expect(await executionsOf(database.admin, first, 1)).toMatchObject([{ outcome: 'ok' }])
  const [left] = await database.admin`select state from pgboss.job where id = ${second}`
  expect(left?.state).toBe('created')
})

test('what does not end within the stop’s bound is aborted, handed back and recorded', async () => {
  const declaration = await testQueue(database.admin)
  const begun = Promise.withResolvers<void>()
  // Ignores its signal, as the worst handler would.
  const definition = definitionOf(declaration, async () => {
    begun.resolve()
    await new Promise(() => {})
  })
  const { worker } = await working([definition], { stopTimeoutMs: 50 })
  const jobId = await enqueue(declaration.queue, { n: 1 })
  await begun.promise
  await within(worker.stop(), 3000, 'stopping')
  const [job] = await database.admin`select state from pgboss.job where id = ${jobId}`
  expect(job?.state).toBe('retry')
  expect(await executionsOf(database.admin, jobId, 1)).toMatchObject([{ outcome: 'aborted' }])
})
