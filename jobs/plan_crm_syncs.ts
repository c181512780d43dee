import { z } from 'zod'
import type { Api } from '../src/db/generated.ts'
import type { JobDefinition } from './definition.ts'
import { declarationOf } from './queues.ts'

export interface PlanCrmSyncsDeps {
  api: Pick<Api, 'planCrmSyncs' | 'announceCrmAccount'>
  /** whose HousecallPro account the environment names; null when it names none */
  housecallTenantId: string | null
}

/** Begins the readings of HousecallPro that are due, of all tenants. */
export const planCrmSyncs = ({ api, housecallTenantId }: PlanCrmSyncsDeps): JobDefinition => ({
  ...declarationOf('plan_crm_syncs'),
  payload: z.unknown(),
  handle: async (_payload, { logger }) => {
    if (housecallTenantId) await api.announceCrmAccount({ tenantId: housecallTenantId })
    const count = await api.planCrmSyncs()
    if (count) logger.info('crm_syncs_begun', { count })
  },
})
