import { queues } from '../../jobs/queues.ts'
import { type Api, createApi } from '../db/generated.ts'
import { openServerPool } from '../db/server-pool.ts'
import type { Logger } from '../logger.ts'
import { type QueueClient, startQueue } from '../queue/boss.ts'
import { type DrainReport, drain } from '../queue/drain.ts'
import type { Services } from '../services.ts'
import type { Hyperdrive } from './bindings.ts'

// A Worker may hold six connections at once: two of the database leave four to the jobs' own calls.
const CONNECTIONS = 2
const CONCURRENCY = 3

// What `waitUntil` promises begun is ended 30 seconds after the answer.
const OWN_REPLY = { queues: ['inbox', 'reply', 'send'], maxJobs: 10, deadlineMs: 25_000, concurrency: CONCURRENCY }
const OWN_CHAT = { ...OWN_REPLY, queues: ['chat_reply', 'send'] }
const EDGE_QUEUES = queues.filter(({ runs }) => runs === 'edge').map(({ queue }) => queue)
// The next tick comes after 60 seconds.
const TICK = { queues: EDGE_QUEUES, maxJobs: 200, deadlineMs: 50_000, concurrency: CONCURRENCY }

export interface EdgeQueues {
  /** Works on what a message that just came in put on the queues. */
  drainOwnReply(): Promise<DrainReport>
  /** Works on the answer to a chat message that just came in, and on what it makes us send. */
  drainOwnChat(): Promise<DrainReport>
  /**
   * What a long-running worker does in the background, once: enqueues due schedules, works on all edge queues, lets
   * pg-boss expire and delete. Each of them is tried whatever becomes of the others.
   * @throws AggregateError with what failed
   */
  tick(): Promise<void>
}

/** The queues of an isolate; connections are opened for each call, as rapport_worker. */
export function createEdgeQueues(database: Hyperdrive, services: Services, logger: Logger): EdgeQueues {
  const withQueue = async <T>(work: (queue: QueueClient, api: Api) => Promise<T>): Promise<T> => {
    const sql = openServerPool(database.connectionString, {
      role: null,
      applicationName: 'rapport-edge-worker',
      max: CONNECTIONS,
      fetchTypes: false,
    })
    try {
      const queue = await startQueue({ sql, logger })
      try {
        return await work(queue, createApi(sql))
      } finally {
        await queue.boss.stop({ graceful: false, close: false })
      }
    } finally {
      await sql.end({ timeout: 5 })
    }
  }

  return {
    drainOwnReply: () =>
      withQueue(async (queue, api) => {
        const report = await drain(queue, services.jobsOver(api), { api, logger, ...OWN_REPLY })
        logger.info('own_reply_drained', { ...report })
        return report
      }),
    drainOwnChat: () => withQueue((queue, api) => drain(queue, services.jobsOver(api), { api, logger, ...OWN_CHAT })),
    tick: () =>
      withQueue(async (queue, api) => {
        const failures: unknown[] = []
        const attempt = async (step: () => Promise<unknown>) => {
          await step().catch((error: unknown) => failures.push(error))
        }
        await attempt(() => api.enqueueDueSchedules({ queues: EDGE_QUEUES }))
        // What a request acknowledged that ended before it could tell.
        await attempt(() => api.wakeInbox())
        await attempt(() => api.wakeCrmInbox())
        await attempt(async () => {
          const report = await drain(queue, services.jobsOver(api), { api, logger, ...TICK })
          logger.info('queues_drained', { ...report })
        })
        await attempt(() => queue.boss.supervise())
        for (const error of failures) logger.error('tick_failed', { error })
        if (failures.length > 0) throw new AggregateError(failures, `${failures.length} steps of the tick failed`)
      }),
  }
}
