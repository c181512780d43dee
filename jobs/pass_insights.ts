import { z } from 'zod'
import type { Api } from '../src/db/generated.ts'
import type { JobDefinition } from './definition.ts'
import { declarationOf } from './queues.ts'

const payload = z.object({ tenantId: z.guid() })
type Payload = z.infer<typeof payload>

export interface PassInsightsDeps {
  api: Pick<Api, 'passInsights'>
}

const STEP = 20_000

/**
 * Makes a tenant's insights what its rules find today, in steps, each its own transaction. A pass that is cut short begins
 * anew; what its steps did stays done and is only looked at again.
 */
export const passInsights = ({ api }: PassInsightsDeps): JobDefinition<Payload> => ({
  ...declarationOf('pass_insights'),
  payload,
  handle: async ({ tenantId }, { signal, logger }) => {
    let after: string | null = null
    do {
      signal.throwIfAborted()
      const step: Awaited<ReturnType<Api['passInsights']>> = await api.passInsights({ tenantId, after, limit: STEP })
      logger.info('insights_passed', { tenantId, ...step })
      after = step.next
    } while (after !== null)
  },
})
