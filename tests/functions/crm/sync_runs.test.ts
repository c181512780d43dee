import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { resetClock, setClock } from '../../fixtures/clock.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { failureOf } from '../../fixtures/failure.ts'
import { type NewTenant, newCustomer, newTenant } from '../../fixtures/tenant.ts'

let admin: Sql
let api: Api
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  api = createApi(database.edge)
})
afterEach(() => resetClock(admin))
afterAll(() => resetClock(admin))

const shop = async (options: NewTenant = {}) => {
  const { tenantId } = await newTenant(admin, options)
  await api.announceCrmAccount({ tenantId })
  return tenantId
}
const begin = async (tenantId: string, kind = 'full', byNight = false) => {
  const { id } = await api.startCrmSync({ tenantId, kind, requestedBy: 'test', byNight })
  return { tenantId, runId: id }
}
type Run = Awaited<ReturnType<typeof begin>>
const claim = async (run: Run, takesOver = false) => {
  const next = await api.claimSyncStep({ ...run, takesOver })
  return next.action === 'fetch' ? { ...next, ...run } : next
}
type Fetch = Run & { action: 'fetch'; claimId: string; step: number; resource: string; page?: number }
const fetching = (next: unknown) => {
  expect(next).toMatchObject({ action: 'fetch' })
  return next as Fetch
}
const claimed = async (run: Run, takesOver = false) => fetching(await claim(run, takesOver))
/** Hands in a page of a list; `rows` are its records. */
const page = async (
  { tenantId, runId, claimId, step, page: number = 1 }: Fetch,
  rows: object[],
  totalItems = rows.length,
  totalPages = 1,
) => {
  const next = await api.recordSyncPage({
    tenantId,
    runId,
    claimId,
    step,
    rows,
    page: { page: number, totalPages, totalItems },
  })
  return next.action === 'fetch' ? { ...next, tenantId, runId } : next
}
const fail = async ({ tenantId, runId, claimId, step }: Fetch, code: string, retryAfterSeconds?: number) =>
  api.recordSyncFailure({ tenantId, runId, claimId, step, code, ...(retryAfterSeconds ? { retryAfterSeconds } : {}) })
const jobsOf = (run: Run) => admin<{ name: string; start_after: Date }[]>`
  select name, start_after from pgboss.job
  where data ->> 'runId' = ${run.runId} and state = 'created' order by start_after`

