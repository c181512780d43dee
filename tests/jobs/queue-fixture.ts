import { z } from 'zod'
import type { JobDefinition } from '../../jobs/definition.ts'
import type { QueueDeclaration } from '../../jobs/queues.ts'
import type { Sql } from '../../src/db/connect.ts'
import { createLogger, type Logger } from '../../src/logger.ts'
import { startQueue } from '../../src/queue/boss.ts'
import type { JobExecution, QueueApi } from '../../src/queue/executions.ts'
import { installQueue } from '../../src/queue/install.ts'
import { startWorker, type Worker, type WorkerOptions } from '../../src/queue/work.ts'
import type { TestDatabase } from '../fixtures/database.ts'

/** A logger that keeps its lines. */
export function keptLogger(): { logger: Logger; lines: string[] } {
  const lines: string[] = []
  return { lines, logger: createLogger({ level: 'debug', sink: (line) => lines.push(line) }) }
}

/** The api functions that the drivers call, over a pool of the worker's role. */
export const queueApi = (sql: Sql): QueueApi => ({
  async recordJobExecutions({ executions }) {
    await sql`select api.record_job_executions(p_executions => ${executions as never})`
  },
  async abandonJob({ queue, jobId, attempt }) {
    await sql`select api.abandon_job(p_queue => ${queue}, p_job_id => ${jobId}, p_attempt => ${attempt})`
  },
})

const basis: Omit<QueueDeclaration, 'queue'> = {
  runs: 'edge',
  policy: 'standard',
  retryLimit: 2,
  retryDelaySeconds: 0,
  retryBackoff: false,
  retryDelayMaxSeconds: null,
  expireSeconds: 30,
  retentionSeconds: 3600,
  deleteAfterSeconds: 3600,
  notify: true,
}

/** A queue of a test's own, installed: its name is new, so that tests of one database do not meet. */
export async function testQueue(admin: Sql, settings: Partial<QueueDeclaration> = {}): Promise<QueueDeclaration> {
  const declaration = { ...basis, queue: `test_${crypto.randomUUID().slice(0, 8)}`, ...settings }
  await installQueue(admin, [declaration])
  return declaration
}

export const payload = z.object({ n: z.number(), tenantId: z.string().optional() })
export type Payload = z.infer<typeof payload>

export const definitionOf = (declaration: QueueDeclaration, handle: JobDefinition<Payload>['handle']): JobDefinition =>
  ({ ...declaration, payload, handle }) as JobDefinition

/** What `work` rejects with. (Bun's `rejects` turns the event loop itself, which starves the embedded database.) */
export const errorOf = (work: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(work).then(
    () => {
      throw new Error('it did not fail')
    },
    (error: unknown) => error,
  )

/** Rejects when `work` takes longer than the bound: for what must happen, not for what needs time. */
export async function within<T>(work: Promise<T>, milliseconds: number, what: string): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`${what} took longer than ${milliseconds} ms`)), milliseconds)
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Asks until the answer is not undefined. */
export async function eventually<T>(
  ask: () => Promise<T | undefined>,
  what: string,
  milliseconds = 30_000,
): Promise<T> {
  const end = Date.now() + milliseconds
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (Date.now() > end) throw new Error(`${what} did not happen within ${milliseconds} ms`)
    await Bun.sleep(20)
  }
}

/** The executions of a job once there are at least so many, by attempt. */
export const executionsOf = (admin: Sql, jobId: string, atLeast: number): Promise<JobExecution[]> =>
  eventually(async () => {
    const rows = await admin<JobExecution[]>`
      select job_id as "jobId", attempt, queue, tenant_id as "tenantId", outcome, error_class as "errorClass",
        error_message as "errorMessage", started_at as "startedAt", ended_at as "endedAt"
      from ops.job_executions where job_id = ${jobId} order by attempt`
    return rows.length >= atLeast ? [...rows] : undefined
  }, `${atLeast} executions of job ${jobId}`)

/** A worker over these definitions, with a log to look at; stopped when it goes out of scope. */
export async function working(
  database: Pick<TestDatabase, 'worker'>,
  definitions: JobDefinition[],
  settings: Partial<WorkerOptions> = {},
) {
  const { logger, lines } = keptLogger()
  const queue = await startQueue({ sql: database.worker, logger, listen: true })
  const options = { api: queueApi(database.worker), logger, pollSeconds: 0.5, ...settings }
  const worker: Worker = await startWorker(queue, definitions, options)
  return { queue, worker, lines, [Symbol.asyncDispose]: () => worker.stop() }
}

/** Puts a job on a queue as the product does; returns its id. */
export async function enqueue(admin: Sql, queue: string, data: object): Promise<string> {
  const [row] = await admin<{ id: string }[]>`select queue.enqueue(${queue}, ${data as never}) as id`
  return row?.id as string
}

/** The state that a job ended in, once it has. */
export const stateOf = (admin: Sql, queue: string, jobId: string) =>
  eventually(async () => {
    const [job] = await admin<{ state: string; output: object }[]>`
      select state, output from pgboss.job where name = ${queue} and id = ${jobId} and state in ('completed', 'failed')`
    return job
  }, 'the end of the job')
