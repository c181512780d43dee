import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { createHousecallClient, type HousecallClient } from '../../src/crm/housecall/client.ts'
import { searchTermOf } from '../../src/crm/housecall/customers.ts'
import { itemsOf, type Page } from '../../src/crm/housecall/pages.ts'
import { verifyHousecallSignature } from '../../src/crm/housecall/signature.ts'
import { COMPANY, type HousecallDouble, startHousecallDouble } from '../fakes/housecall.ts'
import { fillBusiness } from '../fakes/housecall-business.ts'
import { HOUSECALL_EVENTS, resourceKeyOf } from '../fakes/housecall-webhooks.ts'
import type { DoubleRequest } from '../fakes/http-double.ts'
import { startHttpDouble } from '../fakes/http-double.ts'
import { failureOf } from './failure.ts'

/** The double and our client against each other over HTTP: what one writes the other reads, with nothing to report. */
const UNTIL = new Date('2026-11-21T15:00:00Z')
let double: HousecallDouble
let client: HousecallClient
const mismatches: unknown[] = []

beforeAll(async () => {
  double = await startHousecallDouble({ now: () => UNTIL })
  fillBusiness(double.store, { customers: 120, jobs: 500, until: UNTIL })
  client = createHousecallClient({
    baseUrl: double.url,
    apiKey: double.apiKey,
    requestsPerSecond: 1000,
    onMismatch: (mismatch) => mismatches.push(mismatch),
  })
})
afterAll(() => double.stop())

async function collect<Item>(pages: AsyncIterable<Page<Item>>): Promise<Item[]> {
  const items: Item[] = []
  for await (const item of itemsOf(pages)) items.push(item)
  return items
}

describe('everything the double has', () => {
  test('is read whole, each record once, and every field is of the type it should be', async () => {
    const jobs = await collect(client.jobs.pages({ expand: ['appointments'] }))
    const customers = await collect(client.customers.pages({}, { pageSize: 50 }))
    expect(jobs).toHaveLength(500)
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(500)
    expect(customers).toHaveLength(120)
    expect(await collect(client.estimates.pages())).toHaveLength(double.store.estimates.size)
    expect(await collect(client.invoices.pages())).toHaveLength(double.store.invoices.size)
    expect(await collect(client.leads.pages())).toHaveLength(double.store.leads.size)
    expect((await collect(client.company.tagPages())).map(({ name }) => name)).toEqual([
      'VIP',
      'Family Discount',
      'Commercial',
    ])
    expect((await collect(client.company.jobTypePages())).length).toBeGreaterThan(3)
    expect(await client.company.get()).toEqual({ ...COMPANY })
    expect(mismatches).toEqual([])
  })

  test('employees who left are not listed, yet they are on their jobs', async () => {
    const listed = (await collect(client.employees.pages())).map(({ id }) => id)
    const onJobs = (await collect(client.jobs.pages())).flatMap((job) => job.assigned_employees ?? [])
    expect(listed).toHaveLength(5)
    expect(onJobs.some(({ id }) => !listed.includes(id))).toBe(true)
  })

  test('line items come in the other envelope, in cents, and add up to the total of their job', async () => {
    const { value: page } = await client.jobs.pages({ workStatus: ['completed'] }, { pageSize: 1 }).next()
    const job = page?.items[0]
    const items = await client.jobs.lineItems(job?.id ?? '')
    expect(items.reduce((sum, item) => sum + (item.amount ?? 0), 0)).toBe(job?.total_amount as number)
    expect(items.every((item) => Number.isInteger(item.amount))).toBe(true)
  })
})

test('a customer that is deleted is not found, a job that is deleted is gone', async () => {
  const customer = await client.customers.create({ first_name: 'Ada' })
  const address = await client.customers.createAddress(customer.id, { street: '1 Elm Ave', city: 'Quincy' })
  const job = await client.jobs.create({ customer_id: customer.id, address_id: address.id ?? '', notes: 'side door' })
  expect(job.notes).toMatchObject([{ content: 'side door' }])
  double.office.deleteJob(job.id)
  double.office.deleteCustomer(customer.id)
  expect(await failureOf(client.jobs.get(job.id))).toMatchObject({ code: 'gone', status: 410 })
  expect(await failureOf(client.customers.get(customer.id))).toMatchObject({ code: 'not_found', status: 404 })
})

