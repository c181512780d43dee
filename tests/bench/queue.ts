import { PgBoss } from 'pg-boss'
import { z } from 'zod'
import type { JobDefinition } from '../../jobs/definition.ts'
import { declarationOf } from '../../jobs/queues.ts'
import { connect, type Sql } from '../../src/db/connect.ts'
import { createApi } from '../../src/db/generated.ts'
import { createLogger } from '../../src/logger.ts'
import { startQueue } from '../../src/queue/boss.ts'
import { installQueue } from '../../src/queue/install.ts'
import { fromPostgres } from '../../src/queue/postgres-adapter.ts'
import { startWorker } from '../../src/queue/work.ts'
import { benchDatabase } from './database.ts'
import { rounded } from './percentile.ts'

const CONCURRENCY = 5
const POLL_SECONDS = 0.5
const LIMIT_MS = 120_000

/**
 * Jobs a second with a handler that does nothing, a backlog worked off from one process: through our registry (payload
 * checked, bound by time, execution recorded, tenants sharing fairly) and by pg-boss alone with as many workers, which like
 * ours look again at once after each job (by itself it would rest for its interval). In turns, on one database.
 */
export async function benchQueue({ jobs = 3000, rounds = 3 }) {
  const database = await benchDatabase()
  const worker = await connect({ databaseUrl: database.urls.worker, dataDir: '', max: 10 })
  try {
    const sql = worker.pool('rapport_worker')
    const took = { registry: 0, pgboss: 0 }
    for (let round = 0; round <= rounds; round++) {
      const pgboss = await time(database.admin, `bench_pgboss_${round}`, jobs, (queue, done) =>
        runPgBoss(sql, queue, done),
      )
      const registry = await time(database.admin, `bench_registry_${round}`, jobs, (queue, done) =>
        runRegistry(sql, queue, done),
      )
      // The first round warms up.
      if (round === 0) continue
      took.pgboss += pgboss
      took.registry += registry
    }
    return {
      rounds,
      jobs,
      pgboss_per_second: Math.round((jobs * rounds) / took.pgboss),
      registry_per_second: Math.round((jobs * rounds) / took.registry),
      queue_over_pgboss: rounded(took.pgboss / took.registry, 2),
    }
  } finally {
    await worker.close()
    await database.close()
  }
}

/** Starts to work on a queue; `done` is to be called for each job. Resolves to what stops it. */
type Run = (queue: string, done: () => void) => Promise<() => Promise<void>>

/** Seconds until a new queue's backlog, of twenty tenants, is worked off, from the start of the workers on. */
async function time(admin: Sql, queue: string, jobs: number, run: Run): Promise<number> {
  await installQueue(admin, [{ ...declarationOf('send'), queue }])
  await admin`
    select count(queue.enqueue(${queue}, jsonb_build_object('tenantId', md5((n % 20)::text)::uuid, 'n', n)))
    from generate_series(1, ${jobs}) as n`
  await admin.unsafe('vacuum (analyze) pgboss.job')
  const { promise: finished, resolve, reject } = Promise.withResolvers<void>()
  const limit = setTimeout(() => reject(new Error(`${queue} was not worked off in time`)), LIMIT_MS)
  let left = jobs
  const start = performance.now()
  const stop = await run(queue, () => {
    left--
    if (left === 0) resolve()
  })
  try {
    await finished
    // The last ones are settled when this comes to an end, and the executions written.
    await stop()
    return (performance.now() - start) / 1000
  } finally {
    clearTimeout(limit)
  }
}

async function runRegistry(sql: Sql, queue: string, done: () => void) {
  const logger = createLogger({ level: 'info', sink: () => {} })
  const definition: JobDefinition = {
    ...declarationOf('send'),
    queue,
    payload: z.object({ tenantId: z.guid(), n: z.int() }),
    handle: async () => done(),
  }
  const client = await startQueue({ sql, logger, listen: true })
  const options = { api: createApi(sql), logger, concurrency: CONCURRENCY, pollSeconds: POLL_SECONDS }
  const worker = await startWorker(client, [definition], options)
  return () => worker.stop()
}

async function runPgBoss(sql: Sql, queue: string, done: () => void) {
  const boss = new PgBoss({
    db: fromPostgres(sql),
    migrate: false,
    createSchema: false,
    supervise: false,
    schedule: false,
    useListenNotify: true,
  })
  boss.on('error', (error) => process.stderr.write(`${error.message}\n`))
  await boss.start()
  const settings = {
    includeMetadata: true,
    localConcurrency: CONCURRENCY,
    pollingIntervalSeconds: POLL_SECONDS,
    notifyPollingIntervalSeconds: POLL_SECONDS,
  } as const
  await boss.work(queue, settings, async () => {
    for (const worker of boss.getWipData()) if (worker.name === queue && worker.count > 0) boss.notifyWorker(worker.id)
    done()
  })
  return async () => {
    await boss.offWork(queue, { wait: true })
    await boss.stop({ graceful: false, close: false })
  }
}
