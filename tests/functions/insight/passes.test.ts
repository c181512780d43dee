import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { resetClock, setClock } from '../../fixtures/clock.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { newShop, type Shop } from './shop.ts'

let admin: Sql
beforeAll(async () => {
  admin = (await testDatabase()).admin
  await setClock(admin, '2027-01-05T12:00:00Z')
})
afterAll(() => resetClock(admin))

/** A shop with owners of old heaters, whose first pass is through: all at one instant of the clock. */
async function passedShop(owners = 1) {
  const shop = await newShop()
  for (let n = 0; n < owners; n += 1) await shop.unit(await shop.customer(), 'water_heater', '2009-01-01')
  await shop.refresh()
  expect(await shop.pass()).toMatchObject({ isFull: true, customers: owners })
  expect(await shop.pass()).toMatchObject({ isFull: false, customers: 0 })
  return shop
}
const setYears = (shop: Shop, years: number | null) =>
  shop.staff.updateInsightRule({
    tenantId: shop.tenantId,
    rule: 'equipment_replacement',
    changes: { thresholds: { water_heater: years } },
    actor: 'test',
  })
const setFlag = (shop: Shop, isEnabled: boolean) =>
  shop.staff.setFeatureFlag({ tenantId: shop.tenantId, name: 'CUSTOMER_CONTEXT_INSIGHTS', isEnabled })
const settle = (shop: Shop, settings: Record<string, unknown>) =>
  admin`update tenancy.tenants set settings = ${admin.json(settings as never)} where id = ${shop.tenantId}`

test.each<[string, (shop: Shop) => Promise<unknown>]>([
  ['a threshold', (shop) => setYears(shop, 12)],
  [
    'the zone in which days are counted',
    (shop) => admin`update tenancy.locations set time_zone = 'America/Denver' where tenant_id = ${shop.tenantId}`,
  ],
  ['what a membership costs', (shop) => settle(shop, { membershipPlan: { pricePerYear: 60, discountPercent: 15 } })],
  ['what a membership is called', (shop) => settle(shop, { membershipNames: { family_discount: 'Gold' } })],
])('after %s changed one pass looks at everybody, and the next one at nobody', async (_what, change) => {
  const shop = await passedShop(2)
  await change(shop)
  expect(await shop.pass()).toMatchObject({ isFull: true, customers: 2 })
  expect(await shop.pass()).toMatchObject({ isFull: false, customers: 0 })
})

test('what no rule reads of a tenant makes nobody be looked at when it changes', async () => {
  const shop = await passedShop()
  await admin`update tenancy.tenants set name = 'Other name' where id = ${shop.tenantId}`
  expect(await shop.pass()).toMatchObject({ isFull: false, customers: 0 })
})

test('what happened while insights were off is looked at when they are on again, be it at the same instant', async () => {
  const shop = await passedShop()
  await setFlag(shop, false)
  const customerId = await shop.customer()
  await shop.unit(customerId, 'water_heater', '2009-01-01')
  expect(await shop.refresh()).toMatchObject({ marks: 0 })
  await setFlag(shop, true)
  expect(await shop.pass()).toMatchObject({ isFull: true, customers: 2 })
  expect(await shop.active(customerId)).toContain('equipment_replacement')
})

test('rules that change between the steps of a pass have the next one look at everybody', async () => {
  const shop = await passedShop(3)
  await setYears(shop, 15)
  const step = (after: string | null) => shop.api.passInsights({ tenantId: shop.tenantId, after, limit: 2 })
  const { next } = await step(null)
  expect(next).not.toBeNull()
  await setYears(shop, 20)
  expect(await step(next)).toMatchObject({ isFull: true, next: null, expired: 1 })
  expect(await shop.pass()).toMatchObject({ isFull: true, customers: 3, expired: 2 })
  expect(await shop.pass()).toMatchObject({ isFull: false })
})

test('rules that are changed back before the next pass leave nobody judged by the ones in between', async () => {
  const shop = await passedShop()
  const customerId = await shop.customer()
  await setYears(shop, 20)
  await shop.unit(customerId, 'water_heater', '2009-01-01')
  await shop.refresh()
  expect(await shop.active(customerId)).toEqual(['water_heater_flush'])
  await setYears(shop, null)
  expect(await shop.pass()).toMatchObject({ isFull: true, customers: 2, generated: 1 })
  // The same within a pass: what its second step went by counts, not how its first began.
  const step = (after: string | null) => shop.api.passInsights({ tenantId: shop.tenantId, after, limit: 1 })
  await setYears(shop, 19)
  let { next } = await step(null)
  await setYears(shop, 5)
  next = (await step(next)).next
  await setYears(shop, 19)
  while (next !== null) next = (await step(next)).next
  expect(await shop.pass()).toMatchObject({ isFull: true, customers: 2 })
  expect(await shop.pass()).toMatchObject({ isFull: false, customers: 0 })
})

test('rules that are changed and changed back while nobody is looked at make nobody be looked at', async () => {
  const shop = await passedShop()
  await setYears(shop, 20)
  await setYears(shop, null)
  expect(await shop.pass()).toMatchObject({ isFull: false, customers: 0 })
})
