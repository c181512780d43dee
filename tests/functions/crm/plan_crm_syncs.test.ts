import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { privateDatabase } from '../../e2e/own-database.ts'
import { resetClock, setClock } from '../../fixtures/clock.ts'
import { type NewTenant, newCustomer, newTenant } from '../../fixtures/tenant.ts'

/*
 * New York, 2026: on March 8 01:59 is followed by 03:00 (07:00 UTC), on November 1 01:59 by 01:00 (06:00 UTC). Both are
 * Sundays, on which reconciliations are due.
 */
let admin: Sql
let api: Api
let remove: () => Promise<void>
// Planning is for all tenants at once: here are none but those of these tests.
beforeAll(async () => {
  const own = await privateDatabase()
  remove = own.remove
  admin = own.database.pool(null)
  api = createApi(own.database.pool('rapport_edge'))
}, 30_000)
afterEach(async () => {
  await resetClock(admin)
  await admin`update tenancy.tenants set status = 'suspended'`
})
afterAll(() => remove())

const shop = async (options: NewTenant = {}) => {
  const { tenantId } = await newTenant(admin, options)
  await admin`
    insert into tenancy.crm_connections (tenant_id, provider, company_id, credentials, key_id)
    values (${tenantId}, 'housecall', 'company', sha256('x'), 'k1')`
  return tenantId
}
const kindsOf = async (tenantId: string) =>
  (
    await admin`select kind, night::text from crm.sync_runs where tenant_id = ${tenantId} order by created_at, kind`
  ).map(({ kind, night }) => (night ? `${kind} ${night}` : kind))
/** Plans every 15 minutes from an instant to another, and ends what was begun each time. */
const planThrough = async (tenantId: string, from: string, to: string) => {
  const begun: string[] = []
  for (let at = Date.parse(from); at < Date.parse(to); at += 3_600_000) {
    // The hours that are night in America, and one on either side.
    if (new Date(at).getUTCHours() < 3 || new Date(at).getUTCHours() > 12) continue
    await setClock(admin, new Date(at))
    await api.planCrmSyncs()
    const open = await admin`
      update crm.sync_runs set state = 'done', started_at = ops.now(), finished_at = ops.now(), pause_reason = null, resume_at = null
      where tenant_id = ${tenantId} and finished_at is null returning kind, night::text`
    for (const { kind, night } of open)
      if (kind !== 'poll') begun.push(`${kind} ${night} ${new Date(at).toISOString().slice(0, 16)}`)
  }
  return begun.sort()
}

describe('what is due', () => {
  test('by day is a poll, once until it is through', async () => {
    const tenantId = await shop()
    await setClock(admin, '2026-07-15T18:00:00Z')
    await api.planCrmSyncs()
    await api.planCrmSyncs()
    expect(await kindsOf(tenantId)).toEqual(['poll'])
  })

  test('by night are those who were in touch, once a night, and a first full sync, once', async () => {
    const tenantId = await shop()
    // 01:00 in New York is 05:00 UTC in summer.
    expect(await planThrough(tenantId, '2026-07-15T00:00:00Z', '2026-07-17T12:00:00Z')).toEqual([
      'active 2026-07-15 2026-07-15T05:00',
      'active 2026-07-16 2026-07-16T05:00',
      'active 2026-07-17 2026-07-17T05:00',
      'full 2026-07-15 2026-07-15T05:00',
    ])
  })

  test('on Sundays is a reconciliation, once a full sync is through', async () => {
    const tenantId = await shop({ timeZone: 'America/Los_Angeles' })
    const begun = await planThrough(tenantId, '2026-07-17T00:00:00Z', '2026-07-20T12:00:00Z')
    expect(begun.filter((entry) => !entry.startsWith('active'))).toEqual([
      'full 2026-07-17 2026-07-17T08:00',
      'reconcile 2026-07-19 2026-07-19T08:00',
    ])
  })

  test.each([
    ['an hour is left out', '2026-03-08', '2026-03-08T06:00'],
    ['an hour comes twice', '2026-11-01', '2026-11-01T06:00'],
  ])('in the night in which %s runs once', async (_what, night, at) => {
    const tenantId = await shop()
    const from = new Date(Date.parse(night) - 6 * 3_600_000).toISOString()
    const to = new Date(Date.parse(night) + 24 * 3_600_000).toISOString()
    const active = (await planThrough(tenantId, from, to)).filter((entry) => entry.startsWith('active'))
    expect(active).toEqual([`active ${night} ${at}`])
  })

  test('at an hour that the clock leaves out begins with the hour after it', async () => {
    const tenantId = await shop({ settings: { crmSync: { nightHour: 2 } } })
    const active = (await planThrough(tenantId, '2026-03-08T04:00:00Z', '2026-03-09T03:00:00Z')).filter((entry) =>
      entry.startsWith('active'),
    )
    expect(active).toEqual(['active 2026-03-08 2026-03-08T07:00'])
  })

  test('is nothing without an account, with the flag off or for a suspended tenant', async () => {
    const off = await shop({ flags: { CUSTOMER_CONTEXT_HCP_SYNC: false } })
    const suspended = await shop({ status: 'suspended' })
    const { tenantId: bare } = await newTenant(admin)
    await api.planCrmSyncs()
    for (const tenantId of [off, suspended, bare]) expect(await kindsOf(tenantId)).toEqual([])
  })

  test('is also what a worker left behind', async () => {
    const tenantId = await shop()
    const { id: runId } = await api.startCrmSync({ tenantId, kind: 'full', requestedBy: 'test' })
    await api.claimSyncStep({ tenantId, runId })
    await admin`delete from pgboss.job where data ->> 'runId' = ${runId}`
    const jobs = () => admin`select from pgboss.job where data ->> 'runId' = ${runId}`
    await api.planCrmSyncs()
    expect(await jobs()).toHaveLength(0)
    await setClock(admin, new Date(Date.now() + 10 * 60_000))
    await api.planCrmSyncs()
    expect(await jobs()).toHaveLength(1)
  })
})

