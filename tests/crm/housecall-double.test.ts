import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { createHousecallClient, type HousecallClient } from '../../src/crm/housecall/client.ts'
import { itemsOf, type Page } from '../../src/crm/housecall/pages.ts'
import { COMPANY, type HousecallDouble, startHousecallDouble } from '../fakes/housecall.ts'
import { fillBusiness } from '../fakes/housecall-business.ts'
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