describe('a reading', () => {
  test('is begun once: who asks for the same while it is open gets that one, other kinds have their own', async () => {
    const tenantId = await shop()
    const first = await begin(tenantId)
    expect(await begin(tenantId)).toEqual(first)
    expect((await begin(tenantId, 'poll')).runId).not.toBe(first.runId)
    await api.stopCrmSyncs(first)
    expect((await begin(tenantId)).runId).not.toBe(first.runId)
  })

  test('is put on the queue of long-running workers when it goes over all customers', async () => {
    const tenantId = await shop()
    expect(await jobsOf(await begin(tenantId, 'full'))).toMatchObject([{ name: 'sync_crm_bulk' }])
    expect(await jobsOf(await begin(tenantId, 'poll'))).toMatchObject([{ name: 'sync_crm' }])
    const customer = await api.startCustomerSync({ tenantId, housecallProId: 'cus_1', requestedBy: 'test' })
    expect(await jobsOf({ tenantId, runId: customer.id })).toMatchObject([{ name: 'sync_crm' }])
  })

  test('is refused without an account, with the flag off, for an unknown kind and for an erased customer', async () => {
    const { tenantId: bare } = await newTenant(admin)
    expect(await failureOf(begin(bare))).toMatchObject({ code: 'RP004' })
    const off = await shop({ flags: { CUSTOMER_CONTEXT_HCP_SYNC: false } })
    expect(await failureOf(begin(off))).toMatchObject({ code: 'RP004' })
    const tenantId = await shop()
    expect(await failureOf(begin(tenantId, 'everything'))).toMatchObject({ code: 'RP003' })
    const customerId = await newCustomer(admin, tenantId, { housecallProId: 'cus_gone' })
    await api.eraseCustomer({ tenantId, customerId, actor: 'test' })
    const request = { tenantId, housecallProId: 'cus_gone', requestedBy: 'test' }
    expect(await failureOf(api.startCustomerSync(request))).toMatchObject({ code: 'RP006' })
  })

  test('is worked on by one at a time; what another hands in is refused, and so is what comes twice', async () => {
    const run = await begin(await shop())
    const mine = await claimed(run)
    expect(await claim(run)).toMatchObject({ action: 'wait', reason: 'claimed' })
    const theirs = await claimed(run, true)
    expect(await page(mine, [{ id: 'pro_1', first_name: 'Ann' }])).toEqual({ action: 'none', state: 'lost' })
    expect(await admin`select from crm.employees where tenant_id = ${run.tenantId}`).toHaveLength(0)
    fetching(await page(theirs, [{ id: 'pro_1', first_name: 'Ann' }]))
    expect(await page(theirs, [{ id: 'pro_2', first_name: 'Bo' }])).toMatchObject({ state: 'lost' })
    expect(await admin`select from crm.employees where tenant_id = ${run.tenantId}`).toHaveLength(1)
  })

  test('whose worker fell silent can be taken up after 90 seconds, at the request that was not answered for', async () => {
    const run = await begin(await shop())
    const lists = fetching(await page(await claimed(run), []))
    expect(lists).toMatchObject({ resource: 'customers', page: 1 })
    await setClock(admin, new Date(Date.now() + 89_000))
    expect(await claim(run)).toMatchObject({ action: 'wait' })
    await setClock(admin, new Date(Date.now() + 100_000))
    expect(await claimed(run)).toMatchObject({ resource: 'customers', page: 1 })
  })

  test('that was left for long goes on at the page before, where the seam is', async () => {
    const run = await begin(await shop())
    const customers = fetching(await page(await claimed(run), []))
    const second = fetching(await page(customers, [{ id: 'cus_1', first_name: 'Ann' }], 30, 3))
    expect(second).toMatchObject({ page: 2 })
    const third = fetching(await page(second, [{ id: 'cus_2', first_name: 'Bo' }], 30, 3))
    expect(third).toMatchObject({ page: 3 })
    await setClock(admin, new Date(Date.now() + 3_600_000))
    expect(await claimed(run)).toMatchObject({ resource: 'customers', page: 2 })
  })

  test('that is stopped takes in nothing more, and keeps what it had', async () => {
    const run = await begin(await shop())
    const customers = fetching(await page(await claimed(run), [{ id: 'pro_1', first_name: 'Ann' }]))
    expect(await api.stopCrmSyncs({ tenantId: run.tenantId })).toBe(1)
    expect(await page(customers, [{ id: 'cus_1', first_name: 'Bo' }])).toEqual({ action: 'none', state: 'stopped' })
    expect(await claim(run, true)).toEqual({ action: 'none', state: 'stopped' })
    expect(await api.getCrmSync(run)).toMatchObject({ state: 'stopped', counts: { employees: 1 } })
    expect(await admin`select from crm.sync_steps where run_id = ${run.runId}`).toHaveLength(0)
    expect(await api.stopCrmSyncs({ tenantId: run.tenantId })).toBe(0)
  })

  test('handed back goes to its queue, for anybody', async () => {
    const run = await begin(await shop())
    const { claimId } = await claimed(run)
    expect(await api.releaseSync({ ...run, claimId: crypto.randomUUID() })).toBe(false)
    expect(await api.releaseSync({ ...run, claimId })).toBe(true)
    expect(await api.getCrmSync(run)).toMatchObject({ state: 'queued' })
    await claimed(run)
  })

  test('of another tenant is not there', async () => {
    const run = await begin(await shop())
    const other = { ...run, tenantId: await shop() }
    expect(await failureOf(api.getCrmSync(other))).toMatchObject({ code: 'RP001' })
    expect(await failureOf(api.claimSyncStep(other))).toMatchObject({ code: 'RP001' })
    expect(await api.stopCrmSyncs(other)).toBe(0)
  })
})

