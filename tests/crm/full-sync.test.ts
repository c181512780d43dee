import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Sql } from '../../src/db/connect.ts'
import { testDatabase } from '../fixtures/database.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { type Account, newAccount } from './sync-fixture.ts'

let admin: Sql
const opened: Account[] = []
beforeAll(async () => {
  admin = (await testDatabase()).admin
})
afterAll(async () => {
  await Promise.all(opened.map(({ double }) => double.stop()))
})

const open = async (...options: Parameters<typeof newAccount>) => {
  const account = await newAccount(...options)
  opened.push(account)
  return account
}

/** How many rows a tenant has of what HousecallPro holds. */
const rowsOf = async (tenantId: string) => {
  const [rows] = await admin`
    select
      (select count(*)::int from crm.housecall_customers where tenant_id = ${tenantId} and deleted_at is null) as customers,
      (select count(*)::int from context.customer_job_history where tenant_id = ${tenantId} and deleted_at is null) as jobs,
      (select count(*)::int from context.job_items where tenant_id = ${tenantId}) as items,
      (select count(*)::int from crm.estimates where tenant_id = ${tenantId}) as estimates,
      (select count(*)::int from crm.leads where tenant_id = ${tenantId}) as leads,
      (select count(*)::int from crm.invoices where tenant_id = ${tenantId}) as invoices,
      (select count(*)::int from crm.employees where tenant_id = ${tenantId}) as employees`
  return rows
}

const heldBy = ({ store }: Account['double']) => ({
  customers: store.customers.size,
  jobs: [...store.jobs.values()].filter((job) => !job.deleted_at).length,
  items: [...store.jobs.values()].reduce((sum, job) => sum + job.line_items.length, 0),
  estimates: store.estimates.size,
  leads: store.leads.size,
  invoices: store.invoices.size,
  employees: [...store.employees.values()].filter(({ is_active }) => is_active).length,
})

test('a full sync fills an empty tenant with all that the account holds, and asks for nothing twice', async () => {
  const { tenantId, double, sync } = await open({ customers: 25, jobs: 60 })
  expect(await sync('full')).toMatchObject({ state: 'done', progress: 1, failures: 0, error: null })
  expect(await rowsOf(tenantId)).toEqual(heldBy(double))
  expect(Math.max(...double.counts().values())).toBe(1)
  const [synced] = await admin`
    select count(*)::int as customers, count(p.last_hcp_sync_at)::int as synced
    from context.customer_context as p where p.tenant_id = ${tenantId}`
  expect(synced).toEqual({ customers: 25, synced: 25 })
})

test('line items are read newest first, and only those of jobs that changed since', async () => {
  const { double, sync } = await open({ customers: 4, jobs: 12 })
  await sync('full')
  const read = () => double.requests.filter(({ target }) => target.includes('/line_items')).map(({ target }) => target)
  const dates = read().map((target) => {
    const job = double.store.jobs.get(target.split('/')[2] ?? '')
    return job?.work_timestamps.completed_at ?? job?.schedule.scheduled_start ?? job?.updated_at ?? ''
  })
  expect(dates).toHaveLength(12)
  expect(dates).toEqual([...dates].sort().reverse())

  double.requests.length = 0
  const [job] = double.store.jobs.values()
  double.office.addNote(job?.id ?? '', 'Came back, all dry.')
  await sync('full')
  expect(read()).toEqual([`/jobs/${job?.id}/line_items`])
})

nativeOnly.test('what is taken out of pages that were read pulls nothing past the reader', async () => {
  const { tenantId, double, sync } = await open({ customers: 45, jobs: 45 })
  const [first, second] = [...double.store.jobs.values()].sort((a, b) => (a.created_at < b.created_at ? -1 : 1))
  double.onRequest(({ target }) => {
    if (/^\/jobs\?.*page=3\b/.test(target) && !first?.deleted_at) {
      double.office.deleteJob(first?.id ?? '')
      double.office.deleteJob(second?.id ?? '')
    }
  })
  const done = await sync('full')
  expect(done).toMatchObject({ state: 'done' })
  const { items: _, ...held } = heldBy(double)
  // Those two had been read before they were deleted, and were gone when their line items were asked for.
  expect(await rowsOf(tenantId)).toMatchObject({ ...held, jobs: 43 })
  expect(done.counts).toMatchObject({ gone: 2 })
  expect(Math.max(...double.counts().values())).toBeLessThanOrEqual(2)
})

nativeOnly.test('what is added while it is read is read as well', async () => {
  const { tenantId, double, sync } = await open({ customers: 25, jobs: 25 })
  let added = 0
  double.onRequest(({ target }) => {
    if (!/^\/jobs\?.*page=[12]\b/.test(target)) return
    added += 1
    const [customer] = double.store.customers.values()
    double.office.addJob({ customer_id: customer?.id ?? '', description: `late ${added}` })
  })
  await sync('full')
  expect(added).toBe(2)
  expect(await rowsOf(tenantId)).toMatchObject({ jobs: 27 })
})

nativeOnly.test('a reconciliation marks what HousecallPro says is gone, and nothing else', async () => {
  const { tenantId, double, sync } = await open({ customers: 12, jobs: 30 })
  await sync('full')
  const [job] = double.store.jobs.values()
  const customer = [...double.store.customers.values()].find(({ id }) => id !== job?.customer_id)
  double.office.deleteJob(job?.id ?? '')
  double.office.deleteCustomer(customer?.id ?? '')
  expect(await sync('reconcile')).toMatchObject({ state: 'done', counts: { gone: 2 } })
  const gone = await admin`
    select housecall_pro_job_id as id from context.customer_job_history where tenant_id = ${tenantId} and deleted_at is not null
    union all
    select housecall_pro_id from crm.housecall_customers where tenant_id = ${tenantId} and deleted_at is not null`
  expect(gone.map(({ id }) => id)).toEqual([job?.id ?? '', customer?.id ?? ''])
  expect(await sync('reconcile')).toMatchObject({ state: 'done', counts: expect.not.objectContaining({ gone: 2 }) })
})

nativeOnly.test(
  'lists that lack more than a tidy office deletes mark nothing: the reconciliation fails and says why',
  async () => {
    const { tenantId, double, sync } = await open({ customers: 10, jobs: 60 })
    await sync('full')
    for (const job of [...double.store.jobs.values()].slice(0, 30)) double.office.deleteJob(job.id)
    expect(await sync('reconcile')).toMatchObject({
      state: 'failed',
      error: "30 of 60 jobs were not in HousecallPro's lists: nothing was marked as deleted",
    })
    expect(await rowsOf(tenantId)).toMatchObject({ jobs: 60 })
  },
)

nativeOnly.test(
  'a list that shows fewer records than it counts is read again, and then marks nothing as deleted',
  async () => {
    const { tenantId, double, sync } = await open({ customers: 5, jobs: 25 })
    await sync('full')
    const [hidden] = double.store.jobs.values()
    double.requests.length = 0
    const page = { jobs: [], page: 1, page_size: 10, total_pages: 1, total_items: 25 }
    double.next({ path: /^\/jobs\?/, status: 200, body: page, times: 2 })
    const done = await sync('reconcile')
    expect(double.requests.filter(({ target }) => target.startsWith('/jobs?'))).toHaveLength(2)
    expect(done).toMatchObject({ state: 'done' })
    expect(double.requests.some(({ target }) => target === `/jobs/${hidden?.id}`)).toBe(false)
    expect(await rowsOf(tenantId)).toMatchObject({ jobs: 25 })
  },
)
