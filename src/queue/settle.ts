import type { JobWithMetadata } from 'pg-boss'
import type { QueueClient } from './boss.ts'
import { isPermanent, retryAfterSeconds } from './errors.ts'
import type { QueueApi } from './executions.ts'
import type { JobRun } from './run-job.ts'

/** A tenth more than asked for at most, so that jobs which were refused together do not all come back at once. */
const jittered = (seconds: number) => Math.ceil(seconds * (1 + Math.random() / 10))

/**
 * Hands a failed attempt back to pg-boss: to wait for its next attempt by the queue's backoff (or for as long as the error
 * asks), or to the dead letters when it was the last one or failed for good. Only the attempt that ran is touched: once
 * pg-boss has given the job to somebody else, nothing happens. What pg-boss keeps of the error holds no personal data.
 * @throws what the database throws; the job is then found again when its time is up
 */
export async function settleFailure(
  queue: QueueClient,
  api: Pick<QueueApi, 'abandonJob'>,
  job: JobWithMetadata,
  run: JobRun,
): Promise<void> {
  const { attempt, errorClass, errorMessage } = run.execution
  const output = { name: errorClass, message: errorMessage, attempt }
  if (isPermanent(run.error)) await api.abandonJob({ queue: job.name, jobId: job.id, attempt })
  const seconds = retryAfterSeconds(run.error)
  if (seconds === null || isPermanent(run.error)) {
    await queue.boss.fail(job.name, job, output)
    return
  }
  // One transaction, or the job could be taken between the two.
  await queue.transaction(async (db) => {
    await queue.boss.fail(job.name, job, output, { db })
    await queue.boss.update(job.name, undefined, { id: job.id, startAfter: jittered(seconds), db })
  })
}