describe('a request that fails', () => {
  const until = async (run: Run) =>
    Math.round((Date.parse((await api.getCrmSync(run)).resumeAt ?? '') - Date.now()) / 1000)

  test('lets the run rest, longer each time, and go on by itself', async () => {
    const run = await begin(await shop())
    let wait = 15
    for (let n = 0; n < 4; n += 1) {
      const at = new Date()
      await setClock(admin, at)
      expect(await fail(await claimed(run), 'unavailable')).toMatchObject({ action: 'wait', reason: 'unavailable' })
      const { resumeAt } = await api.getCrmSync(run)
      expect(Date.parse(resumeAt ?? '') - at.getTime()).toBe(wait * 1000)
      // A worker that comes too early leaves a job for the time when it goes on.
      await admin`delete from pgboss.job where data ->> 'runId' = ${run.runId}`
      expect(await claim(run, true)).toMatchObject({ action: 'wait' })
      expect((await jobsOf(run)).map((job) => job.start_after.toISOString())).toEqual([resumeAt ?? ''])
      await admin`update crm.sync_runs set resume_at = ops.now() where id = ${run.runId}`
      wait *= 2
    }
    expect(await api.getCrmSync(run)).toMatchObject({ failures: 4 })
    await resetClock(admin)
  })

  test('for the eighth time ends a list, since one with a hole would be taken for the whole', async () => {
    const run = await begin(await shop())
    for (let n = 1; n <= 8; n += 1) {
      await admin`update crm.sync_runs set resume_at = ops.now() where id = ${run.runId} and resume_at is not null`
      const end = await fail(await claimed(run), 'timed_out')
      expect(end).toMatchObject(n < 8 ? { action: 'wait' } : { action: 'none', state: 'failed' })
    }
    expect(await api.getCrmSync(run)).toMatchObject({ state: 'failed', error: 'employees: timed_out' })
  })

  test('waits as long as HousecallPro asks for, and its breaker counts against no request', async () => {
    const run = await begin(await shop())
    await fail(await claimed(run), 'rate_limited', 40)
    expect(await until(run)).toBeWithin(38, 42)
    await admin`update crm.sync_runs set resume_at = ops.now() where id = ${run.runId}`
    await fail(await claimed(run), 'circuit_open', 25)
    expect(await until(run)).toBeWithin(23, 27)
    expect(await api.getCrmSync(run)).toMatchObject({ failures: 0, requests: 1, pauseReason: 'circuit_open' })
  })

  test('because the key is turned away keeps every run of the account waiting, and shows in its health', async () => {
    const tenantId = await shop()
    const run = await begin(tenantId)
    expect(await fail(await claimed(run), 'unauthorised')).toMatchObject({ action: 'wait', reason: 'unauthorised' })
    expect(await until(run)).toBeWithin(895, 905)
    const poll = await begin(tenantId, 'poll')
    expect(await claim(poll)).toMatchObject({ action: 'wait', reason: 'unavailable' })
    expect(await api.listCrmHealth({ tenantId })).toMatchObject([{ state: 'unauthorised' }])
    await setClock(admin, new Date(Date.now() + 901_000))
    await page(await claimed(poll), [])
    expect(await api.listCrmHealth({ tenantId })).toMatchObject([{ state: 'closed' }])
  })

  test('on a customer leaves its error on them, until a reading succeeds', async () => {
    const tenantId = await shop()
    const customerId = await newCustomer(admin, tenantId, { firstName: 'Ann', housecallProId: 'cus_e' })
    const begun = () => api.startCustomerSync({ tenantId, housecallProId: 'cus_e', requestedBy: 'test' })
    const errorOf = async () => {
      const [row] = await admin`
        select hcp_sync_error as error, last_hcp_sync_at is not null as synced from context.customer_context where customer_id = ${customerId}`
      return row
    }
    const first = { tenantId, runId: (await begun()).id }
    expect(await fail(await claimed(first), 'rejected')).toMatchObject({ state: 'failed' })
    expect(await errorOf()).toEqual({ error: 'customer: rejected', synced: false })
    const second = { tenantId, runId: (await begun()).id }
    const { claimId, step } = await claimed(second)
    const rows = [{ id: 'cus_e', first_name: 'Ann', updated_at: '2026-01-01T00:00:00Z' }]
    const jobs = fetching(await api.recordSyncPage({ ...second, claimId, step, rows }))
    expect(jobs).toMatchObject({ resource: 'customer_jobs', externalId: 'cus_e' })
    expect(await page({ ...jobs, ...second }, [])).toEqual({ action: 'none', state: 'done' })
    expect(await errorOf()).toEqual({ error: null, synced: true })
  })

  test('that is our own fault to take in rests and is tried again like any other', async () => {
    const run = await begin(await shop())
    expect(await fail(await claimed(run), 'not_taken_in')).toMatchObject({ action: 'wait', reason: 'unavailable' })
  })

  test('by a signal hands the run back at once', async () => {
    const run = await begin(await shop())
    expect(await fail(await claimed(run), 'aborted')).toEqual({ action: 'none', state: 'queued' })
    expect(await api.getCrmSync(run)).toMatchObject({ state: 'queued', failures: 0 })
  })
})