describe('customers', () => {
  test('are found by telephone number as the vendor keeps it, by e-mail and by address', async () => {
    const facts = { first_name: 'Wilhelmina', mobile_number: '7815550199', email: 'wil@harbor.example' }
    const { id } = await client.customers.create(facts)
    await client.customers.createAddress(id, { street: '77 Lighthouse Rd', city: 'Hull', zip: '02045' })
    for (const q of [searchTermOf('+17815550199'), 'WIL@harbor.example', '77 lighthouse', 'wilhelmina']) {
      expect((await collect(client.customers.pages({ q }))).map((found) => found.id)).toEqual([id])
    }
    expect(await collect(client.customers.pages({ q: '+17815550199' }))).toEqual([])
    expect(await collect(client.customers.pages({ q: 'nobody at all' }))).toEqual([])
  })

  test('that are changed come first by updated_at, and keep what was not written', async () => {
    const [customer] = double.store.customers.values()
    const { addresses: _, ...before } = { ...customer }
    const notes = 'Line one\nLine two'
    const updated = await client.customers.update(customer?.id ?? '', { notes, tags: ['VIP'] })
    expect(updated).toMatchObject({ ...before, notes, tags: ['VIP'], updated_at: '2026-11-21T15:00:00Z' } as never)
    const { value: page } = await client.customers.pages({ sortBy: 'updated_at' }, { pageSize: 5 }).next()
    expect(page?.items.map(({ id }) => id)).toContain(customer?.id as string)
    const addresses = await collect(client.customers.addressPages(customer?.id ?? ''))
    expect(addresses.map(({ id }) => id)).toEqual(customer?.addresses.map(({ id }) => id) as never)
  })
})

describe('jobs', () => {
  test('speak two languages: what is filtered by, and what they are', async () => {
    const words = async (workStatus: 'unscheduled' | 'scheduled' | 'in_progress' | 'completed' | 'canceled') =>
      new Set((await collect(client.jobs.pages({ workStatus: [workStatus] }))).map((job) => job.work_status))
    expect(await words('unscheduled')).toEqual(new Set(['needs scheduling']))
    expect(await words('in_progress')).toEqual(new Set(['in progress']))
    expect(await words('completed')).toEqual(new Set(['complete unrated', 'complete rated']))
    expect(await words('canceled')).toEqual(new Set(['user canceled', 'pro canceled']))
  })

  test('hold their customer without addresses, and appointments only when asked', async () => {
    const job = [...double.store.jobs.values()].find(({ appointments }) => appointments.length > 0)
    const read = await client.jobs.get(job?.id ?? '')
    expect(read.customer?.id).toBe(job?.customer_id as string)
    expect(read.customer).not.toHaveProperty('addresses')
    expect(read.schedule).not.toHaveProperty('appointments')
    const expanded = await client.jobs.get(job?.id ?? '', { expand: ['appointments'] })
    expect(expanded.schedule?.appointments).toEqual(job?.appointments as never)
    expect(await client.jobs.appointments(job?.id ?? '')).toEqual(job?.appointments as never)
  })

  test('get and lose notes and tags, each a change', async () => {
    const { id } = [...double.store.jobs.values()].find(({ notes }) => notes.length === 0) ?? { id: '' }
    const tag = double.store.tags.find(({ name }) => name === 'Commercial')
    const note = await client.jobs.createNote(id, 'Shut-off behind the panel')
    await client.jobs.addTag(id, tag?.id ?? '')
    expect(await client.jobs.get(id)).toMatchObject({
      notes: [{ id: note.id as string, content: 'Shut-off behind the panel' }],
      tags: expect.arrayContaining(['Commercial']),
      updated_at: '2026-11-21T15:00:00Z',
    })
    await client.jobs.deleteNote(id, note.id ?? '')
    await client.jobs.deleteNote(id, note.id ?? '')
    await client.jobs.removeTag(id, tag?.id ?? '')
    expect(await client.jobs.get(id)).toMatchObject({ notes: [] })
    expect((await client.jobs.get(id)).tags).not.toContain('Commercial')
  })

  test('are refused without a customer, in the other shape of a 422', async () => {
    const failure = await failureOf(client.jobs.create({ customer_id: 'cus_0', address_id: 'adr_0' }))
    expect(failure).toMatchObject({ code: 'invalid', status: 422, vendorMessage: 'Customer not found' })
  })
})

test('a key of several companies reads the one that is named, and no other', async () => {
  const second = { ...COMPANY, id: '0d1c5f6a-0000-4000-8000-000000000002', name: 'Harbor Heating' }
  const both = await startHousecallDouble({ companies: [COMPANY, second] })
  const theirs = both.office.addCustomer({ first_name: 'Hedy', company_id: second.id, company_name: second.name })
  const ours = both.office.addCustomer({ first_name: 'Ada' })
  const clientFor = (companyId: string | null) =>
    createHousecallClient({ baseUrl: both.url, apiKey: both.apiKey, companyId })
  const idsOf = async (own: HousecallClient, locationIds?: string[]) =>
    (await collect(own.customers.pages({ locationIds }))).map(({ id }) => id)
  expect(await idsOf(clientFor(null))).toEqual([ours.id])
  expect(await idsOf(clientFor(second.id))).toEqual([theirs.id])
  expect(await idsOf(clientFor(null), [COMPANY.id, second.id])).toHaveLength(2)
  expect(await clientFor(second.id).company.get()).toMatchObject({ id: second.id })
  expect(await failureOf(clientFor('nobody').company.get())).toMatchObject({ code: 'unauthorised', status: 403 })
  await both.stop()
})

