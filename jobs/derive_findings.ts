import { z } from 'zod'
import type { Api } from '../src/db/generated.ts'
import type { JobDefinition } from './definition.ts'
import { declarationOf } from './queues.ts'

const payload = z.object({ tenantId: z.guid() })
type Payload = z.infer<typeof payload>

export interface DeriveFindingsDeps {
  api: Pick<Api, 'deriveFindings'>
}

/** Reads what technicians wrote in the jobs that a sync of many customers brought, in batches, each its own transaction. */
export const deriveFindings = ({ api }: DeriveFindingsDeps): JobDefinition<Payload> => ({
  ...declarationOf('derive_findings'),
  payload,
  handle: async ({ tenantId }, { signal, logger }) => {
    const total = { jobs: 0, findings: 0 }
    for (;;) {
      signal.throwIfAborted()
      const { jobs, findings } = await api.deriveFindings({ tenantId })
      if (jobs === 0) break
      total.jobs += jobs
      total.findings += findings
    }
    logger.info('findings_derived', { tenantId, ...total })
  },
})
