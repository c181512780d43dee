import { afterAll, beforeAll, expect, test } from 'bun:test'
import { type QueueClient, startQueue } from '../../../src/queue/boss.ts'
import { startWorker } from '../../../src/queue/work.ts'
import { type TestDatabase, testDatabase } from '../../fixtures/database.ts'
import { nativeOnly } from '../../fixtures/lane.ts'
import { definitionOf, errorOf, eventually, keptLogger, queueApi, testQueue, within } from '../../jobs/queue-fixture.ts'

let database: TestDatabase
let queue: QueueClient
beforeAll(async () => {
  database = await testDatabase()
  queue = await startQueue({ sql: database.worker, logger: keptLogger().logger, listen: true })
})
afterAll(async () => {
  await queue?.boss.stop({ graceful: false, close: false })
})

const enqueue = async (name: string, data: object, key: string | null = null, startAfter: Date | null = null) => {
  const [row] = await database.admin<{ id: string | null }[]>`
    select queue.enqueue(${name}, ${data as never}, ${startAfter}, ${key}) as id`
  return row?.id ?? null
}
const jobsOf = (name: string) => database.admin`select * from pgboss.job where name = ${name} order by created_on`

for (const policy of ['standard', 'short', 'singleton', 'stately', 'exclusive'] as const) {
  test(`a job enqueued from SQL on a ${policy} queue equals one that pg-boss sends, in every column`, async () => {
    const settings = {
      policy,
      retryLimit: 7,
      retryBackoff: true,
      retryDelaySeconds: 3,
      retryDelayMaxSeconds: 90,
      expireSeconds: 77,
      retentionSeconds: 5000,
      deleteAfterSeconds: 6000,
    }
    const declaration = await testQueue(database.admin, settings)
    await enqueue(declaration.queue, { n: 1, tenantId: 'a' }, 'one')
    await queue.boss.send(declaration.queue, { n: 1, tenantId: 'a' }, { singletonKey: 'two', group: { id: 'a' } })
    const rows = await database.admin`
      select to_jsonb(j) - '{id,created_on,start_after,keep_until,singleton_key}'::text[] as columns,
        (extract(epoch from j.keep_until - j.start_after))::integer as kept, j.start_after = j.created_on as "isDue"
      from pgboss.job as j where name = ${declaration.queue} order by singleton_key`
    expect(rows).toHaveLength(2)
    expect(rows[0]).toEqual(rows[1] as never)
    expect(rows[0]).toMatchObject({
      kept: 5000,
      isDue: true,
      columns: {
        policy,
        retry_limit: 7,
        retry_backoff: true,
        retry_delay: 3,
        retry_delay_max: 90,
        expire_seconds: 77,
        deletion_seconds: 6000,
        dead_letter: 'dead_letter',
        group_id: 'a',
      },
    })
  })
}

test('a transaction that rolls back leaves no job', async () => {
  const declaration = await testQueue(database.admin)
  await database.admin
    .begin(async (transaction) => {
      await transaction`select queue.enqueue(${declaration.queue}, '{"n": 1}')`
      throw new Error('rolled back')
    })
    .catch(() => {})
  expect(await jobsOf(declaration.queue)).toHaveLength(0)
})

test('a committed job reaches its handler within a second although the worker looks only every half minute', async () => {
  const declaration = await testQueue(database.admin)
  const handled = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const definition = definitionOf(declaration, async ({ n }) => handled[n]?.resolve())
  const { logger } = keptLogger()
  const client = await startQueue({ sql: database.worker, logger, listen: true })
  const options = { api: queueApi(database.worker), logger, pollSeconds: 30, concurrency: 1 }
  const worker = await startWorker(client, [definition], options)
  await enqueue(declaration.queue, { n: 0 })
  await handled[0]?.promise
  await eventually(async () => (client.boss.getWipData().every(({ count }) => count === 0) ? true : undefined), 'rest')
  const transaction = database.admin.begin(async (sql) => {
    await sql`select queue.enqueue(${declaration.queue}, '{"n": 1}')`
  })
  await within(Promise.all([transaction, handled[1]?.promise]), 1000, 'the job')
  await worker.stop()
})

test('an unknown queue is refused as a missing reference', async () => {
  expect(await errorOf(enqueue('no_such_queue', {}))).toMatchObject({ code: '23503' })
})

test('a short queue holds one waiting job for a key, moves it forward, and takes another once it runs', async () => {
  const { queue: name } = await testQueue(database.admin, { policy: 'short' })
  const first = await enqueue(name, { n: 1 }, 'key', new Date(Date.now() + 3_600_000))
  expect(await queue.boss.fetch(name)).toHaveLength(0)
  expect(await enqueue(name, { n: 2 }, 'key')).toBeNull()
  expect(await enqueue(name, { n: 3 }, 'other')).not.toBeNull()
  const [running] = await queue.boss.fetch<{ n: number }>(name)
  expect(running).toMatchObject({ id: first, data: { n: 1 } })
  expect(await enqueue(name, { n: 4 }, 'key')).not.toBeNull()
})

