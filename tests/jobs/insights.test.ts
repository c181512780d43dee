import { afterAll, beforeAll, expect, test } from 'bun:test'
import { nightlyInsights } from '../../jobs/nightly_insights.ts'
import { passInsights } from '../../jobs/pass_insights.ts'
import { refreshInsights } from '../../jobs/refresh_insights.ts'
import type { Sql } from '../../src/db/connect.ts'
import { createApi } from '../../src/db/generated.ts'
import { startQueue } from '../../src/queue/boss.ts'
import { drain } from '../../src/queue/drain.ts'
import { resetClock } from '../fixtures/clock.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { newTenant } from '../fixtures/tenant.ts'
import { newShop, type Shop } from '../functions/insight/shop.ts'
import { keptLogger, queueApi } from './queue-fixture.ts'

let database: TestDatabase
let admin: Sql
beforeAll(async () => {
  database = await testDatabase()
  admin = database.admin
  await resetClock(admin)
})
afterAll(() => resetClock(admin))

/** Works off what waits on the queues of insights, as a worker does. */
async function work() {
  const { logger, lines } = keptLogger()
  const api = createApi(database.worker)
  const queue = await startQueue({ sql: database.worker, logger })
  try {
    const jobs = [nightlyInsights({ api }), passInsights({ api }), refreshInsights({ api })]
    const report = await drain(queue, jobs, {
      api: queueApi(database.worker),
      logger,
      maxJobs: 500,
      deadlineMs: 50_000,
    })
    return { report, lines }
  } finally {
    await queue.boss.stop({ graceful: false, close: false })
  }
}
const waiting = async (shop: { tenantId: string }, name: string) =>
  (
    await admin`select id from pgboss.job where name = ${name} and state = 'created' and data ->> 'tenantId' = ${shop.tenantId}`
  ).length

const heater = async (shop: Shop) => {
  const customerId = await shop.customer()
  await shop.unit(customerId, 'water_heater', '2009-01-01')
  return customerId
}

test('a change enqueues one job for the tenant, and when it is done its insights are in the context and the prompt', async () => {
  const shop = await newShop()
  await work()
  const customerId = await heater(shop)
  await heater(shop)
  expect(await waiting(shop, 'refresh_insights')).toBe(1)
  const { report, lines } = await work()
  expect(report).toMatchObject({ failed: 0, dead: 0, aborted: 0 })
  expect(lines.join('\n')).toContain('"insights_refreshed"')
  const context = await shop.staff.getCustomerContext({
    tenantId: shop.tenantId,
    type: 'customer_id',
    value: customerId,
  })
  expect(context?.insights.map(({ type }) => type)).toContain('equipment_replacement')
  expect(await shop.staff.getContextPrompt({ tenantId: shop.tenantId, customerId })).toContain(
    '- [HIGH] Water Heater Replacement Opportunity - Offer water heater replacement quote during next interaction.',
  )
  // A log line must not tell what is known of whom.
  expect(lines.join('\n')).not.toContain('Heater')
})

test('a transaction that is rolled back leaves neither a mark nor a job', async () => {
  const shop = await newShop()
  const customerId = await shop.customer()
  await work()
  await admin
    .begin(async (sql) => {
      await sql`insert into context.equipment (tenant_id, customer_id, kind) values (${shop.tenantId}, ${customerId}, 'furnace')`
      throw new Error('changed my mind')
    })
    .catch(() => {})
  expect(await waiting(shop, 'refresh_insights')).toBe(0)
  expect(await shop.refresh()).toMatchObject({ marks: 0 })
})

test('at night there is a job for each active tenant with insights, and for no other', async () => {
  const shop = await newShop()
  const customerId = await heater(shop)
  const [without, suspended] = [await newTenant(admin), await newShop({ status: 'suspended' })]
  await admin`delete from pgboss.job where name in ('pass_insights', 'refresh_insights')`
  const count = await shop.api.enqueueInsightPasses()
  expect(count).toBeGreaterThanOrEqual(1)
  expect([
    await waiting(shop, 'pass_insights'),
    await waiting(without, 'pass_insights'),
    await waiting(suspended, 'pass_insights'),
  ]).toEqual([1, 0, 0])
  // A second night before the first is worked off adds none.
  await shop.api.enqueueInsightPasses()
  expect(await waiting(shop, 'pass_insights')).toBe(1)
  const { report } = await work()
  expect(report).toMatchObject({ failed: 0, dead: 0, aborted: 0 })
  expect(await shop.active(customerId)).toContain('equipment_replacement')
})

test('a payload without a tenant is given up on at once', async () => {
  await admin`select queue.enqueue('refresh_insights', '{"tenantId": 7}', p_singleton_key => ${crypto.randomUUID()})`
  expect((await work()).report.dead).toBeGreaterThanOrEqual(1)
})
