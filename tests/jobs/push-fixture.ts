import { pushHousecall } from '../../jobs/push_housecall.ts'
import { reconcilePushes } from '../../jobs/reconcile_pushes.ts'
import { createHousecallClient, type HousecallConfig } from '../../src/crm/housecall/client.ts'
import { createApi } from '../../src/db/generated.ts'
import { startHousecallDouble } from '../fakes/housecall.ts'
import type { Customer } from '../fakes/housecall-shapes.ts'
import { resetClock, setClock } from '../fixtures/clock.ts'
import { testDatabase } from '../fixtures/database.ts'
import { newCustomer, newTenant } from '../fixtures/tenant.ts'
import { keptLogger } from './queue-fixture.ts'

export const BEGIN = '[Rapport: kept up to date by itself, please write above or below]'
export const END = '[end of Rapport]'
export const blockOf = (...lines: string[]) => [BEGIN, ...lines, END].join('\n')

/** HousecallPro's double, a client of it, and the jobs that push to it. Time of the database and the double go together. */
export async function startPushing(config: Partial<HousecallConfig> = {}) {
  const { admin, edge, worker } = await testDatabase()
  const { logger, lines } = keptLogger()
  let offsetMs = 0
  const now = () => new Date(Date.now() + offsetMs)
  const housecall = await startHousecallDouble({ now })
  const timing = {
    now: () => now().getTime(),
    random: () => 0,
    sleep: async () => {},
  }
  const newClient = (more: Partial<HousecallConfig> = {}) =>
    createHousecallClient({
      apiKey: housecall.apiKey,
      baseUrl: housecall.url,
      requestsPerSecond: 10_000,
      timing,
      ...config,
      ...more,
    })
  const api = createApi(edge)
  const jobOf = (client: ReturnType<typeof newClient> | null) =>
    pushHousecall({
      api: createApi(worker),
      crm: {
        housecallAccounts: async (_api, tenantId) => [{ tenantId, companyId: 'company' }],
        housecall: async () => client,
      },
    })
  const context = (signal = new AbortController().signal) => ({
    jobId: crypto.randomUUID(),
    queue: 'push_housecall',
    attempt: 1,
    isLastAttempt: false,
    signal,
    logger,
  })

  /** All clocks run on by so many seconds, in all. */
  const pass = async (seconds: number) => {
    offsetMs += seconds * 1000
    await setClock(admin, now())
  }

  /** A tenant with an account at the double, and a customer there and here. */
  async function linked(there: Partial<Customer> = {}, flags: Record<string, boolean> = {}) {
    const tenant = await newTenant(admin, { flags })
    const { tenantId } = tenant
    await admin`
      insert into tenancy.crm_connections ${admin({
        tenant_id: tenantId,
        provider: 'housecall',
        company_id: crypto.randomUUID(),
        credentials: new Uint8Array(40),
        key_id: 'k1',
      })}`
    const remote = housecall.office.addCustomer({ first_name: 'Ann', ...there })
    const customerId = await newCustomer(admin, tenantId, { firstName: 'Ann', housecallProId: remote.id })
    await admin`
      update context.customer_context set housecall_pro_id = ${remote.id}
      where tenant_id = ${tenantId} and customer_id = ${customerId}`
    const change = async (changes: Record<string, unknown>, source = 'staff') => {
      const { version } = (await api.getCustomer({ tenantId, customerId })) as { version: number }
      await api.updateCustomer({ tenantId, customerId, changes, version, source, actor: 'key:test' })
      await pass(10)
    }
    /** Webhooks of the double about this customer, dealt with in the order given (or as they happened). */
    const hear = async (events = housecall.events.splice(0)) => {
      for (const { body } of events.filter(({ recordId }) => recordId === remote.id)) {
        const bodyHash = new Bun.CryptoHasher('sha256').update(body).digest('hex')
        const { eventId } = await api.receiveHousecallEvent({ tenantId, event: JSON.parse(body), bodyHash })
        if (eventId) await createApi(worker).processHousecallEvent({ tenantId, eventId })
      }
      await pass(10)
    }
    return {
      tenant,
      tenantId,
      customerId,
      remoteId: remote.id,
      /** the customer as HousecallPro has them now */
      remote: () => housecall.store.customers.get(remote.id) as Customer,
      change,
      hear,
      run: async (client: ReturnType<typeof newClient> | null = newClient(), signal?: AbortSignal) => {
        await jobOf(client).handle({ tenantId }, context(signal))
      },
      pushes: async () =>
        await admin`
          select kind, state, reason, attempt, failures, error_fields, remote_id from crm.pushes
          where tenant_id = ${tenantId} order by created_at, id`,
      /** method and path of the calls about this customer, oldest first */
      calls: () =>
        housecall.requests
          .filter(({ path }) => path.includes(remote.id))
          .map(({ method, path }) => `${method} ${path.replace(`/customers/${remote.id}`, '')}`.trim()),
      syncError: async () =>
        (
          await admin`
            select hcp_sync_error as error from context.customer_context
            where tenant_id = ${tenantId} and customer_id = ${customerId}`
        )[0]?.error,
    }
  }

  /** Does something right before the n-th request of a method is answered. */
  const once = (method: string, act: () => unknown, nth = 1) => {
    let count = 0
    housecall.onRequest(async (request) => {
      if (request.method !== method) return
      count += 1
      if (count === nth) await act()
    })
    return { count: () => count }
  }

  /** HousecallPro keeps notes as `change` makes them. */
  const mangling = (change: (notes: string) => string) => {
    let count = 0
    housecall.onRequest((request) => {
      if (request.method !== 'PUT') return
      count += 1
      const body = JSON.parse(request.body)
      Object.assign(request, { body: JSON.stringify({ ...body, notes: change(body.notes) }) })
    })
    return { count: () => count }
  }

  return {
    admin,
    api,
    once,
    mangling,
    worker,
    housecall,
    linked,
    newClient,
    jobOf,
    context,
    pass,
    now,
    lines,
    reconcile: () => reconcilePushes({ api: createApi(worker) }).handle(null, context()),
    /** lets the clocks run as they do */
    reset: async () => {
      offsetMs = 0
      housecall.onRequest(() => {})
      await resetClock(admin)
    },
    close: () => housecall.stop(),
  }
}
