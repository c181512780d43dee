import { attributedJobs } from './attributed.ts'
import { type ComposeBatchesDeps, composeBatches } from './compose_batches.ts'
import type { JobDefinition } from './definition.ts'
import { type NightlyBatchesDeps, nightlyBatches } from './nightly_batches.ts'
import { type PollBatchesDeps, pollBatches } from './poll_batches.ts'
import { type RunBatchDeps, runBatchJob } from './run_batch.ts'

/** What the jobs need that only a long-running process does. */
export type ServerJobDeps = NightlyBatchesDeps & ComposeBatchesDeps & RunBatchDeps & PollBatchesDeps

// biome-ignore lint/suspicious/noExplicitAny: each definition checks its own payload; a list of them cannot name one type.
const factories: readonly ((deps: ServerJobDeps) => JobDefinition<any>)[] = [
  nightlyBatches,
  composeBatches,
  runBatchJob,
  pollBatches,
]

/** The jobs of the `server` queues that no Worker does, so that its bundle is without them. */
export const createServerJobs = (deps: ServerJobDeps): JobDefinition[] => attributedJobs(factories, deps)
