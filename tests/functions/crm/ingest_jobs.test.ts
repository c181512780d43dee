import { beforeAll, describe, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { newTenant } from '../../fixtures/tenant.ts'
import { intakeOf, jobOf, ownerOf, type Raw, rawCustomer, rawJob, valuesOf } from './housecall.ts'

let admin: Sql
let api: Api
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  api = createApi(database.edge)
}, 60_000)

async function newShop() {
  const { tenantId } = await newTenant(admin)
  const intake = intakeOf(api, tenantId)
  return { tenantId, intake, job: (raw: Raw) => jobOf(admin, tenantId, raw) }
}
const item = (facts: Raw): Raw => ({ object: 'line_item', id: 'rli_1', quantity: 1, unit_price: 1000, ...facts })

describe('a job of HousecallPro', () => {
  test('comes in with its unknown customer, address, technician, notes and amounts in dollars', async () => {
    const { tenantId, intake, job } = await newShop()
    const customer = rawCustomer({ mobile_number: '3025550101' })
    const raw = rawJob(customer, {
      address: { id: 'adr_j1', street: '1 Elm St', city: 'Boston', zip: '02139' },
      notes: [
        { id: 'nte_1', content: 'Snaked the main line' },
        { id: 'nte_2', content: ' ' },
        { id: 'nte_3', content: 'No leak found' },
      ],
      job_fields: { job_type: { id: 'jbt_1', name: 'Drain cleaning' } },
      subtotal: 17_950,
      outstanding_balance: 5,
      tags: ['rush'],
      lead_source: 'Google',
    })
    expect(await intake.jobs([raw])).toMatchObject({ received: 1, created: 1, customersCreated: 1, problems: [] })
    const customerId = await ownerOf(admin, tenantId, customer)
    expect(await valuesOf(admin, customerId)).toEqual(['+13025550101*'])
    expect(await job(raw)).toMatchObject({
      customer_id: customerId,
      housecall_pro_address_id: 'adr_j1',
      invoice_number: '1001',
      job_type: 'Drain cleaning',
      service_type: 'Drain cleaning',
      notes: 'Snaked the main line\nNo leak found',
      work_status: 'completed',
      completed_at: new Date('2026-01-05T16:00:00Z'),
      arrival_window_minutes: 60,
      total_amount: '189.00',
      subtotal: '179.50',
      outstanding_balance: '0.05',
      technician_id: 'pro_1',
      technician_name: 'Mike Torres',
      tags: ['rush'],
      lead_source: 'Google',
    })
    const [address] = await admin`select * from context.customer_addresses where customer_id = ${customerId}`
    expect(address).toMatchObject({
      job_count: 1,
      last_service_date: '2026-01-05',
      last_service_type: 'Drain cleaning',
    })
    // What a job says of its customer is a copy: it makes one, and changes none.
    await intake.customers([{ ...customer, first_name: 'Anna', updated_at: '2025-01-01T00:00:00Z' }])
    await intake.jobs([{ ...raw, updated_at: '2026-03-01T00:00:00Z' }])
    expect(await api.getCustomer({ tenantId, customerId })).toMatchObject({ firstName: 'Anna' })
  })

  test('has one of our five states, in either of the two vocabularies', async () => {
    const { intake, job } = await newShop()
    const customer = rawCustomer()
    const states = {
      'needs scheduling': 'needs_scheduling',
      unscheduled: 'needs_scheduling',
      scheduled: 'scheduled',
      'in progress': 'in_progress',
      in_progress: 'in_progress',
      'complete rated': 'completed',
      'complete unrated': 'completed',
      completed: 'completed',
      'user canceled': 'canceled',
      'pro canceled': 'canceled',
      canceled: 'canceled',
    }
    const raws = Object.keys(states).map((work_status) => rawJob(customer, { work_status }))
    expect(await intake.jobs(raws)).toMatchObject({ created: 11, problems: [] })
    const found = await Promise.all(raws.map(job))
    expect(found.map((row) => row?.work_status)).toEqual(Object.values(states))
  })

  test('is of the type that it says, else of its first line item, else of what its description is about', async () => {
    const { intake, job } = await newShop()
    const customer = rawCustomer()
    const items = [
      item({ name: 'Senior discount', kind: 'fixed discount', order_index: 0 }),
      item({ name: 'Ball valve 3/4', kind: 'materials', order_index: 1 }),
      item({ name: 'Replace shut-off valve', kind: 'labor', order_index: 2 }),
    ]
    const type = { job_type: { id: 'jbt_1', name: 'Install' } }
    const raws = [
      rawJob(customer, { job_fields: type, line_items: items }),
      rawJob(customer, { line_items: { object: 'list', data: items } }),
      rawJob(customer, { line_items: items.slice(0, 2), description: 'toilet' }),
      rawJob(customer, { description: 'Wants a NEW water-heater, old one leaks' }),
      rawJob(customer, { description: 'Spoke to the neighbour' }),
    ]
    await intake.jobs(raws)
    const types = async () => (await Promise.all(raws.map(job))).map((row) => row?.service_type)
    expect(await types()).toEqual([
      'Install',
      'Replace shut-off valve',
      'Ball valve 3/4',
      'Water heater installation',
      null,
    ])
    // Without line items in it a job keeps those it has, and its type with them.
    await intake.jobs([{ ...raws[1], line_items: undefined, updated_at: '2026-02-01T00:00:00Z' }])
    expect(await types()).toContain('Replace shut-off valve')
  })

  test('keeps its line items, replaced as a whole, from the list that is asked for by job too', async () => {
    const { tenantId, intake, job } = await newShop()
    const raw = rawJob(rawCustomer(), { description: 'toilet' })
    await intake.jobs([raw])
    expect(await job(raw)).toMatchObject({ service_type: 'Toilet repair', items_seen_at: null })
    const list = (...data: Raw[]) => [
      { jobId: raw.id, items: { object: 'list', data } },
      { jobId: 'job_none', items: [] },
    ]
    const labor = item({
      name: 'Reset toilet',
      kind: 'labor',
      quantity: 1.5,
      unit_price: 12_050,
      description: 'wax ring',
    })
    const discount = item({ name: '10 % off', kind: 'percent discount', unit_price: 10, amount: -1808, order_index: 9 })
    const ingest = (lists: unknown, seenAt: string) => api.ingestHousecallLineItems({ tenantId, lists, seenAt })
    expect(await ingest(list(discount, labor), '2026-02-01T00:00:00Z')).toEqual({ received: 2, known: 1, changed: 1 })
    const items = () => admin`
      select i.name, i.description, i.kind, i.quantity, i.unit_price from context.job_items as i
      join context.customer_job_history as h on h.id = i.job_id where h.housecall_pro_job_id = ${String(raw.id)} order by i.position`
    const both = [
      { name: '10 % off', description: null, kind: 'discount', quantity: '1.00', unit_price: '-18.08' },
      { name: 'Reset toilet', description: 'wax ring', kind: 'labor', quantity: '1.50', unit_price: '120.50' },
    ]
    expect([...(await items())]).toEqual(both)
    expect(await job(raw)).toMatchObject({ service_type: 'Reset toilet' })
    expect(await ingest(list(discount, labor), '2026-02-02T00:00:00Z')).toMatchObject({ changed: 0 })
    // Read before what is here.
    expect(await ingest(list(), '2026-02-01T12:00:00Z')).toMatchObject({ known: 0 })
    expect([...(await items())]).toEqual(both)
    await ingest(list(), '2026-02-03T00:00:00Z')
    expect(await items()).toHaveLength(0)
    expect(await job(raw)).toMatchObject({ service_type: 'Toilet repair' })
  })

  test('takes over what is newer and nothing older; the same again writes nothing', async () => {
    const { intake, job } = await newShop()
    const raw = rawJob(rawCustomer())
    await intake.jobs([raw, { ...raw, description: 'newer', updated_at: '2026-02-01T00:00:00Z' }])
    expect(await intake.jobs([raw])).toMatchObject({ untouched: 1 })
    const before = await job(raw)
    expect(before).toMatchObject({ description: 'newer' })
    expect(await intake.jobs([{ ...raw, description: 'newer', updated_at: '2026-02-01T00:00:00Z' }])).toMatchObject({
      updated: 0,
      untouched: 1,
    })
    expect(await job(raw)).toEqual(before)
  })

  test('that cannot be read is reported by its place, and the others come in', async () => {
    const { intake } = await newShop()
    const customer = rawCustomer()
    const report = await intake.jobs([
      rawJob(customer, { id: ' ' }),
      rawJob(customer, { id: 'job_a', work_status: 'sleeping' }),
      rawJob(customer, { id: 'job_b', customer: null }),
      rawJob(customer, { id: 'job_c', total_amount: -5, schedule: { scheduled_start: 'soon' } }),
      rawJob(customer, { id: 'job_d', total_amount: '189.00', notes: { content: 'x' }, created_at: 1_700_000_000 }),
      rawJob({ ...customer, id: 'cus_unreadable', tags: 'x' }, { id: 'job_e' }),
      rawJob(customer),
    ])
    expect(report).toMatchObject({ received: 7, created: 1 })
    expect(report.problems.map(({ index, reason }) => [index, reason])).toEqual([
      [0, 'missing or of the wrong type: id'],
      [1, 'missing or of the wrong type: work_status'],
      [2, 'missing or of the wrong type: customer.id'],
      [3, 'missing or of the wrong type: schedule.scheduled_start, total_amount'],
      [4, 'missing or of the wrong type: created_at, notes, total_amount'],
      [5, 'its customer cannot be read'],
    ])
  })

  test('of an erased customer does not come back', async () => {
    const { tenantId, intake, job } = await newShop()
    const customer = rawCustomer()
    const raw = rawJob(customer)
    await intake.jobs([raw])
    await api.eraseCustomer({ tenantId, customerId: await ownerOf(admin, tenantId, customer), actor: 'key' })
    expect(await intake.jobs([raw])).toMatchObject({ created: 0, customersCreated: 0, erased: 1 })
    expect(await job(raw)).toBeUndefined()
  })

  test('belongs to the location of its company’s account', async () => {
    const { tenantId, intake, job } = await newShop()
    const [location] = await admin`select id from tenancy.locations where tenant_id = ${tenantId}`
    const account = { tenantId, provider: 'housecall', companyId: 'company-a', keyId: 'k1' }
    await api.saveCrmConnection({ ...account, credentials: new Uint8Array(40), locationId: location?.id })
    const raw = rawJob(rawCustomer(), { company_id: 'company-a' })
    await intake.jobs([raw])
    expect(await job(raw)).toMatchObject({ location_id: location?.id })
  })

  test('deleted there counts as canceled, also when the deletion was known first, until it is seen again', async () => {
    const { tenantId, intake, job } = await newShop()
    const customer = rawCustomer()
    const [known, unknown] = [rawJob(customer), rawJob(customer)]
    await intake.jobs([known])
    const remove = (kind: string, ids: unknown[], deletedAt: string) =>
      api.deleteHousecallRecords({ tenantId, kind, ids: ids.map(String), deletedAt })
    expect(await remove('job', [known.id, unknown.id], '2026-02-01T00:00:00Z')).toBe(1)
    await intake.jobs([unknown, { ...known, updated_at: '2026-01-31T00:00:00Z' }])
    for (const raw of [known, unknown])
      expect(await job(raw)).toMatchObject({ work_status: 'canceled', deleted_at: new Date('2026-02-01T00:00:00Z') })
    await intake.jobs([{ ...known, updated_at: '2026-02-02T00:00:00Z' }])
    expect(await job(known)).toMatchObject({ work_status: 'completed', deleted_at: null })
    expect(await remove('job', [known.id], '2026-02-01T12:00:00Z')).toBe(0)
  })
})

