import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { resetClock, setClock } from '../../fixtures/clock.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { nativeOnly } from '../../fixtures/lane.ts'
import { newShop, type Shop } from './shop.ts'

let admin: Sql
let shop: Shop
beforeAll(async () => {
  admin = (await testDatabase()).admin
  shop = await newShop()
  await setClock(admin, '2027-01-05T12:00:00Z')
})
afterAll(() => resetClock(admin))

const loyal = async (at = shop) => {
  const customerId = await at.customer()
  for (const day of ['2026-02-01', '2026-04-01', '2026-08-01', '2026-12-01'])
    await at.job(customerId, day, { total_amount: 300 })
  await at.unit(customerId, 'water_heater', '2010-01-01')
  return customerId
}
const rulesOf = async (customerId: string) =>
  (await shop.insights(customerId)).map(({ rule, status }) => `${rule} ${status}`).sort()

test('a merge gives the survivor one insight of each subject, and undoing it gives both theirs back', async () => {
  const [survivorId, mergedId] = [await loyal(), await loyal()]
  await shop.refresh()
  const before = [await rulesOf(survivorId), await rulesOf(mergedId)]
  expect(before[0]).toEqual(['equipment_replacement active', 'upsell_membership active', 'water_heater_flush active'])
  expect(before[1]).toEqual(before[0] ?? [])

  const merge = { tenantId: shop.tenantId, survivorId, mergedId, reason: 'same', actor: 'test' }
  const { mergeId } = await shop.staff.mergeCustomers(merge)
  await shop.refresh()
  // Two heaters, one membership, which is about all the visits.
  expect((await rulesOf(survivorId)).filter((rule) => rule.endsWith(' active'))).toEqual([
    'equipment_replacement active',
    'equipment_replacement active',
    'upsell_membership active',
    'water_heater_flush active',
    'water_heater_flush active',
  ])
  const [upsell] = (await shop.insights(survivorId)).filter(({ rule }) => rule === 'upsell_membership')
  expect(upsell?.description).toContain('8 times for $2,400')
  expect(await shop.staff.getCustomerInsights({ tenantId: shop.tenantId, customerId: mergedId })).toHaveLength(5)

  await shop.staff.undoMerge({ tenantId: shop.tenantId, mergeId, actor: 'test' })
  await shop.refresh()
  expect([await rulesOf(survivorId), await rulesOf(mergedId)]).toEqual(before)
  expect((await shop.insights(survivorId)).find(({ rule }) => rule === 'upsell_membership')?.description).toContain(
    '4 times',
  )
})

test('what waits to be looked at for a merged customer is looked at for the one they became', async () => {
  const [survivorId, mergedId] = [await shop.customer(), await shop.customer()]
  const unit = await shop.unit(mergedId, 'water_heater', '2010-01-01')
  await shop.staff.mergeCustomers({ tenantId: shop.tenantId, survivorId, mergedId, reason: 'same', actor: 'test' })
  await shop.refresh()
  expect((await shop.insights(survivorId)).map(({ subject }) => subject)).toContain(`equipment:${unit}`)
  expect(await shop.insights(mergedId)).toEqual([])
})

test('an erased customer leaves no insight and no mark; nothing brings one back', async () => {
  const customerId = await loyal()
  await shop.refresh()
  await shop.job(customerId, '2026-12-02')
  await shop.staff.eraseCustomer({ tenantId: shop.tenantId, customerId, actor: 'test' })
  const [left] = await admin`
    select (select count(*) from insight.customer_insights where customer_id = ${customerId})::integer as insights,
      (select count(*) from insight.stale_customers where customer_id = ${customerId})::integer as marks`
  expect(left).toEqual({ insights: 0, marks: 0 })
  await shop.refresh()
  await shop.pass()
  expect(await shop.insights(customerId)).toEqual([])
})

test('a bulk of changes is noted without enqueuing twice, and sync that changes nothing is not noted', async () => {
  const own = await newShop()
  const customers = [await loyal(own), await loyal(own), await loyal(own)]
  await own.refresh()
  await admin`delete from pgboss.job where name = 'refresh_insights' and data ->> 'tenantId' = ${own.tenantId}`
  await admin`update context.customer_job_history set notes = 'synced', total_amount = total_amount where tenant_id = ${own.tenantId}`
  await admin`update context.equipment set model = 'X' where tenant_id = ${own.tenantId}`
  await admin`update context.customer_context set tags = '{VIP}' where tenant_id = ${own.tenantId}`
  expect(await own.refresh()).toMatchObject({ marks: 0 })
  await admin.begin(async (sql) => {
    await sql`update context.customer_job_history set total_amount = total_amount + 1 where tenant_id = ${own.tenantId}`
    await sql`update context.equipment set make = 'Rheem' where tenant_id = ${own.tenantId}`
  })
  const jobs =
    await admin`select state from pgboss.job where name = 'refresh_insights' and data ->> 'tenantId' = ${own.tenantId}`
  expect(jobs.map(({ state }) => state)).toEqual(['created'])
  // All marks of a customer are taken with the first: their job's, whose totals need none of their own, and their unit's.
  for (const _ of customers) expect(await own.refresh(1)).toMatchObject({ marks: 2, customers: 1 })
  expect(await own.refresh(3)).toMatchObject({ marks: 0, customers: 0 })
  expect(customers).toHaveLength(3)
})

