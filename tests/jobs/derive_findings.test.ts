import { afterAll, beforeAll, expect, test } from 'bun:test'
import { deriveFindings } from '../../jobs/derive_findings.ts'
import type { Sql } from '../../src/db/connect.ts'
import { type Api, createApi } from '../../src/db/generated.ts'
import { housecallState } from '../crm/housecall-state.ts'
import { type Account, newAccount } from '../crm/sync-fixture.ts'
import { jobJson } from '../fakes/housecall-json.ts'
import { testDatabase } from '../fixtures/database.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { newTenant } from '../fixtures/tenant.ts'
import { intakeOf } from '../functions/crm/housecall.ts'
import { keptLogger } from './queue-fixture.ts'

let admin: Sql
let api: Api
let shop: Account
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  api = createApi(database.worker)
  shop = await newAccount({ customers: 6, jobs: 30 })
}, 60_000)
afterAll(() => shop.double.stop())

const work = async (tenantId: string, controller = new AbortController()) => {
  const { logger, lines } = keptLogger()
  const { signal } = controller
  const context = { jobId: crypto.randomUUID(), queue: 'derive_findings', attempt: 1, isLastAttempt: false, signal }
  await deriveFindings({ api }).handle({ tenantId }, { ...context, logger })
  return lines
}
const unread = async (tenantId: string) =>
  (await admin`select from context.unread_jobs where tenant_id = ${tenantId}`).length
const metric = async (name: string) => {
  const rows = await api.getMetrics()
  return Number(rows.find((row) => row.name === name)?.value)
}
const told = async (tenantId: string) => {
  const state = await housecallState(admin, tenantId)
  return {
    findings: state['context.findings'],
    equipment: state['context.equipment'],
    issues: state['context.customer_addresses'],
  }
}

nativeOnly.test(
  'what a full sync left unread is read by one job of the tenant, and comes to what is read at once',
  async () => {
    const { tenantId, double } = shop
    await shop.sync('full')
    const jobs = [...double.store.jobs.values()]
    expect(await unread(tenantId)).toBe(jobs.filter(({ work_status }) => work_status.startsWith('complete')).length)
    const queued = await admin`
    select singleton_key from pgboss.job where name = 'derive_findings' and data ->> 'tenantId' = ${tenantId}`
    expect(queued.map(({ singleton_key }) => singleton_key)).toEqual([tenantId])
    await work(tenantId)
    expect(await unread(tenantId)).toBe(0)

    const other = await newTenant(admin)
    const intake = intakeOf(createApi(admin), other.tenantId)
    await intake.customers([...double.store.customers.values()])
    await intake.jobs(jobs.map((job) => ({ ...jobJson(double.store, job), line_items: job.line_items })))
    expect(await unread(other.tenantId)).toBe(0)
    const atOnce = await told(other.tenantId)
    expect(atOnce.findings?.length).toBeGreaterThan(3)
    expect(await told(tenantId)).toEqual(atOnce)
  },
)

nativeOnly.test('stopped in between it goes on where it was', async () => {
  const { tenantId, api: own, sync } = await newAccount({ double: shop.double })
  await sync('full')
  const before = await unread(tenantId)
  const waiting = () =>
    admin`select from pgboss.job where name = 'derive_findings' and data ->> 'tenantId' = ${tenantId}`
  await admin`delete from pgboss.job where name = 'derive_findings' and data ->> 'tenantId' = ${tenantId}`
  expect((await own.deriveFindings({ tenantId, limit: 2 })).jobs).toBeGreaterThanOrEqual(2)
  expect(await unread(tenantId)).toBeLessThan(before)
  expect(await waiting()).toHaveLength(0)
  await own.deriveFindings({ tenantId, limit: 1, isLast: true })
  const left = await unread(tenantId)
  expect([left > 0, (await waiting()).length]).toEqual([true, 1])
  // Told to stop, a worker ends with the batch that it is at.
  const stopped = new AbortController()
  stopped.abort()
  await work(tenantId, stopped)
  expect(await unread(tenantId)).toBeLessThan(left)
  await work(tenantId)
  expect(await unread(tenantId)).toBe(0)
  expect(await told(tenantId)).toEqual(await told(shop.tenantId))
})