describe('visits and invoices', () => {
  const seen = '2026-01-06T00:00:00Z'
  const open = { work_status: 'scheduled', completed_at: null }

  test('told of after the job move its visit and its technician; older ones do not', async () => {
    const { tenantId, intake, job } = await newShop()
    const raw = rawJob(rawCustomer(), {
      ...open,
      schedule: {
        scheduled_start: '2026-02-01T14:00:00Z',
        scheduled_end: null,
        arrival_window: 30,
        appointments: [{ id: 'appt_1', start_time: '2026-02-01T14:00:00Z', dispatched_employees_ids: ['pro_1'] }],
      },
    })
    await intake.jobs([raw], seen)
    const visit = (facts: Raw, seenAt: string) =>
      api.ingestHousecallAppointments({
        tenantId,
        seenAt,
        appointments: [{ id: 'appt_1', dispatched_employees_ids: ['pro_2'], arrival_window_minutes: 120, ...facts }],
      })
    await visit({ start_time: '2026-01-20T14:00:00Z' }, '2026-01-05T00:00:00Z')
    expect(await job(raw)).toMatchObject({ scheduled_start: new Date('2026-02-01T14:00:00Z'), technician_id: 'pro_1' })
    await visit({ start_time: '2026-02-03T14:00:00Z', end_time: '2026-02-03T16:00:00Z' }, '2026-01-07T00:00:00Z')
    expect(await job(raw)).toMatchObject({
      scheduled_start: new Date('2026-02-03T14:00:00Z'),
      scheduled_end: new Date('2026-02-03T16:00:00Z'),
      arrival_window_minutes: 120,
      technician_id: 'pro_2',
      technician_name: null,
    })
    await api.ingestHousecallEmployees({
      tenantId,
      employees: [{ id: 'pro_2', first_name: 'Ana', last_name: 'Costa' }],
    })
    expect(await job(raw)).toMatchObject({ technician_name: 'Ana Costa' })
    await visit({ is_discarded: true }, '2026-01-08T00:00:00Z')
    expect(await job(raw)).toMatchObject({ scheduled_start: null, work_status: 'needs_scheduling' })
    // The job's own record, read later, is the last word.
    await intake.jobs([raw], '2026-01-09T00:00:00Z')
    expect(await job(raw)).toMatchObject({ scheduled_start: new Date('2026-02-01T14:00:00Z'), technician_id: 'pro_1' })
  })

  test('told of before the job is known wait for it', async () => {
    const { tenantId, intake, job } = await newShop()
    const raw = rawJob(rawCustomer(), open)
    const start_time = '2026-02-05T14:00:00Z'
    await api.ingestHousecallAppointments({
      tenantId,
      seenAt: '2026-01-07T00:00:00Z',
      appointments: [{ id: 'appt_2', job_id: raw.id, start_time }],
    })
    await api.ingestHousecallInvoices({
      tenantId,
      seenAt: '2026-01-07T00:00:00Z',
      invoices: [{ id: 'invoice_2', job_id: raw.id, status: 'open', due_amount: 5000 }],
    })
    await intake.jobs([raw], seen)
    expect(await job(raw)).toMatchObject({ scheduled_start: new Date(start_time), outstanding_balance: '50.00' })
  })

  test('a paid invoice leaves no balance, an older one does not bring it back', async () => {
    const { tenantId, intake, job } = await newShop()
    const raw = rawJob(rawCustomer(), { outstanding_balance: 18_900 })
    await intake.jobs([raw], seen)
    const invoice = (status: string, due_amount: number, seenAt: string) =>
      api.ingestHousecallInvoices({
        tenantId,
        seenAt,
        invoices: [{ id: 'invoice_1', job_id: raw.id, status, due_amount, amount: 18_900 }],
      })
    expect(await invoice('paid', 0, '2026-01-08T00:00:00Z')).toMatchObject({ written: 1 })
    expect(await job(raw)).toMatchObject({ outstanding_balance: '0.00' })
    expect(await invoice('open', 18_900, '2026-01-07T00:00:00Z')).toMatchObject({ written: 0 })
    expect(await job(raw)).toMatchObject({ outstanding_balance: '0.00' })
  })
})