test('a line item that comes after its job says what was done, and taken away says it no more', async () => {
  const customerId = await shop.customer()
  await shop.unit(customerId, 'water_heater', '2022-06-01')
  const jobId = await shop.job(customerId, '2026-11-01')
  await shop.refresh()
  expect(await shop.active(customerId)).toEqual(['water_heater_flush'])
  await admin`
    insert into context.job_items (tenant_id, job_id, position, name) values (${shop.tenantId}, ${jobId}, 1, 'Water heater flush')`
  await shop.refresh()
  expect(await shop.active(customerId)).toEqual([])
  await admin`delete from context.job_items where job_id = ${jobId}`
  await shop.refresh()
  expect(await shop.active(customerId)).toEqual(['water_heater_flush'])
})

nativeOnly.describe('with many at once', () => {
  test('looks at the same customers make one insight each', async () => {
    const own = await newShop()
    const customers = await Promise.all(Array.from({ length: 12 }, () => loyal(own)))
    const ask = async (n: number) => (n % 2 === 0 ? own.pass() : own.refresh(5))
    await Promise.all(Array.from({ length: 10 }, (_, n) => ask(n)))
    await own.refresh()
    const subjects = (await own.insights()).map(
      ({ customer_id, insight_type, subject }) => `${customer_id} ${insight_type} ${subject}`,
    )
    expect(new Set(subjects).size).toBe(subjects.length)
    expect(subjects).toHaveLength(customers.length * 3)
  })

  test('a change that is committed while its customer is looked at is looked at again', async () => {
    const own = await newShop()
    const customerId = await own.customer()
    const unit = await own.unit(customerId, 'water_heater', '2024-01-01')
    await own.refresh()
    for (let round = 0; round < 10; round += 1) {
      const installedOn = round % 2 === 0 ? '2009-01-01' : '2026-12-01'
      await Promise.all([
        admin`update context.equipment set installed_on = ${installedOn} where id = ${unit}`,
        own.refresh(),
        own.refresh(),
      ])
      await own.refresh()
      expect([round, (await own.active(customerId)).includes('equipment_replacement')]).toEqual([
        round,
        round % 2 === 0,
      ])
    }
  })

  test('merging, erasing, closing and looking at each other’s customers blocks nobody for good', async () => {
    const own = await newShop()
    const customers = await Promise.all(Array.from({ length: 24 }, () => loyal(own)))
    await own.refresh()
    const insights = await own.insights()
    const work: Promise<unknown>[] = []
    for (let n = 0; n < 8; n += 1) {
      const [survivorId = '', mergedId = '', erasedId = ''] = customers.slice(n * 3)
      const closing = insights.filter(({ customer_id }) => customer_id === survivorId)
      work.push(
        own.staff.mergeCustomers({ tenantId: own.tenantId, survivorId, mergedId, reason: 'same', actor: 'test' }),
        own.staff.eraseCustomer({ tenantId: own.tenantId, customerId: erasedId, actor: 'test' }),
        own.job(survivorId, '2026-12-20', { total_amount: 50 }),
        own.refresh(),
        own.pass(5),
        ...closing.map(({ id }) =>
          own.staff.updateInsight({ tenantId: own.tenantId, insightId: id, status: 'dismissed', actionedBy: 'test' }),
        ),
      )
    }
    const failed = (await Promise.allSettled(work)).flatMap((result) =>
      result.status === 'rejected' ? [result.reason] : [],
    )
    // What an erasure or a merge took away meanwhile is not there; nothing else may go wrong.
    expect(failed.filter(({ code }) => !['RP001', 'RP004'].includes(code))).toEqual([])
    await own.refresh()
    await own.refresh()
    const orphans = await admin`
      select i.id from insight.customer_insights as i join identity.customers as c on c.tenant_id = i.tenant_id and c.id = i.customer_id
      where i.tenant_id = ${own.tenantId} and c.merged_into is not null and i.status = 'active' and i.rule <> 'upsell_membership'`
    expect(orphans).toHaveLength(0)
  })
})
