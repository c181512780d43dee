import type { JobWithMetadata } from 'pg-boss'
import type { JobDefinition } from '../../jobs/definition.ts'
import type { Logger } from '../logger.ts'
import type { QueueClient } from './boss.ts'
import { createExecutionRecorder, type JobExecution, type QueueApi } from './executions.ts'
import { runJob } from './run-job.ts'
import { settleFailure } from './settle.ts'

export interface DrainOptions {
  api: QueueApi
  logger: Logger
  now?: () => Date
  /** only these queues; default all given */
  queues?: readonly string[]
  maxJobs: number
  /** No job is begun after this long, and what still runs then is aborted and handed back. */
  deadlineMs: number
  /** jobs at once; default 5 */
  concurrency?: number
  /** ends the drain early, as the deadline does */
  signal?: AbortSignal
}

/** How many attempts ended which way. */
export type DrainReport = Record<JobExecution['outcome'], number>

/**
 * Works on what is due and returns: for Workers (a webhook's own reply, cron), the demo and tests. Queues take turns; each
 * turn takes what one query finds. Jobs that these jobs enqueue are done too, within the bounds.
 * @throws what the database throws; jobs that it kept from being settled are found again when their time is up
 */
export async function drain(
  queue: QueueClient,
  definitions: readonly JobDefinition[],
  options: DrainOptions,
): Promise<DrainReport> {
  const { api, logger, now = () => new Date(), maxJobs, concurrency = 5 } = options
  const wanted = definitions.filter((definition) => options.queues?.includes(definition.queue) ?? true)
  const report: DrainReport = { ok: 0, failed: 0, dead: 0, aborted: 0 }
  const recorder = createExecutionRecorder(api, logger)
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), options.deadlineMs)
  const stop = options.signal ? AbortSignal.any([options.signal, deadline.signal]) : deadline.signal
  let begun = 0

  const work = async (definition: JobDefinition, job: JobWithMetadata) => {
    const run = await runJob(definition, job, { logger, now, stop })
    recorder.add(run.execution)
    report[run.execution.outcome] += 1
    if (run.error === undefined) await queue.boss.complete(job.name, job)
    else await settleFailure(queue, api, job, run)
  }
  const turn = async (definition: JobDefinition): Promise<number> => {
    const batchSize = Math.min(concurrency, maxJobs - begun)
    if (batchSize <= 0 || stop.aborted) return 0
    const jobs = await queue.boss.fetch<object>(definition.queue, { includeMetadata: true, batchSize })
    begun += jobs.length
    const settled = await Promise.allSettled(jobs.map((job) => work(definition, job)))
    const broken = settled.find((result) => result.status === 'rejected')
    if (broken) throw broken.reason
    return jobs.length
  }

  try {
    let found: number
    do {
      found = 0
      // Not all queues at once: what one turn enqueues on a later queue is found in the same round.
      for (const definition of wanted) found += await turn(definition)
    } while (found > 0)
  } finally {
    clearTimeout(timer)
    await recorder.flush()
  }
  return report
}
