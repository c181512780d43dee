import { beforeAll, describe, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { jobOf, ownerOf, type Raw, rawCustomer, rawJob } from './housecall.ts'
import { shopOf } from './housecall-shop.ts'

let admin: Sql
let api: Api
let workerApi: Api
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  api = createApi(database.edge)
  workerApi = createApi(database.worker)
}, 60_000)

const newShop = () => shopOf(admin, api, workerApi)
const event = (name: string, at: string, record: Raw, more: Raw = {}): Raw => ({
  event: name,
  event_occurred_at: at,
  company_id: 'company-x',
  [name.split('.')[0] ?? '']: record,
  ...more,
})
const events = (tenantId: string) => admin`
  select kind, resource, outcome, processed_at is not null as done from crm.webhook_events where tenant_id = ${tenantId} order by id`

describe('an event', () => {
  test('is kept as it came, once, and waits to be worked on', async () => {
    const { tenantId, receive } = await newShop()
    const raw = event('customer.created', '2026-01-01T00:00:00Z', rawCustomer({ mobile_number: '5035550101' }))
    const first = await receive(raw)
    expect(first).toMatchObject({ outcome: 'stored', name: 'customer.created', isKnown: true })
    expect(await receive(raw)).toMatchObject({ outcome: 'duplicate', eventId: null })
    const [row] = await admin`select * from crm.webhook_events where tenant_id = ${tenantId}`
    expect(row).toMatchObject({ payload: raw, phones: { '5035550101': '+15035550101' }, outcome: null })
    const waiting = (await workerApi.listCrmInbox({ limit: 1000 })).filter((each) => each.tenantId === tenantId)
    expect(waiting).toEqual([{ tenantId, eventId: first.eventId }])
  })

  test('of a completed job changes history, address, counts and value in one transaction', async () => {
    const { tenantId, apply } = await newShop()
    const customer = rawCustomer()
    const raw = rawJob(customer, { address: { id: null, street: '1 Elm St', zip: '02139' } })
    expect(await apply(event('job.completed', '2026-01-05T16:00:01.250Z', raw))).toEqual({
      resource: 'job',
      outcomes: { applied: 1 },
      failures: [],
    })
    const customerId = await ownerOf(admin, tenantId, customer)
    const context = await api.getCustomerContext({ tenantId, type: 'customer_id', value: customerId })
    expect(context).toMatchObject({ totalJobs: 1, lifetimeValue: 189 })
    expect(context?.properties[0]).toMatchObject({ lastServiceDate: '2026-01-05', lastServiceType: 'Drain cleaning' })
  })

  test('that nobody knows, or without a record, is kept, counted and not worked on', async () => {
    const { tenantId, receive } = await newShop()
    expect(await receive(event('pro.promoted', '2026-01-01T00:00:00Z', { id: 'pro_1' }))).toMatchObject({
      outcome: 'stored',
      isKnown: false,
    })
    await receive({ event: 'unreadable', text: '{' })
    await receive({})
    expect((await events(tenantId)).map(({ outcome, done }) => [outcome, done])).toEqual(
      Array.from({ length: 3 }, () => ['ignored', true]),
    )
    const waiting = (await workerApi.listCrmInbox({ limit: 1000 })).filter((each) => each.tenantId === tenantId)
    expect(waiting).toHaveLength(0)
    const counted = (await api.getMetrics()).filter(
      ({ name, labels }) => name === 'rapport_crm_events_last_day' && labels.outcome === 'ignored',
    )
    expect(counted.map(({ labels }) => labels.event)).toEqual(expect.arrayContaining(['pro.promoted', 'other']))
  })

  test('that is older than what is here changes nothing; one call does all that wait for the record, in order', async () => {
    const { tenantId, receive, process } = await newShop()
    const customer = rawCustomer()
    const at = (day: number) => `2026-02-0${day}T00:00:00Z`
    for (const day of [3, 1, 2]) {
      await receive(event('customer.updated', at(day), { ...customer, first_name: `Day ${day}`, updated_at: at(day) }))
    }
    const last = await receive(
      event('customer.updated', at(4), { ...customer, first_name: 'Early', updated_at: at(2) }),
    )
    expect(await process(last.eventId)).toMatchObject({ outcomes: { applied: 3, unchanged: 1 } })
    const customerId = await ownerOf(admin, tenantId, customer)
    expect(await api.getCustomer({ tenantId, customerId })).toMatchObject({ firstName: 'Day 3' })
    expect(await process(last.eventId)).toMatchObject({ outcomes: {} })
  })

  test('that cannot be read stays and names the fields; the others of its record are applied', async () => {
    const { tenantId, receive, process } = await newShop()
    const raw = rawJob(rawCustomer())
    const bad = await receive(event('job.updated', '2026-01-06T00:00:00Z', { ...raw, total_amount: 'much' }))
    await receive(event('job.paid', '2026-01-07T00:00:00Z', { ...raw, updated_at: '2026-01-07T00:00:00Z' }))
    const report = await process(bad.eventId)
    expect(report).toMatchObject({
      outcomes: { RP003: 1, applied: 1 },
      failures: [{ eventId: bad.eventId, code: 'RP003', reason: 'missing or of the wrong type: total_amount' }],
    })
    expect([...(await events(tenantId))].map(({ outcome, done }) => [outcome, done])).toEqual([
      ['RP003', false],
      ['applied', true],
    ])
    expect(await process(bad.eventId)).toMatchObject({ outcomes: { RP003: 1 } })
  })

  test('that deletes carries little: a job counts as canceled, a customer is marked and stays', async () => {
    const { tenantId, apply } = await newShop()
    const customer = rawCustomer()
    const raw = rawJob(customer)
    await apply(event('job.deleted', '2026-03-01T00:00:00Z', { id: raw.id, deleted: true }))
    await apply(event('job.completed', '2026-01-05T16:00:00Z', raw))
    expect(await jobOf(admin, tenantId, raw)).toMatchObject({ work_status: 'canceled' })
    await apply(event('customer.deleted', '2026-03-01T00:00:00Z', customer))
    const customerId = await ownerOf(admin, tenantId, customer)
    expect(await api.getCustomer({ tenantId, customerId })).toMatchObject({ firstName: 'Ann' })
    const [row] = await admin`select deleted_at from crm.housecall_customers where customer_id = ${customerId}`
    expect(row?.deleted_at).toEqual(new Date('2026-03-01T00:00:00Z'))
  })

  test('about a visit moves it; called off, the job needs scheduling again', async () => {
    const { tenantId, apply } = await newShop()
    const raw = rawJob(rawCustomer(), { work_status: 'scheduled' })
    await apply(event('job.scheduled', '2026-01-06T00:00:00Z', raw))
    const visit = { id: 'appt_e', job_id: raw.id, start_time: '2026-05-01T14:00:00Z', end_time: '2026-05-01T15:00:00Z' }
    const about = (name: string, at: string) => ({ ...event(name, at, {}), job: undefined, appointment: visit })
    await apply(about('job.appointment.rescheduled', '2026-01-07T00:00:00Z'))
    expect(await jobOf(admin, tenantId, raw)).toMatchObject({ scheduled_start: new Date(visit.start_time) })
    await apply(about('job.appointment.appointment_discarded', '2026-01-08T00:00:00Z'))
    expect(await jobOf(admin, tenantId, raw)).toMatchObject({ scheduled_start: null, work_status: 'needs_scheduling' })
  })

  test('about an erased customer is not kept, nor is one that waited while they were erased', async () => {
    const { tenantId, receive, process, apply } = await newShop()
    const customer = rawCustomer()
    await apply(event('customer.created', '2026-01-01T00:00:00Z', customer))
    const customerId = await ownerOf(admin, tenantId, customer)
    await api.eraseCustomer({ tenantId, customerId, actor: 'key' })
    expect(await receive(event('customer.updated', '2026-02-01T00:00:00Z', customer))).toMatchObject({
      outcome: 'erased',
    })
    expect(await receive(event('job.created', '2026-02-01T00:00:00Z', rawJob(customer)))).toMatchObject({
      outcome: 'erased',
    })
    expect(await events(tenantId)).toHaveLength(0)
    const other = rawCustomer()
    const waiting = await receive(event('job.created', '2026-02-01T00:00:00Z', rawJob(other)))
    await admin`
      insert into identity.erased_identifiers (tenant_id, type, hash)
      values (${tenantId}, 'housecall_pro_id', identity.hash_identifier(${tenantId}, 'housecall_pro_id', ${String(other.id)}))`
    expect(await process(waiting.eventId)).toMatchObject({ outcomes: { erased: 1 } })
    const [row] = await admin`select payload from crm.webhook_events where id = ${waiting.eventId}`
    expect(row?.payload).toEqual({})
  })

  test('of a company that is another tenant’s is kept aside', async () => {
    const [mine, theirs] = [await newShop(), await newShop()]
    const account = { tenantId: theirs.tenantId, provider: 'housecall', keyId: 'k1', credentials: new Uint8Array(40) }
    await api.saveCrmConnection({ ...account, companyId: 'company-of-theirs' })
    const raw = { ...event('customer.created', '2026-01-01T00:00:00Z', rawCustomer()), company_id: 'company-of-theirs' }
    expect(await mine.receive(raw)).toMatchObject({ outcome: 'unrouted' })
    expect(await events(mine.tenantId)).toHaveLength(0)
    expect(await theirs.receive(raw)).toMatchObject({ outcome: 'stored' })
  })
})