test('notes that were left unread get a job again', async () => {
  const tenantId = await shop()
  const customerId = await newActiveCustomer(tenantId)
  const [job] = await admin`
    insert into context.customer_job_history (tenant_id, customer_id, work_status, completed_at)
    values (${tenantId}, ${customerId}, 'completed', ops.now()) returning id`
  await admin`insert into context.unread_jobs (tenant_id, job_id) values (${tenantId}, ${job?.id})`
  await api.planCrmSyncs()
  const waiting =
    await admin`select from pgboss.job where name = 'derive_findings' and data ->> 'tenantId' = ${tenantId}`
  expect(waiting).toHaveLength(1)
})

describe('the night', () => {
  test('is when a planned reading works; by day, and when its requests are used up, it rests until the next one', async () => {
    const tenantId = await shop({ settings: { crmSync: { requestsPerNight: 2 } } })
    await setClock(admin, '2026-07-15T03:00:00Z')
    const { id: runId } = await api.startCrmSync({ tenantId, kind: 'full', requestedBy: 'test', byNight: true })
    const run = { tenantId, runId }
    expect(await api.claimSyncStep(run)).toMatchObject({
      action: 'wait',
      reason: 'night',
      until: '2026-07-15T05:00:00.000Z',
    })
    await setClock(admin, '2026-07-15T05:00:00Z')
    for (let n = 1; n <= 2; n += 1) {
      const next = await api.claimSyncStep(run)
      if (next.action !== 'fetch') throw new Error('it does not fetch')
      const { claimId, step } = next
      const rows: object[] = []
      const answer = await api.recordSyncPage({
        ...run,
        claimId,
        step,
        rows,
        page: { page: 1, totalPages: 0, totalItems: 0 },
      })
      if (n === 1) await api.releaseSync({ ...run, claimId })
      else expect(answer).toMatchObject({ action: 'wait', reason: 'budget', until: '2026-07-16T05:00:00.000Z' })
    }
    // The budget is the account's, not the run's.
    const other = await api.startCrmSync({ tenantId, kind: 'active', requestedBy: 'test', byNight: true })
    await newActiveCustomer(tenantId)
    expect(await api.claimSyncStep({ tenantId, runId: other.id })).toMatchObject({ action: 'none' })
    const reconcile = await api.startCrmSync({ tenantId, kind: 'reconcile', requestedBy: 'test', byNight: true })
    expect(await api.claimSyncStep({ tenantId, runId: reconcile.id })).toMatchObject({ reason: 'budget' })
    await setClock(admin, '2026-07-16T05:00:00Z')
    expect(await api.claimSyncStep(run)).toMatchObject({ action: 'fetch', resource: 'jobs' })
  })

  test('is not waited for by who asks for it now', async () => {
    const tenantId = await shop()
    await setClock(admin, '2026-07-15T18:00:00Z')
    const planned = await api.startCrmSync({ tenantId, kind: 'full', requestedBy: 'test', byNight: true })
    expect(await api.claimSyncStep({ tenantId, runId: planned.id })).toMatchObject({ reason: 'night' })
    const now = await api.startCrmSync({ tenantId, kind: 'full', requestedBy: 'test' })
    expect(now.id).toBe(planned.id)
    expect(await api.claimSyncStep({ tenantId, runId: now.id })).toMatchObject({ action: 'fetch' })
  })
})

async function newActiveCustomer(tenantId: string) {
  return newCustomer(admin, tenantId, { firstName: 'Ann', housecallProId: 'cus_active' })
}

test('those in touch within 90 days are read one by one, whoever wrote last first', async () => {
  const { tenantId, locationId, endpointId } = await newTenant(admin)
  await api.announceCrmAccount({ tenantId })
  const wrote = async (housecallProId: string, daysAgo: number, address: string) => {
    const customerId = await newCustomer(admin, tenantId, { housecallProId })
    await admin`
      insert into memory.conversations (tenant_id, location_id, endpoint_id, channel, address, customer_id, last_message_at)
      values (${tenantId}, ${locationId}, ${endpointId}, 'sms', ${address}, ${customerId}, ops.now() - make_interval(days => ${daysAgo}))`
  }
  await wrote('cus_old', 91, '+12025550171')
  await wrote('cus_lately', 2, '+12025550172')
  await wrote('cus_before', 80, '+12025550173')
  const { id } = await api.startCrmSync({ tenantId, kind: 'active', requestedBy: 'test' })
  const steps =
    await admin`select resource, external_id as id from crm.sync_steps where run_id = ${id} order by ordinal`
  expect(steps.map((step) => `${step.resource} ${step.id}`)).toEqual([
    'customer cus_lately',
    'customer_jobs cus_lately',
    'customer cus_before',
    'customer_jobs cus_before',
  ])
})
