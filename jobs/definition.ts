import type { z } from 'zod'
import type { Logger } from '../src/logger.ts'
import type { QueueDeclaration } from './queues.ts'

/** A queue together with what works on it. Both drivers (`src/queue/work.ts`, `src/queue/drain.ts`) take a list of these. */
export interface JobDefinition<P = unknown> extends QueueDeclaration {
  /** A payload that does not fit is a failure for good: it goes to the dead letters without another attempt. */
  payload: z.ZodType<P>
  /**
   * Does the work. Resolving completes the job. An error is tried again as the queue declares; with `permanent: true` on
   * it there is no other attempt, with `retryAfterSeconds` on it the next one waits that long.
   */
  handle(payload: P, context: JobContext): Promise<void>
}

/** What a handler is told about the attempt that it makes. Its other dependencies enter through `createJobs(deps)`. */
export interface JobContext {
  jobId: string
  queue: string
  /** from 1 */
  attempt: number
  /** whether a failure now sends the job to the dead letters */
  isLastAttempt: boolean
  /** Fires when the attempt's time is up or the worker stops: pass it to every outside call. */
  signal: AbortSignal
  /** logs with the queue, the job and the attempt */
  logger: Logger
}
