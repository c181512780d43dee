import type { JobWithMetadata } from 'pg-boss'
import type { JobDefinition } from '../../jobs/definition.ts'
import { describeError } from '../http/redact.ts'
import type { Logger } from '../logger.ts'
import type { QueueClient } from './boss.ts'
import { createExecutionRecorder, type QueueApi } from './executions.ts'
import { startPump } from './pump.ts'
import { runJob } from './run-job.ts'
import { settleFailure } from './settle.ts'

export interface WorkerOptions {
  api: QueueApi
  logger: Logger
  now?: () => Date
  /** jobs at once, per queue; default 5 where somebody waits (`notify`), else 2 */
  concurrency?: number
  /** how often a queue is looked at where no notification came, for retries and delayed jobs; default 2 s, bulk queues 5 s */
  pollSeconds?: number
  /** how long `stop` waits for what runs before it aborts it; default 25 s */
  stopTimeoutMs?: number
}

export interface Worker {
  /**
   * Takes no more jobs, waits for those that run, aborts what is left after the bound (their attempts are handed back),
   * writes the executions and stops pg-boss. The pool stays open. May be called again: all get the same promise.
   */
  stop(): Promise<void>
}

const ABORT_GRACE_MS = 2000

/**
 * Works on every given queue until it is stopped. A tenant has at most half of a queue's places in this process, so one
 * tenant's flood leaves the others theirs (`queue.enqueue` files jobs under their tenant).
 */
export async function startWorker(
  queue: QueueClient,
  definitions: readonly JobDefinition[],
  options: WorkerOptions,
): Promise<Worker> {
  const { api, logger, now = () => new Date(), stopTimeoutMs = 25_000 } = options
  const abort = new AbortController()
  const recorder = createExecutionRecorder(api, logger)

  const work = async (definition: JobDefinition, job: JobWithMetadata) => {
    const run = await runJob(definition, job, { logger, now, stop: abort.signal })
    recorder.add(run.execution)
    return run
  }
  const pumps = definitions.flatMap((definition) => {
    const { places } = definition
    if (!places) return []
    const pollMs = (options.pollSeconds ?? 2) * 1000
    const run = async (job: JobWithMetadata) => {
      const done = await work(definition, job)
      if (done.error === undefined) await queue.boss.complete(job.name, job)
      else await settleFailure(queue, api, job, done)
    }
    const onError = (error: unknown) => logger.error('queue_error', { error: describeError(error) })
    return [startPump(queue, definition, { places: options.concurrency ?? places, pollMs, run, onError })]
  })

  for (const definition of definitions.filter(({ places }) => !places)) {
    const concurrency = options.concurrency ?? (definition.notify ? 5 : 2)
    const pollingIntervalSeconds = options.pollSeconds ?? (definition.notify ? 2 : 5)
    const settings = {
      includeMetadata: true,
      localConcurrency: concurrency,
      localGroupConcurrency: Math.ceil(concurrency / 2),
      pollingIntervalSeconds,
      // Notifications tell of new jobs only; retries and delayed ones are found by looking.
      notifyPollingIntervalSeconds: pollingIntervalSeconds,
    } as const
    await queue.boss.work(definition.queue, settings, async (jobs: JobWithMetadata[]) => {
      lookAgainAfterwards(queue, definition.queue)
      for (const job of jobs) {
        const run = await work(definition, job)
        // What failed is settled here, and pg-boss's own completion then finds nothing to complete.
        if (run.error !== undefined) await settleFailure(queue, api, job, run)
      }
    })
  }

  const stop = async () => {
    const names = [...new Set(definitions.map((definition) => definition.queue))]
    const idle = Promise.all([
      ...names.map((name) => queue.boss.offWork(name, { wait: true })),
      ...pumps.map((pump) => pump.stop()),
    ])
    if (!(await endsWithin(idle, stopTimeoutMs))) {
      abort.abort()
      await endsWithin(idle, ABORT_GRACE_MS)
    }
    await recorder.flush()
    await queue.boss.stop({ graceful: false, close: false })
  }
  let stopping: Promise<void> | undefined
  return {
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}

// pg-boss rests for a whole interval after every job, which would hold a backlog to one job a worker and interval.
function lookAgainAfterwards({ boss }: QueueClient, name: string) {
  for (const worker of boss.getWipData()) if (worker.name === name && worker.count > 0) boss.notifyWorker(worker.id)
}

async function endsWithin(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const { promise: bound, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => resolve(false), milliseconds)
  try {
    return await Promise.race([work.then(() => true), bound])
  } finally {
    clearTimeout(timer)
  }
}
