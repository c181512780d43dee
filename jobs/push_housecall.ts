import { z } from 'zod'
import type { CrmConnections } from '../src/crm/connections.ts'
import type { HousecallClient } from '../src/crm/housecall/client.ts'
import { makePushCall } from '../src/crm/push-calls.ts'
import type { Api, ApiResult } from '../src/db/generated.ts'
import type { JobContext, JobDefinition } from './definition.ts'
import { declarationOf } from './queues.ts'

const payload = z.object({ tenantId: z.uuid() })
type Payload = z.infer<typeof payload>
type Step = NonNullable<ApiResult<'claimCrmPush'>>
type Accounts = readonly [HousecallClient, ...HousecallClient[]]

export interface PushHousecallDeps {
  api: Pick<Api, 'claimCrmPush' | 'advanceCrmPush' | 'getCrmConnection' | 'listCrmConnections'>
  crm: Pick<CrmConnections, 'housecallAccounts' | 'housecall'>
}

/** What one job does at most, so that tenants share the workers; the next minute goes on. */
const MOST_PUSHES = 50

/**
 * Brings a tenant's changes to HousecallPro, one after the other. Postgres says what to read and what to write and decides
 * about every answer; no transaction is open while HousecallPro is asked.
 */
export const pushHousecall = (deps: PushHousecallDeps): JobDefinition<Payload> => ({
  ...declarationOf('push_housecall'),
  payload,
  handle: async ({ tenantId }, { signal, logger }) => {
    const [account, ...others] = await accountsOf(deps, tenantId)
    for (let count = 0; count < MOST_PUSHES; count += 1) {
      signal.throwIfAborted()
      const claimed = await deps.api.claimCrmPush({ tenantId, hasCredentials: account !== undefined })
      if (claimed.call === null) return logger.info('no_push_due', { reason: claimed.reason })
      if (account) await push(deps, [account, ...others], tenantId, claimed, { signal, logger })
    }
  },
})

/** The tenant's accounts that there are credentials for; without any its changes wait. */
async function accountsOf({ api, crm }: PushHousecallDeps, tenantId: string): Promise<HousecallClient[]> {
  const accounts = await crm.housecallAccounts(api, tenantId)
  const clients = await Promise.all(accounts.map((account) => crm.housecall(api, account)))
  return clients.filter((client) => client !== null)
}

/** One push, call by call, until Postgres asks for no other. */
async function push(
  { api }: PushHousecallDeps,
  tenantsAccounts: Accounts,
  tenantId: string,
  claimed: Step,
  { signal, logger }: Pick<JobContext, 'signal' | 'logger'>,
): Promise<void> {
  let accounts = tenantsAccounts
  let step = claimed
  while (step.call !== null) {
    const { pushId, attempt, call } = step
    const { outcome, account } = await makePushCall(accounts, step, signal)
    accounts = [account]
    step = await api.advanceCrmPush({ tenantId, pushId, attempt, outcome })
    if (step.call === null) {
      logger.info('push_ended', { pushId, attempt, call, outcome: outcome.kind, code: outcome.code, state: step.state })
    }
  }
}
