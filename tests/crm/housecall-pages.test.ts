import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { createHousecallClient, type HousecallClient } from '../../src/crm/housecall/client.ts'
import { itemsOf } from '../../src/crm/housecall/pages.ts'
import { type HousecallDouble, startHousecallDouble } from '../fakes/housecall.ts'
import type { DoubleReply } from '../fakes/http-double.ts'
import { startHttpDouble } from '../fakes/http-double.ts'
import { failureOf } from './failure.ts'

let double: HousecallDouble
let client: HousecallClient
let now: number
const clientOf = (baseUrl: string, apiKey = double.apiKey) =>
  createHousecallClient({ baseUrl, apiKey, requestsPerSecond: 1000 })
beforeEach(async () => {
  now = Date.parse('2026-11-21T15:00:00Z')
  double = await startHousecallDouble({ now: () => new Date(now) })
  client = clientOf(double.url)
})
afterEach(() => double.stop())

/** Customers a second apart, the newest last. */
const addCustomers = (count: number) =>
  Array.from({ length: count }, (_, index) => {
    now += 1000
    return double.office.addCustomer({ first_name: `C${index}` }).id
  })
const NEWEST_FIRST = { sortBy: 'updated_at', sortDirection: 'desc' } as const
const targets = () => double.requests.map(({ target }) => target)

describe('pages', () => {
  test('of an empty list are one, with nothing on it', async () => {
    const pages = await Array.fromAsync(client.customers.pages())
    expect(pages).toEqual([{ items: [], page: 1, totalPages: 0, totalItems: 0 }])
    expect(targets()).toEqual(['/customers?page=1&page_size=200'])
  })

  test('are asked for only when they are wanted, from any one on, in the size that is asked for', async () => {
    const ids = addCustomers(25)
    const pages = client.customers.pages(NEWEST_FIRST, { pageSize: 10, fromPage: 2 })
    const { value: second } = await pages.next()
    expect(second?.items.map(({ id }) => id)).toEqual(ids.toReversed().slice(10, 20))
    expect(second).toMatchObject({ page: 2, totalPages: 3, totalItems: 25 })
    expect(double.requests).toHaveLength(1)
    expect((await pages.next()).value?.items).toHaveLength(5)
    expect((await pages.next()).done).toBe(true)
    expect([...double.counts().values()]).toEqual([1, 1])
  })

  test('can be left at any time', async () => {
    addCustomers(30)
    for await (const { items } of client.customers.pages({}, { pageSize: 10 })) if (items.length > 0) break
    expect(double.requests).toHaveLength(1)
  })

  test('hold 1 to 200 records: another size is refused before anything is sent', async () => {
    for (const pageSize of [0, 201, 1.5, Number.NaN]) {
      const failed = await client.customers
        .pages({}, { pageSize })
        .next()
        .then(
          () => null,
          (error: unknown) => error,
        )
      expect(failed).toBeInstanceOf(RangeError)
    }
    expect(double.requests).toHaveLength(0)
  })

  test('whose list grows at its front while it is read show records twice, and leave none out', async () => {
    const ids = addCustomers(20)
    double.onRequest(() => void addCustomers(1))
    const read: string[] = []
    for await (const { id } of itemsOf(client.customers.pages(NEWEST_FIRST, { pageSize: 5 }))) read.push(id)
    expect(ids.every((id) => read.includes(id))).toBe(true)
    expect(read.length).toBeGreaterThan(new Set(read).size)
  })

  test('whose list loses a record that was read skip one: reading on from the same page shows it', async () => {
    const ids = addCustomers(10).toReversed()
    const pages = client.customers.pages(NEWEST_FIRST, { pageSize: 5 })
    await pages.next()
    double.office.deleteCustomer(ids[0] ?? '')
    const { value } = await pages.next()
    expect(value?.items.map(({ id }) => id)).toEqual(ids.slice(6))
    const again = await client.customers.pages(NEWEST_FIRST, { pageSize: 5 }).next()
    expect(again.value?.items.at(-1)?.id).toBe(ids[5] as string)
  })

  test('end where an answer has nothing, whatever total it claims, and where it is short of a total', async () => {
    const answers: DoubleReply[] = [
      { status: 200, body: { customers: [{ id: 'cus_1' }], total_pages: 999 } },
      { status: 200, body: { customers: [], total_pages: 999 } },
      { status: 200, body: { object: 'list', data: [{ id: 'cus_2' }] } },
    ]
    const vendor = await startHttpDouble(() => answers.shift() ?? { status: 500 })
    const own = clientOf(vendor.url)
    expect((await Array.fromAsync(own.customers.pages())).map(({ items }) => items.length)).toEqual([1, 0])
    expect((await Array.fromAsync(own.customers.pages())).map(({ items }) => items.length)).toEqual([1])
    expect(vendor.requests).toHaveLength(3)
    await vendor.stop()
  })

  test('that are no list are malformed', async () => {
    const vendor = await startHttpDouble(() => ({ status: 200, body: { page: 1, total_pages: 1 } }))
    expect(await failureOf(clientOf(vendor.url).jobs.pages().next())).toMatchObject({ code: 'malformed' })
    await vendor.stop()
  })
})

describe('filters', () => {
  test('go out as the vendor reads them: lists as name[], times in UTC, what is left out not at all', async () => {
    await client.jobs
      .pages({
        workStatus: ['completed', 'canceled'],
        customerId: 'cus_1',
        scheduledStartMin: new Date('2026-11-01T00:00:00-05:00'),
        employeeIds: [],
        expand: ['appointments'],
        sortBy: 'updated_at',
        sortDirection: 'desc',
      })
      .next()
    expect(decodeURIComponent(targets()[0] ?? '')).toBe(
      '/jobs?customer_id=cus_1&work_status[]=completed&work_status[]=canceled&scheduled_start_min=2026-11-01T05:00:00.000Z&expand[]=appointments&sort_by=updated_at&sort_direction=desc&page=1&page_size=200',
    )
  })

  test('ids are sent as one part of the path, whatever is in them', async () => {
    await failureOf(client.jobs.get('../customers?q=#'))
    expect(targets()).toEqual(['/jobs/..%2Fcustomers%3Fq%3D%23'])
  })
})