test('estimates and leads come in with their unknown customers, amounts in dollars, and go with an erased one', async () => {
  const { tenantId } = await newShop()
  const [one, two] = [rawCustomer(), rawCustomer({ mobile_number: '3025550109' })]
  const options = [
    { id: 'est_1', name: 'Tankless', option_number: '7-1', approval_status: 'approved', total_amount: 250_000 },
  ]
  const at = { created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-02T00:00:00Z' }
  const estimate = { id: 'csr_1', estimate_number: '7', customer: one, work_status: 'complete unrated', options, ...at }
  const lead = {
    id: 'lea_1',
    number: 12,
    status: 'won',
    customer: two,
    total_amount: 9900,
    conversions: [{ id: 'job_9', type: 'job', extra: 1 }],
    ...at,
  }
  const phones = { '3025550109': '+13025550109' }
  expect(await api.ingestHousecallEstimates({ tenantId, estimates: [estimate, { id: 'csr_2' }] })).toEqual({
    received: 2,
    written: 1,
    erased: 0,
    problems: [{ index: 1, id: 'csr_2', reason: 'missing or of the wrong type: customer.id' }],
  })
  expect(await api.ingestHousecallLeads({ tenantId, leads: [lead], phones })).toMatchObject({ written: 1 })
  expect(
    await api.ingestHousecallLeads({ tenantId, leads: [{ ...lead, status: 'open', updated_at: at.created_at }] }),
  ).toMatchObject({ written: 0 })
  const [stored] = await admin`select * from crm.estimates where tenant_id = ${tenantId}`
  expect(stored).toMatchObject({
    estimate_number: '7',
    options: [{ id: 'est_1', name: 'Tankless', number: '7-1', status: null, approvalStatus: 'approved', amount: 2500 }],
  })
  const [row] = await admin`select * from crm.leads where tenant_id = ${tenantId}`
  expect(row).toMatchObject({ status: 'won', total_amount: '99.00', conversions: [{ id: 'job_9', type: 'job' }] })
  await api.eraseCustomer({ tenantId, customerId: await ownerOf(admin, tenantId, two), actor: 'key' })
  expect(await api.ingestHousecallLeads({ tenantId, leads: [lead], phones })).toMatchObject({ written: 0, erased: 1 })
  expect(await admin`select from crm.leads where tenant_id = ${tenantId}`).toHaveLength(0)
})
