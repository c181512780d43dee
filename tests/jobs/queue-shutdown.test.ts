import { afterAll, beforeAll, expect, test } from 'bun:test'
import { EventEmitter } from 'node:events'
import { fileURLToPath } from 'node:url'
import { startQueue } from '../../src/queue/boss.ts'
import { drain } from '../../src/queue/drain.ts'
import { onShutdown, type SignalSource } from '../../src/queue/shutdown.ts'
import { resetClock, setClock } from '../fixtures/clock.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { definitionOf, executionsOf, keptLogger, queueApi, testQueue, within } from './queue-fixture.ts'

const { logger } = keptLogger()

function fakeProcess() {
  const emitter = new EventEmitter()
  const exited = Promise.withResolvers<number>()
  const source = Object.assign(emitter, { exit: exited.resolve }) as unknown as SignalSource
  return { emitter, source, exited: exited.promise }
}

test('a signal stops once and exits with 0 when that ended', async () => {
  const { emitter, source, exited } = fakeProcess()
  let stops = 0
  onShutdown(
    async () => {
      stops += 1
    },
    logger,
    source,
  )
  emitter.emit('SIGTERM')
  expect(await exited).toBe(0)
  expect(stops).toBe(1)
})

test('a stop that fails exits with 1, and so does a second signal while stopping', async () => {
  const failing = fakeProcess()
  onShutdown(() => Promise.reject(new Error('no')), logger, failing.source)
  failing.emitter.emit('SIGINT')
  expect(await failing.exited).toBe(1)
  const impatient = fakeProcess()
  onShutdown(() => new Promise(() => {}), logger, impatient.source)
  impatient.emitter.emit('SIGTERM')
  impatient.emitter.emit('SIGTERM')
  expect(await impatient.exited).toBe(1)
})

test('taking the listeners away leaves the signals alone', () => {
  const { emitter, source } = fakeProcess()
  onShutdown(async () => {}, logger, source)()
  expect(emitter.listenerCount('SIGTERM') + emitter.listenerCount('SIGINT')).toBe(0)
})

nativeOnly.describe('a worker process', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await testDatabase()
    await database.admin`create table public.gates (n integer primary key)`
    await database.admin`grant select on public.gates to rapport_worker`
  })
  afterAll(async () => {
    await database.admin`drop table public.gates`
  })

  async function processWith(settings: object) {
    const declaration = await testQueue(database.admin, settings)
    const script = fileURLToPath(new URL('queue-process.ts', import.meta.url))
    const child = Bun.spawn([process.execPath, script, database.urls?.worker as string, JSON.stringify(declaration)], {
      stdout: 'pipe',
      stderr: 'pipe',
    })
    const reader = child.stdout.getReader()
    let text = ''
    const said = async (word: string) => {
      while (!text.includes(word)) {
        const { value, done } = await within(reader.read(), 15_000, `"${word}"`)
        if (done) throw new Error(`the process ended before "${word}": ${await new Response(child.stderr).text()}`)
        text += new TextDecoder().decode(value)
      }
    }
    return { declaration, child, said }
  }
  const enqueue = async (queue: string, n: number) => {
    const [row] = await database.admin`select queue.enqueue(${queue}, ${{ n } as never}) as id`
    return row?.id as string
  }
  const stateOf = async (jobId: string) => {
    const [row] = await database.admin`select state::text, retry_count from pgboss.job where id = ${jobId}`
    return row
  }

  test('SIGTERM lets the job that runs end, takes no other, records it and exits with 0', async () => {
    const { declaration, child, said } = await processWith({})
    const running = await enqueue(declaration.queue, 1)
    await said('begun')
    child.kill('SIGTERM')
    await said('stopping')
    const late = await enqueue(declaration.queue, 2)
    expect(child.exitCode).toBeNull()
    await database.admin`insert into public.gates values (1)`
    expect(await within(child.exited, 10_000, 'the exit')).toBe(0)
    expect(await stateOf(running)).toMatchObject({ state: 'completed', retry_count: 0 })
    expect(await stateOf(late)).toMatchObject({ state: 'created' })
    expect(await executionsOf(database.admin, running, 1)).toMatchObject([{ outcome: 'ok', attempt: 1 }])
  }, 30_000)

  test('a job whose worker is killed is done by another one once its time is up', async () => {
    const { declaration, child, said } = await processWith({ expireSeconds: 600 })
    const jobId = await enqueue(declaration.queue, 3)
    await said('begun')
    child.kill('SIGKILL')
    await within(child.exited, 10_000, 'the end')
    expect(await stateOf(jobId)).toMatchObject({ state: 'active' })

    const queue = await startQueue({ sql: database.worker, logger })
    const definition = definitionOf(declaration, async () => {})
    const options = { api: queueApi(database.worker), logger, maxJobs: 10, deadlineMs: 10_000 }
    await queue.boss.supervise(declaration.queue)
    expect((await drain(queue, [definition], options)).ok).toBe(0)
    await setClock(database.admin, new Date(Date.now() + 700_000))
    try {
      await queue.boss.supervise(declaration.queue)
      expect((await drain(queue, [definition], options)).ok).toBe(1)
    } finally {
      await resetClock(database.admin)
    }
    await queue.boss.stop({ graceful: false, close: false })
    expect(await stateOf(jobId)).toMatchObject({ state: 'completed', retry_count: 1 })
    expect(await executionsOf(database.admin, jobId, 1)).toMatchObject([{ attempt: 2, outcome: 'ok' }])
  }, 30_000)
})
