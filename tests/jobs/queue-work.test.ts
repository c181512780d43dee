import { beforeAll, expect, test } from 'bun:test'
import type { JobContext } from '../../jobs/definition.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import {
  definitionOf,
  enqueue,
  executionsOf,
  type Payload,
  stateOf,
  testQueue,
  within,
  working,
} from './queue-fixture.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})

const tenantId = '01890000-0000-7000-8000-000000000001'

test('a job that succeeds is completed and its execution is kept with tenant, times and attempt', async () => {
  const declaration = await testQueue(database.admin)
  const seen: [Payload, JobContext][] = []
  await using _ = await working(database, [
    definitionOf(declaration, async (data, context) => void seen.push([data, context])),
  ])
  const jobId = await enqueue(database.admin, declaration.queue, { n: 1, tenantId })
  expect(await stateOf(database.admin, declaration.queue, jobId)).toMatchObject({ state: 'completed' })
  const [execution] = await executionsOf(database.admin, jobId, 1)
  expect(execution).toMatchObject({ attempt: 1, queue: declaration.queue, tenantId, outcome: 'ok', errorClass: null })
  expect(seen).toMatchObject([[{ n: 1 }, { jobId, queue: declaration.queue, attempt: 1, isLastAttempt: false }]])
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
  await using _ = await working(database, [definition], { pollSeconds: 60, concurrency: 2 })
  await within(all.promise, 20_000, '60 jobs')
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
  await enqueue(database.admin, declaration.queue, { n: 1, tenantId })
  await using _ = await working(database, [definition], { concurrency: 4 })
  await within(other.promise, 20_000, 'the other tenant’s job')
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
  const { worker } = await working(database, [definition], { concurrency: 1 })
  const first = await enqueue(database.admin, declaration.queue, { n: 1 })
  await begun.promise
  const stopped = worker.stop()
  const second = await enqueue(database.admin, declaration.queue, { n: 2 })
  open.resolve()
  await within(stopped, 20_000, 'stopping')
  expect(await stateOf(database.admin, declaration.queue, first)).toMatchObject({ state: 'completed' })
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
  const { worker } = await working(database, [definition], { stopTimeoutMs: 50 })
  const jobId = await enqueue(database.admin, declaration.queue, { n: 1 })
  await begun.promise
  await within(worker.stop(), 20_000, 'stopping')
  const [job] = await database.admin`select state from pgboss.job where id = ${jobId}`
  expect(job?.state).toBe('retry')
  expect(await executionsOf(database.admin, jobId, 1)).toMatchObject([{ outcome: 'aborted' }])
})
