import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Sql } from '../../src/db/connect.ts'
import { createApi } from '../../src/db/generated.ts'
import { startShell } from '../fakes/shell.ts'
import { newKey } from '../fixtures/api-keys.ts'
import { resetClock } from '../fixtures/clock.ts'
import { testDatabase } from '../fixtures/database.ts'
import { newShop, type Shop } from '../functions/insight/shop.ts'

let admin: Sql
let shop: Shop
let shell: ReturnType<typeof startShell>
let staff: { keyId: string; headers: Record<string, string> }
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  await resetClock(admin)
  shell = startShell({}, { api: createApi(database.edge), clock: () => new Date() } as never)
  shop = await newShop()
  staff = await newKey(database.edge, shop.tenantId)
})
afterAll(() => shell.close())

const ask = (path: string, init: RequestInit = {}, headers: Record<string, string> = staff.headers) =>
  shell.app.request(path, { ...init, headers: { 'Content-Type': 'application/json', ...headers } })
const patch = (path: string, body: unknown, headers?: Record<string, string>) =>
  ask(path, { method: 'PATCH', body: JSON.stringify(body) }, headers)
const bodyOf = async (answer: Response | Promise<Response>) => (await (await answer).json()) as Record<string, unknown>

const heater = async () => {
  const customerId = await shop.customer()
  await shop.unit(customerId, 'water_heater', '2009-01-01')
  await shop.refresh()
  const [insight] = (await shop.insights(customerId)).filter(({ rule }) => rule === 'equipment_replacement')
  return { customerId, insightId: insight?.id ?? '' }
}

test('an insight that a rule made is listed, dismissed with a reason, and gone from the list and the context', async () => {
  const { customerId, insightId } = await heater()
  const list = async () =>
    (await (await ask(`/api/v1/customer-context/${customerId}/insights`)).json()) as { id: string }[]
  expect((await list()).find(({ id }) => id === insightId)).toMatchObject({
    type: 'equipment_replacement',
    priority: 'high',
    confidence: 0.9,
  })
  const dismissed = await bodyOf(patch(`/api/v1/insights/${insightId}`, { status: 'dismissed', reason: 'has a quote' }))
  expect(dismissed).toMatchObject({
    status: 'dismissed',
    actionedBy: 'front desk',
    dismissedReason: 'has a quote',
    customerId,
  })
  expect((await list()).map(({ id }) => id)).not.toContain(insightId)
  const context = await bodyOf(ask(`/api/v1/customer-context/${customerId}?type=customer_id`))
  expect(JSON.stringify(context.insights)).not.toContain(insightId)
  // The audit log has the key, the access log that it was shown the customer.
  const changes = await shop.staff.listChanges({ tenantId: shop.tenantId, customerId })
  expect(changes[0]).toMatchObject({
    actor: `key:${staff.keyId}`,
    tableName: 'insight.customer_insights',
    operation: 'update',
  })
})

test('the same request again gets the same answer and changes nothing; another status is a conflict', async () => {
  const { insightId } = await heater()
  const first = await bodyOf(patch(`/api/v1/insights/${insightId}`, { status: 'actioned' }))
  const again = await patch(`/api/v1/insights/${insightId}`, { status: 'actioned', reason: 'twice' })
  expect([again.status, await again.json()]).toEqual([200, first])
  expect((await patch(`/api/v1/insights/${insightId}`, { status: 'dismissed' })).status).toBe(409)
  expect((await patch(`/api/v1/insights/${crypto.randomUUID()}`, { status: 'actioned' })).status).toBe(404)
})

test('rules are listed as they hold, with the bounds of their thresholds', async () => {
  const rules = (await (await ask('/api/v1/insight-rules')).json()) as Record<string, unknown>[]
  expect(rules.map(({ rule }) => rule as string).sort()).toEqual([
    'churn_risk',
    'drain_cleaning',
    'equipment_replacement',
    'hvac_tune_up',
    'review_request',
    'sump_pump_check',
    'unpaid_balance',
    'upsell_membership',
    'warranty_expiring',
    'water_heater_flush',
  ])
  expect(rules.find(({ rule }) => (rule as string) === 'equipment_replacement')).toMatchObject({
    insightType: 'equipment_replacement',
    isEnabled: true,
    isOwn: false,
    thresholds: { water_heater: { value: 10, default: 10 }, 'water_heater.tankless': { value: 20 } },
  })
})

test('a rule is changed by an administrator: what is named, within its bounds, and null takes the default again', async () => {
  const path = '/api/v1/insight-rules/churn_risk'
  const changed = await patch(path, { thresholds: { leastMonths: 24 }, priority: 'high', serviceNames: [] })
  expect([changed.status, await changed.json()]).toMatchObject([
    200,
    {
      rule: 'churn_risk',
      priority: 'high',
      isOwn: true,
      thresholds: { leastMonths: { value: 24, default: 18 }, medianTimes: { value: 2 } },
    },
  ])
  expect(await bodyOf(patch(path, { thresholds: { leastMonths: null } }))).toMatchObject({
    priority: 'high',
    thresholds: { leastMonths: { value: 18 } },
  })
  const statuses = await Promise.all([
    patch(path, { thresholds: { leastMonths: 0 } }),
    patch(path, { thresholds: { leastYears: 2 } }),
    patch(path, { thresholds: { leastMonths: '24' } }),
    patch(path, { color: 'red' }),
    patch('/api/v1/insight-rules/no_such_rule', {}),
    patch(path, []),
  ])
  expect(statuses.map(({ status }) => status)).toEqual([422, 422, 422, 422, 404, 422])
  const { headers } = await newKey((await testDatabase()).edge, shop.tenantId, {
    scopes: ['context:read', 'insights:write'],
  })
  expect((await ask('/api/v1/insight-rules', {}, headers)).status).toBe(200)
  expect((await patch(path, { isEnabled: false }, headers)).status).toBe(403)
})

test('metrics have what was made and acted on, by type, under the requirements’ names', async () => {
  const { insightId } = await heater()
  await patch(`/api/v1/insights/${insightId}`, { status: 'actioned' })
  const text = await (await ask('/metrics')).text()
  expect(text).toMatch(/^insights_generated_total\{type="equipment_replacement"\} [1-9]/m)
  expect(text).toMatch(/^insights_actioned_total\{type="equipment_replacement"\} [1-9]/m)
})
