import { describeError } from '../http/redact.ts'
import type { Logger } from '../logger.ts'

/** What one attempt at a job did; `api.record_job_executions` keeps it in `ops.job_executions`. */
export interface JobExecution {
  jobId: string
  /** from 1 */
  attempt: number
  queue: string
  tenantId: string | null
  startedAt: string
  endedAt: string
  /** failed and aborted are tried again while attempts are left; dead is not */
  outcome: 'ok' | 'failed' | 'dead' | 'aborted'
  errorClass: string | null
  errorMessage: string | null
}

/** The api functions that the drivers call. */
export interface QueueApi {
  recordJobExecutions(args: { executions: JobExecution[] }): Promise<unknown>
  abandonJob(args: { queue: string; jobId: string; attempt: number }): Promise<unknown>
}

export interface ExecutionRecorder {
  add(execution: JobExecution): void
  /** Writes what is buffered; never rejects: what cannot be written is kept for the next time. */
  flush(): Promise<void>
}

const BATCH = 100
const MOST_KEPT = 5000

/**
 * Buffers executions and writes them set-based, outside the work itself: at once when a hundred have come together,
 * else after `delayMs`. While the database cannot be reached the newest 5,000 are kept.
 */
export function createExecutionRecorder(
  api: Pick<QueueApi, 'recordJobExecutions'>,
  logger: Logger,
  delayMs = 500,
): ExecutionRecorder {
  let buffer: JobExecution[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let writing: Promise<void> = Promise.resolve()

  const write = async () => {
    while (buffer.length > 0) {
      const batch = buffer.slice(0, BATCH)
      buffer = buffer.slice(BATCH)
      try {
        await api.recordJobExecutions({ executions: batch })
      } catch (error) {
        const dropped = Math.max(0, batch.length + buffer.length - MOST_KEPT)
        buffer = [...batch, ...buffer].slice(dropped)
        logger.error('job_executions_not_recorded', { error: describeError(error), kept: buffer.length, dropped })
        return
      }
    }
  }
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    writing = writing.then(write)
    return writing
  }
  return {
    flush,
    add(execution) {
      buffer.push(execution)
      if (buffer.length >= BATCH) void flush()
      else timer ??= setTimeout(flush, delayMs)
    },
  }
}
