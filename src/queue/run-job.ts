import type { JobWithMetadata } from 'pg-boss'
import type { JobDefinition } from '../../jobs/definition.ts'
import type { Logger } from '../logger.ts'
import { isPermanent, JobAbortedError, PermanentJobError, summarizeError } from './errors.ts'
import type { JobExecution } from './executions.ts'

/** One attempt as it ended. `error` is set unless the outcome is ok. */
export interface JobRun {
  execution: JobExecution
  error?: unknown
}

export interface RunOptions {
  logger: Logger
  now: () => Date
  /** fires when the driver gives up on what still runs */
  stop: AbortSignal
}

// The attempt ends before pg-boss's own bound, so that its outcome is settled by the one who knows it.
const SETTLE_MARGIN_MS = 1000

/**
 * Runs one attempt at a job: checks the payload, gives the handler its bound, and tells how it ended. Never rejects. A
 * handler that ignores its signal is left behind when its time is up; pg-boss's fence keeps its attempt from being settled.
 */
export async function runJob(definition: JobDefinition, job: JobWithMetadata, options: RunOptions): Promise<JobRun> {
  const attempt = job.retryCount + 1
  const isLastAttempt = job.retryCount >= job.retryLimit
  const logger = options.logger.child({ queue: definition.queue, jobId: job.id, attempt })
  const startedAt = options.now()
  const { signal, release } = boundOf(job, options.stop)
  let error: unknown
  try {
    const payload = parsePayload(definition, job.data)
    const context = { jobId: job.id, queue: definition.queue, attempt, isLastAttempt, signal, logger }
    await Promise.race([definition.handle(payload, context), rejectionOf(signal)])
  } catch (thrown) {
    error = thrown ?? new Error('the handler threw nothing')
  } finally {
    release()
  }
  const execution: JobExecution = {
    jobId: job.id,
    attempt,
    queue: definition.queue,
    tenantId: tenantOf(job.data),
    startedAt: startedAt.toISOString(),
    endedAt: options.now().toISOString(),
    outcome: error === undefined ? 'ok' : outcomeOf(error, signal, isLastAttempt),
    errorClass: null,
    errorMessage: null,
  }
  if (error === undefined) return { execution }
  Object.assign(execution, summarizeError(error))
  logger.warn('job_failed', { outcome: execution.outcome, errorClass: execution.errorClass })
  return { execution, error }
}

function outcomeOf(error: unknown, signal: AbortSignal, isLastAttempt: boolean): JobExecution['outcome'] {
  if (isPermanent(error)) return 'dead'
  if (signal.aborted) return 'aborted'
  return isLastAttempt ? 'dead' : 'failed'
}

function parsePayload(definition: JobDefinition, data: unknown): unknown {
  const parsed = definition.payload.safeParse(data)
  if (parsed.success) return parsed.data
  const paths = parsed.error.issues.map((issue) => `${issue.path.join('.') || '(payload)'}: ${issue.code}`)
  throw new PermanentJobError(`the payload does not fit: ${paths.join(', ')}`)
}

function boundOf(job: JobWithMetadata, stop: AbortSignal) {
  const milliseconds = job.expireInSeconds * 1000
  const expiry = new AbortController()
  const timer = setTimeout(
    () => expiry.abort(new JobAbortedError(`no end within ${job.expireInSeconds} s`)),
    milliseconds - Math.min(SETTLE_MARGIN_MS, milliseconds / 10),
  )
  const onStop = () => expiry.abort(new JobAbortedError('the worker stopped'))
  if (stop.aborted) onStop()
  stop.addEventListener('abort', onStop, { once: true })
  const release = () => {
    clearTimeout(timer)
    stop.removeEventListener('abort', onStop)
  }
  return { signal: expiry.signal, release }
}

const rejectionOf = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })

const tenantOf = (data: unknown): string | null => {
  const tenantId = typeof data === 'object' && data !== null ? (data as Record<string, unknown>).tenantId : null
  return typeof tenantId === 'string' ? tenantId : null
}
