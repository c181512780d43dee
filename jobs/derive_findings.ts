import { z } from 'zod'
import type { Api } from '../src/db/generated.ts'
import type { JobDefinition } from './definition.ts'
import { declarationOf } from './queues.ts'

const payload = z.object({ tenantId: z.guid() })
type Payload = z.infer<typeof payload>

export interface DeriveFindingsDeps {
  api: Pick<Api, 'deriveFindings'>
}

const SLICE_MS = 20_000

/**
 * Reads what technicians wrote in the jobs that a sync of many customers brought, in batches, each its own transaction; after a
 * while, or when it is told to stop, what is left gets a job.
 */
export const deriveFindings = ({ api }: DeriveFindingsDeps): JobDefinition<Payload> => ({
  ...declarationOf('derive_findings'),
  payload,
  handle: async ({ tenantId }, { signal, logger }) => {
    const total = { jobs: 0, findings: 0 }
    const end = performance.now() + SLICE_MS
    for (let isLast = false; !isLast; ) {
      isLast = signal.aborted || performance.now() >= end
      const { jobs, findings, unreadable } = await api.deriveFindings({ tenantId, isLast })
      for (const { jobId, code } of unreadable) logger.warn('job_unreadable', { tenantId, jobId, code })
      if (jobs === 0) break
      total.jobs += jobs
      total.findings += findings
    }
    logger.info('findings_derived', { tenantId, ...total })
  },
})
