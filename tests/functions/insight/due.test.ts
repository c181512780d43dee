import { afterAll, beforeAll, expect } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { resetClock, setClock } from '../../fixtures/clock.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { nativeOnly } from '../../fixtures/lane.ts'
import { newShop, type Shop } from './shop.ts'

let admin: Sql
beforeAll(async () => {
  admin = (await testDatabase()).admin
})
afterAll(() => resetClock(admin))

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
function numbersOf(seed: number) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const START = '2025-11-20'
const dayAt = (offset: number) => new Date(Date.parse(START) + offset * 86_400_000).toISOString().slice(0, 10)

const kinds = ['water_heater', 'furnace', 'air_conditioner', 'sump_pump', 'garbage_disposal']
const services = ['Water heater flush', 'Drain cleaning', 'Furnace tune-up', 'Sump pump check', 'Leak repair', null]

/** The same customers, units and jobs in each of the shops, ages and gaps at random, ends of months among them. */
async function fill(shops: Shop[], seed: number, customers: number) {
  const random = numbersOf(seed)
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T
  const past = (most: number) =>
    random() < 0.15
      ? `${pick(['2015', '2023', '2024'])}-${pick(['01-31', '02-28', '08-31'])}`
      : dayAt(-Math.floor(random() * most))
  const owners: string[][] = []
  for (let n = 0; n < customers; n += 1) {
    const ids = await Promise.all(shops.map((shop) => shop.customer({ firstName: `C${n}` })))
    owners.push(ids)
    const each = (work: (shop: Shop, customerId: string) => Promise<unknown>) =>
      Promise.all(shops.map((shop, index) => work(shop, ids[index] ?? '')))
    for (let k = Math.floor(random() * 3); k > 0; k -= 1) {
      const [kind, installedOn] = [pick(kinds), past(7300)]
      const fields = {
        installed_on_precision: pick(['day', 'month', 'year', 'estimate']),
        type: pick(['tank', 'tankless', null]),
        warranty_end_date: random() < 0.4 ? dayAt(Math.floor(random() * 900) - 60) : null,
        removed_on: random() < 0.1 ? dayAt(Math.floor(random() * 500)) : null,
      }
      await each((shop, customerId) => shop.unit(customerId, kind, installedOn, fields))
    }
    for (let k = Math.floor(random() * 9); k > 0; k -= 1) {
      const day = past(pick([60, 800, 2500]))
      const fields = {
        service_type: pick(services),
        total_amount: Math.floor(random() * 600),
        outstanding_balance: random() < 0.2 ? Math.floor(random() * 700) : 0,
        customer_rating: random() < 0.5 ? null : 5,
      }
      await each((shop, customerId) => shop.job(customerId, day, fields))
    }
    if (random() < 0.3) {
      const visit = `${dayAt(Math.floor(random() * 400))}T15:00:00Z`
      const fields = {
        work_status: 'scheduled',
        completed_at: null,
        scheduled_start: visit,
        service_type: pick(services),
      }
      await each((shop, customerId) => shop.job(customerId, START, fields))
    }
    if (random() < 0.2) {
      const until = `${dayAt(Math.floor(random() * 500))}T05:00:00Z`
      await Promise.all(
        ids.map(
          (id) => admin`
            update context.customer_context set membership_status = 'vip', membership_expires_at = ${until} where customer_id = ${id}`,
        ),
      )
    }
  }
  return owners
}

/** What each customer's insights are, without ids. Who leaves by their own habit is found by the weekly full pass only. */
async function stateOf(shop: Shop, owners: string[]): Promise<string[]> {
  const all = await shop.insights()
  return all
    .filter(({ rule, insight_data }) => rule !== 'churn_risk' || Number(insight_data.medianGapDays) * 2 < 540)
    .map(({ customer_id, rule, status, expired_reason, priority, description, insight_data }) => {
      const { equipmentId: _unit, addressId: _address, jobId: _job, ...data } = insight_data
      return JSON.stringify([owners.indexOf(customer_id), rule, status, expired_reason, priority, description, data])
    })
    .sort()
}

nativeOnly.test.each([1, 2])(
  'a night that looks only at whom the days could concern ends as one that looks at everybody, over two years (seed %d)',
  async (seed) => {
    const settings = { membershipPlan: { pricePerYear: 60, discountPercent: 15 } }
    const [nightly, whole] = [await newShop({ settings }), await newShop({ settings })]
    const owners = await fill([nightly, whole], seed, 40)
    await setClock(admin, `${START}T07:30:00Z`)
    for (const shop of [nightly, whole]) await shop.refresh(10_000)
    const random = numbersOf(seed + 100)
    let looked = 0
    let nights = 0
    for (
      let offset = 0;
      offset < 740;
      offset += random() < 0.7 ? 1 + Math.floor(random() * 4) : 20 + Math.floor(random() * 25)
    ) {
      await admin`update insight.passes set full_at = 'infinity' where tenant_id = ${nightly.tenantId}`
      await admin`update insight.passes set full_at = '-infinity' where tenant_id = ${whole.tenantId}`
      const night = await nightly.passOn(dayAt(offset))
      expect([offset, night.isFull]).toEqual([offset, offset === 0])
      expect((await whole.passOn(dayAt(offset))).isFull).toBe(true)
      looked += offset === 0 ? 0 : night.customers
      nights += 1
      const states = await Promise.all(
        [nightly, whole].map((shop, index) =>
          stateOf(
            shop,
            owners.map((ids) => ids[index] ?? ''),
          ),
        ),
      )
      expect([dayAt(offset), states[0]]).toEqual([dayAt(offset), states[1]])
    }
    // It would prove nothing if everybody were always due, or if nothing ever happened.
    expect(looked / nights).toBeLessThan(30)
    const ended = new Set((await nightly.insights()).map(({ rule, status }) => `${rule} ${status}`))
    expect([...ended].length).toBeGreaterThan(12)
  },
  300_000,
)