describe('webhooks', () => {
  const received: DoubleRequest[] = []
  const receive = () =>
    startHttpDouble((request) => {
      received.push(request)
      return { status: 200 }
    })
  const envelope = (request: DoubleRequest) => JSON.parse(request.body) as Record<string, Record<string, unknown>>

  test('come for every event there is, signed, with the record as it then was and without ids of addresses', async () => {
    const edge = await receive()
    const idOf: Record<string, string | undefined> = {
      customer: double.store.customers.keys().next().value,
      job: [...double.store.jobs.values()].find(({ deleted_at }) => !deleted_at)?.id,
      estimate: double.store.estimates.keys().next().value,
      invoice: double.store.invoices.keys().next().value,
      lead: double.store.leads.keys().next().value,
      employee: double.store.employees.keys().next().value,
      appointment: [...double.store.jobs.values()].flatMap(({ appointments }) => appointments)[0]?.id,
    }
    double.events.splice(0)
    for (const event of HOUSECALL_EVENTS) double.office.announce(event, idOf[resourceKeyOf(event)] ?? '')
    const deliveries = await double.deliver({ url: edge.url })
    expect(deliveries.map(({ event, status }) => [event.event, status])).toEqual(
      HOUSECALL_EVENTS.map((event) => [event, 200]),
    )
    for (const request of received.splice(0)) {
      const { event, company_id, event_occurred_at } = envelope(request)
      expect(envelope(request)[resourceKeyOf(String(event))]).toHaveProperty('id')
      expect([company_id, event_occurred_at] as unknown).toEqual([COMPANY.id, '2026-11-21T15:00:00.000Z'])
      expect(request.body).not.toContain('"adr_')
      const verdict = verifyHousecallSignature({
        timestamp: request.headers.get('api-timestamp'),
        signature: request.headers.get('api-signature'),
        rawBody: request.body,
        secrets: [double.webhookSecret],
        toleranceSeconds: 300,
        now: UNTIL,
      })
      expect(verdict.isValid).toBe(true)
    }
    await edge.stop()
  })

  test('follow what happens, our own writes included; a deleted job says only which', async () => {
    double.events.splice(0)
    const customer = await client.customers.create({ first_name: 'Echo' })
    const address = await client.customers.createAddress(customer.id, { street: '2 Elm Ave' })
    const { id } = await client.jobs.create({ customer_id: customer.id, address_id: address.id ?? '' })
    double.office.scheduleJob(id, new Date('2026-11-24T14:00:00Z'))
    double.office.startJob(id)
    double.office.completeJob(id)
    double.office.deleteJob(id)
    expect(double.events.map(({ event }) => event)).toEqual([
      'customer.created',
      'customer.updated',
      'job.created',
      'job.scheduled',
      'job.appointment.scheduled',
      'job.started',
      'job.completed',
      'job.deleted',
    ])
    expect(JSON.parse(double.events.at(-1)?.body ?? '').job).toEqual({ id, deleted: true })
    double.events.splice(0)
  })

  test('arrive as badly as they are told to, the same way for the same seed', async () => {
    const edge = await receive()
    const badly = async (seed: number) => {
      const customer = double.office.addCustomer({ first_name: 'Many' })
      for (let edit = 0; edit < 99; edit += 1) double.office.editCustomer(customer.id, { notes: `note ${edit}` })
      await double.deliver({ url: edge.url, seed, shuffle: true, repeat: 0.2, lose: 0.1 })
      return received.splice(0).map((request) => String(envelope(request).customer?.notes))
    }
    const first = await badly(7)
    expect(await badly(7)).toEqual(first)
    expect(await badly(8)).not.toEqual(first)
    const distinct = new Set(first)
    expect(distinct.size).toBeLessThan(100)
    expect(distinct.size).toBeGreaterThan(75)
    expect(first.length).toBeGreaterThan(distinct.size)
    await edge.stop()
  })
})

test('the same seed makes the same business', async () => {
  const twin = async () => {
    const other = await startHousecallDouble({ now: () => UNTIL })
    fillBusiness(other.store, { customers: 20, jobs: 40, until: UNTIL })
    await other.stop()
    return JSON.stringify([[...other.store.customers], [...other.store.jobs], [...other.store.invoices]])
  }
  expect(await twin()).toBe(await twin())
})