test('what was read of a job that is canceled by the time it is read again goes, and an erased customer’s jobs are not waited for', async () => {
  const { tenantId, api: own, double, sync } = await newAccount({ customers: 2, jobs: 0 })
  const [first, second] = [...double.store.customers.values()]
  for (const customer of [first, second]) {
    const job = double.office.addJob({ customer_id: customer?.id ?? '', description: 'No hot water' })
    double.office.addNote(job.id, 'Installed new Bradford White 50 gallon gas water heater.')
    double.office.completeJob(job.id)
  }
  await sync('full')
  expect(await unread(tenantId)).toBe(2)
  const units = () => admin`select from context.equipment where tenant_id = ${tenantId} and removed_on is null`
  await work(tenantId)
  expect(await units()).toHaveLength(2)

  const [job] = [...double.store.jobs.values()]
  double.office.cancelJob(job?.id ?? '')
  await sync('full')
  expect(await unread(tenantId)).toBe(1)
  await work(tenantId)
  expect(await units()).toHaveLength(1)

  const again = [...double.store.jobs.values()][1]
  double.office.addNote(again?.id ?? '', 'Came back, all dry.')
  await sync('full')
  expect(await unread(tenantId)).toBe(1)
  const [owner] = await admin`
    select customer_id from identity.customer_identities where tenant_id = ${tenantId} and value = ${again?.customer_id ?? ''}`
  await own.eraseCustomer({ tenantId, customerId: owner?.customer_id, actor: 'test' })
  expect(await unread(tenantId)).toBe(0)
  await work(tenantId)
  double.stop()
})

test('a job whose reading fails keeps no other waiting: it is told of, counted, and not tried again until its texts change', async () => {
  const { tenantId, double, sync } = await newAccount({ customers: 1, jobs: 0 })
  const [customer] = [...double.store.customers.values()]
  const notes = [
    'Gas water heater 50 gal, Bradford White, 12 yrs old.',
    'Sump pump is a Zoeller, 4 yrs old.',
    'unspeakable',
  ]
  const jobs = notes.map((note) => {
    const job = double.office.addJob({ customer_id: customer?.id ?? '', description: 'Checked' })
    double.office.addNote(job.id, `${note} Tankless Rinnai installed 2016.`)
    double.office.completeJob(job.id)
    return job
  })
  await admin.unsafe(`
    create function public.refuse_unspeakable() returns trigger language plpgsql as $$
    begin
      if exists (
        select from context.customer_job_history as j where j.tenant_id = new.tenant_id and j.id = new.job_id and j.notes like 'unspeakable%'
      ) then
        perform 1 / 0;
      end if;
      return new;
    end $$;
    create trigger refuse_unspeakable before insert on context.findings
    for each row when (new.tenant_id = '${tenantId}') execute function public.refuse_unspeakable()`)
  try {
    await sync('full')
    const before = await metric('rapport_unreadable_jobs')
    const lines = await work(tenantId)
    const [bad] = await admin`
      select id from context.customer_job_history where tenant_id = ${tenantId} and housecall_pro_job_id = ${jobs[2]?.id ?? ''}`
    expect(lines.filter((line) => line.includes('job_unreadable')).map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ tenantId, jobId: bad?.id, code: '22012' }),
    ])
    expect(lines.join()).not.toContain('unspeakable')
    const found = await admin`select distinct job_id from context.findings where tenant_id = ${tenantId}`
    expect(found).toHaveLength(2)
    const left = await admin`select job_id, error from context.unread_jobs where tenant_id = ${tenantId}`
    expect([...left]).toEqual([expect.objectContaining({ job_id: bad?.id, error: '22012' })])
    expect(await metric('rapport_unreadable_jobs')).toBe(before + 1)
    expect(await api.deriveFindings({ tenantId, isLast: true })).toEqual({ jobs: 0, findings: 0, unreadable: [] })

    double.office.addNote(jobs[2]?.id ?? '', 'All dry.')
    await admin`drop trigger refuse_unspeakable on context.findings`
    await sync('full')
    await work(tenantId)
    expect(await unread(tenantId)).toBe(0)
    expect(await admin`select distinct job_id from context.findings where tenant_id = ${tenantId}`).toHaveLength(3)
  } finally {
    await admin.unsafe(`
      drop trigger if exists refuse_unspeakable on context.findings;
      drop function public.refuse_unspeakable()`)
    double.stop()
  }
})