test('an exclusive queue drops what arrives while its job runs', async () => {
  const { queue: name } = await testQueue(database.admin, { policy: 'exclusive' })
  const first = await enqueue(name, { n: 1 })
  expect(await queue.boss.fetch(name)).toHaveLength(1)
  expect(await enqueue(name, { n: 2 })).toBeNull()
  await queue.boss.complete(name, first as string)
  expect(await enqueue(name, { n: 3 })).not.toBeNull()
})

test('a job that is not due is not given out', async () => {
  const { queue: name } = await testQueue(database.admin)
  await enqueue(name, { n: 1 }, null, new Date(Date.now() + 60_000))
  expect(await queue.boss.fetch(name)).toHaveLength(0)
  expect(await queue.boss.fetch(name, { ignoreStartAfter: true })).toHaveLength(1)
})

nativeOnly.test(
  'a job that was already queued is not given out before the transaction which relied on it has ended',
  async () => {
    const { queue: name } = await testQueue(database.admin, { policy: 'short' })
    await enqueue(name, { n: 1 }, 'key')
    await database.admin.begin(async (transaction) => {
      const [row] = await transaction`select queue.enqueue(${name}, '{"n": 2}', null, 'key') as id`
      expect(row?.id).toBeNull()
      expect(await queue.boss.fetch(name)).toHaveLength(0)
    })
    expect(await queue.boss.fetch(name)).toHaveLength(1)
  },
)

nativeOnly.test(
  'of 400 events on 4 keys, recorded while a worker drains them, none is left without a job that sees it',
  async () => {
    const { queue: name } = await testQueue(database.admin, { policy: 'short' })
    await database.admin.unsafe(`create table public.${name} (key text, handled boolean default false)`)
    await database.admin.unsafe(`grant select, update on public.${name} to rapport_worker`)
    let isOver = false
    const worker = (async () => {
      for (;;) {
        const wasOver = isOver
        const jobs = await queue.boss.fetch<{ key: string }>(name, { batchSize: 4 })
        for (const job of jobs) {
          await database.worker.unsafe(`update public.${name} set handled = true where key = $1`, [job.data.key])
          await queue.boss.complete(name, job)
        }
        if (wasOver && jobs.length === 0) return
      }
    })()
    const writer = async (turn: number) => {
      for (let n = 0; n < 50; n += 1) {
        const key = `k${(turn + n) % 4}`
        await database.admin.begin(async (transaction) => {
          await transaction.unsafe(`insert into public.${name} (key) values ($1)`, [key])
          await transaction`select queue.enqueue(${name}, ${{ key } as never}, null, ${key})`
          await transaction`select pg_sleep(0.001)`
        })
      }
    }
    await Promise.all(Array.from({ length: 8 }, (_, turn) => writer(turn)))
    isOver = true
    await worker
    const [left] = await database.admin.unsafe(`select count(*)::integer as n from public.${name} where not handled`)
    expect(left?.n).toBe(0)
    await database.admin.unsafe(`drop table public.${name}`)
  },
  20_000,
)

test('cancelling by key takes what waits, also for another attempt, and leaves what runs', async () => {
  const { queue: name } = await testQueue(database.admin, { retryDelaySeconds: 60 })
  await enqueue(name, { n: 1 }, 'key')
  const [retried] = await queue.boss.fetch(name)
  await queue.boss.fail(name, retried?.id as string)
  await enqueue(name, { n: 2 }, 'key')
  await queue.boss.fetch(name)
  await enqueue(name, { n: 3 }, 'key')
  await enqueue(name, { n: 4 }, 'other')
  const [row] = await database.admin`select queue.cancel(${name}, 'key') as cancelled`
  expect(row?.cancelled).toBe(2)
  const states = await database.admin`select data ->> 'n' as n, state from pgboss.job where name = ${name} order by 1`
  expect(states.map((job) => job.state)).toEqual(['cancelled', 'active', 'cancelled', 'created'])
})

test('the edge may neither enqueue nor look into the queue', async () => {
  expect(await errorOf(database.edge`select queue.enqueue('reply', '{}')`)).toMatchObject({ code: '42501' })
  expect(await errorOf(database.edge`select from pgboss.job`)).toMatchObject({ code: '42501' })
  expect(await errorOf(database.worker`select queue.enqueue('reply', '{}')`)).toMatchObject({ code: '42501' })
})
