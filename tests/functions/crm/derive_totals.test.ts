import { beforeAll, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { nativeOnly } from '../../fixtures/lane.ts'
import { newCustomer, newTenant } from '../../fixtures/tenant.ts'
import { intakeOf, ownerOf, rawCustomer, rawJob } from './housecall.ts'

let admin: Sql
let api: Api
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  api = createApi(database.edge)
}, 60_000)

async function newShop() {
  const { tenantId } = await newTenant(admin)
  return { tenantId, intake: intakeOf(api, tenantId) }
}
const totalsOf = async (customerId: string) => {
  const [row] = await admin`
    select total_jobs as jobs, lifetime_value as value, version from context.customer_context where customer_id = ${customerId}`
  return [row?.jobs, Number(row?.value)]
}
const addressOf = async (customerId: string) => {
  const [row] = await admin`
    select job_count as jobs, last_service_date as on, last_service_type as type from context.customer_addresses
    where customer_id = ${customerId}`
  return row
}
const done = (completed_at: string) => ({ work_timestamps: { completed_at }, updated_at: completed_at })

test('totals of customers and addresses are what their completed jobs come to, whatever happens to a job', async () => {
  const { tenantId, intake } = await newShop()
  const customer = rawCustomer()
  const address = { id: 'adr_t', street: '1 Elm St', zip: '02139' }
  const job = (facts: object) => rawJob(customer, { address, ...facts })
  // 03:30 UTC is still the day before at the shop, in New York.
  const last = job({ ...done('2026-02-02T03:30:00Z'), total_amount: 5050, description: 'toilet' })
  const first = job(done('2026-01-05T16:00:00Z'))
  await intake.jobs([first, last, job({ work_status: 'scheduled' }), job({ work_status: 'user canceled' })])
  const customerId = await ownerOf(admin, tenantId, customer)
  expect(await totalsOf(customerId)).toEqual([2, 239.5])
  expect(await addressOf(customerId)).toEqual({ jobs: 2, on: '2026-02-01', type: 'Toilet repair' })

  await intake.jobs([{ ...last, work_status: 'pro canceled', updated_at: '2026-02-03T00:00:00Z' }])
  expect(await totalsOf(customerId)).toEqual([1, 189])
  expect(await addressOf(customerId)).toEqual({ jobs: 1, on: '2026-01-05', type: 'Drain cleaning' })

  await intake.jobs([{ ...first, total_amount: 10_000, updated_at: '2026-02-03T00:00:00Z' }])
  expect(await totalsOf(customerId)).toEqual([1, 100])
  await api.deleteHousecallRecords({
    tenantId,
    kind: 'job',
    ids: [String(first.id)],
    deletedAt: '2026-02-04T00:00:00Z',
  })
  expect(await totalsOf(customerId)).toEqual([0, 0])
  expect(await addressOf(customerId)).toEqual({ jobs: 0, on: null, type: null })
})

test('a job that goes to another customer, or away, takes its part along', async () => {
  const { tenantId, intake } = await newShop()
  const [one, two] = [rawCustomer(), rawCustomer()]
  const raw = rawJob(one)
  await intake.jobs([raw, rawJob(two)])
  await intake.jobs([{ ...rawJob(two), id: raw.id, updated_at: '2026-03-01T00:00:00Z' }])
  const [oneId, twoId] = [await ownerOf(admin, tenantId, one), await ownerOf(admin, tenantId, two)]
  expect([await totalsOf(oneId), await totalsOf(twoId)]).toEqual([
    [0, 0],
    [2, 378],
  ])
  await admin`delete from context.customer_job_history where tenant_id = ${tenantId} and housecall_pro_job_id = ${String(raw.id)}`
  expect(await totalsOf(twoId)).toEqual([1, 189])
})

test('a merge adds them up, and undoing it takes them apart; neither is an edit of the profile', async () => {
  const { tenantId, intake } = await newShop()
  const [one, two] = [rawCustomer(), rawCustomer({ first_name: 'Bea' })]
  await intake.jobs([rawJob(one), rawJob(two), rawJob(two)])
  const [survivorId, mergedId] = [await ownerOf(admin, tenantId, one), await ownerOf(admin, tenantId, two)]
  const { version } = await api.getCustomer({ tenantId, customerId: survivorId })
  const merge = await api.mergeCustomers({ tenantId, survivorId, mergedId, reason: 'same', actor: 'key' })
  expect([await totalsOf(survivorId), await totalsOf(mergedId)]).toEqual([
    [3, 567],
    [0, 0],
  ])
  await api.undoMerge({ tenantId, mergeId: merge.mergeId, actor: 'key' })
  expect([await totalsOf(survivorId), await totalsOf(mergedId)]).toEqual([
    [1, 189],
    [2, 378],
  ])
  await intake.jobs([rawJob(one)])
  expect((await api.getCustomer({ tenantId, customerId: survivorId })).version).toBe(version)
})

test('are verified against the jobs, and repaired on demand', async () => {
  const { tenantId, intake } = await newShop()
  const customer = rawCustomer()
  await intake.jobs([rawJob(customer, { address: { street: '1 Elm St', zip: '02139' } })])
  await newCustomer(admin, tenantId)
  expect(await api.verifyCrmTotals({ tenantId })).toEqual({
    customers: 2,
    addresses: 1,
    wrongCustomers: 0,
    wrongAddresses: 0,
    isRepaired: false,
    shown: [],
  })
  const customerId = await ownerOf(admin, tenantId, customer)
  await admin`update context.customer_context set total_jobs = 7 where customer_id = ${customerId}`
  await admin`update context.customer_addresses set last_service_type = null where customer_id = ${customerId}`
  const wrong = await api.verifyCrmTotals({ tenantId })
  expect(wrong).toMatchObject({ wrongCustomers: 1, wrongAddresses: 1 })
  expect(wrong.shown).toMatchObject([
    { customerId, stored: { jobs: 7, value: 189 }, derived: { jobs: 1, value: 189 } },
    { stored: { lastType: null }, derived: { lastOn: '2026-01-05', lastType: 'Drain cleaning' } },
  ])
  expect(await api.verifyCrmTotals({ tenantId, repair: true })).toMatchObject({ wrongCustomers: 1, isRepaired: true })
  expect(await api.verifyCrmTotals({ tenantId })).toMatchObject({ wrongCustomers: 0, wrongAddresses: 0 })
})

nativeOnly.test(
  'forty batches with the same customers at once lose no job from the totals and do not deadlock',
  async () => {
    const { tenantId, intake } = await newShop()
    const customers = Array.from({ length: 5 }, () => rawCustomer())
    await intake.customers(customers)
    const batches = Array.from({ length: 40 }, (_, n) => {
      const jobs = customers.map((customer) => rawJob(customer, { address: { street: '1 Elm St', zip: '02139' } }))
      return n % 2 ? jobs : jobs.reverse()
    })
    await Promise.all(batches.map((batch) => intake.jobs(batch)))
    for (const customer of customers)
      expect(await totalsOf(await ownerOf(admin, tenantId, customer))).toEqual([40, 7560])
    expect(await api.verifyCrmTotals({ tenantId })).toMatchObject({
      wrongCustomers: 0,
      wrongAddresses: 0,
      addresses: 5,
    })
  },
)
