import { createHousecallClient, type HousecallClient } from '../../src/crm/housecall/client.ts'
import { runSync, type SyncOptions } from '../../src/crm/sync/run-sync.ts'
import { type Api, createApi } from '../../src/db/generated.ts'
import { type HousecallDouble, startHousecallDouble } from '../fakes/housecall.ts'
import { fillBusiness } from '../fakes/housecall-business.ts'
import { testDatabase } from '../fixtures/database.ts'
import { type NewTenant, newTenant, type TestTenant } from '../fixtures/tenant.ts'

export interface Account extends TestTenant {
  api: Api
  double: HousecallDouble
  client: HousecallClient
  /** what jobs and commands get as their CRM connections */
  crm: { housecall: () => Promise<HousecallClient> }
  /** begins a reading and works on it until it rests or is over; returns how it is then */
  sync(kind: 'poll' | 'active' | 'full' | 'reconcile', options?: Partial<SyncOptions>): Promise<Sync>
  run(runId: string, options?: Partial<SyncOptions>): Promise<Sync>
  /** reads the notes of what a reading of everybody brought, as its queue does */
  readNotes(): Promise<void>
}

export type Sync = Awaited<ReturnType<Api['getCrmSync']>>

export interface AccountOptions extends NewTenant {
  customers?: number
  jobs?: number
  /** end of the generated history */
  until?: Date
  double?: HousecallDouble
  pageSize?: number
}

/** A tenant whose HousecallPro account is a double with a generated business. */
export async function newAccount(options: AccountOptions = {}): Promise<Account> {
  const { customers = 0, jobs = 0, until = new Date(), pageSize = 10, ...tenantOptions } = options
  const { admin, edge } = await testDatabase()
  const tenant = await newTenant(admin, { ...tenantOptions, settings: { crmSync: { pageSize }, ...options.settings } })
  const api = createApi(edge)
  await api.announceCrmAccount({ tenantId: tenant.tenantId })
  const double = options.double ?? (await startHousecallDouble())
  if (!options.double && customers > 0) fillBusiness(double.store, { customers, jobs, until })
  const client = createHousecallClient({ baseUrl: double.url, apiKey: double.apiKey, requestsPerSecond: 10_000 })
  const crm = { housecall: async () => client }
  const { tenantId } = tenant
  const run: Account['run'] = async (runId, more = {}) => {
    await runSync({ api, crm }, { tenantId, runId, signal: new AbortController().signal, ...more })
    return api.getCrmSync({ tenantId, runId })
  }
  return {
    ...tenant,
    api,
    double,
    client,
    crm,
    run,
    readNotes: async () => {
      while ((await api.deriveFindings({ tenantId })).jobs > 0);
    },
    sync: async (kind, more) => run((await api.startCrmSync({ tenantId, kind, requestedBy: 'test' })).id, more),
  }
}
