import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { resetClock, setClock } from '../../fixtures/clock.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { failureOf } from '../../fixtures/failure.ts'
import { newShop, type Shop } from './shop.ts'

let admin: Sql
let shop: Shop
beforeAll(async () => {
  admin = (await testDatabase()).admin
  shop = await newShop()
})
afterAll(() => resetClock(admin))

const rowsOf = async (at: Shop, customerId: string, rule = 'equipment_replacement') =>
  (await at.insights(customerId)).filter((insight) => insight.rule === rule)
const one = async (at: Shop, customerId: string, rule?: string) => {
  const [row, ...more] = await rowsOf(at, customerId, rule)
  if (!row || more.length > 0) throw new Error(`${more.length + (row ? 1 : 0)} insights`)
  return row
}
const oldHeater = async (at: Shop) => {
  const customerId = await at.customer()
  return { customerId, unit: await at.unit(customerId, 'water_heater', '2014-06-01', { type: 'tank' }) }
}
const close = (at: Shop, insightId: string, status: 'actioned' | 'dismissed') =>
  at.staff.updateInsight({ tenantId: at.tenantId, insightId, status, actionedBy: 'front desk' })

describe('an insight', () => {
  test('that nothing changed of is not touched by further looks', async () => {
    const { customerId } = await oldHeater(shop)
    await shop.passOn('2026-01-02')
    const before = await admin`select xmin::text, * from insight.customer_insights where customer_id = ${customerId}`
    await shop.passOn('2026-01-03')
    await admin`update insight.passes set full_at = '-infinity' where tenant_id = ${shop.tenantId}`
    expect(await shop.passOn('2026-01-04')).toMatchObject({
      isFull: true,
      generated: 0,
      reworded: 0,
      reopened: 0,
      expired: 0,
    })
    expect(await admin`select xmin::text, * from insight.customer_insights where customer_id = ${customerId}`).toEqual(
      before,
    )
  })

  test('is reworded in place, with its end as it was; when the cause is a new one its time begins anew', async () => {
    const { customerId, unit } = await oldHeater(shop)
    await shop.passOn('2026-03-20')
    const first = await one(shop, customerId)
    await setClock(admin, '2026-03-25T12:00:00Z')
    await admin`update context.equipment set confidence = 0.5, type = 'gas' where id = ${unit}`
    expect(await shop.refresh()).toMatchObject({ generated: 0, reworded: 1 })
    const second = await one(shop, customerId)
    expect(second).toMatchObject({
      id: first.id,
      confidence: '0.45',
      generated_at: first.generated_at,
      expires_at: first.expires_at,
    })
    expect(second.description).toStartWith('Gas water heater is 11 years old')
    await shop.passOn('2026-06-01')
    const third = await one(shop, customerId)
    expect(third).toMatchObject({
      id: first.id,
      generated_at: first.generated_at,
      expires_at: new Date('2026-08-30T07:30:00Z'),
    })
    expect(third.description).toStartWith('Gas water heater is 12 years old')
  })

  test('is over after 90 days and opens again when the facts change, not before', async () => {
    const { customerId } = await oldHeater(shop)
    await shop.passOn('2026-06-02')
    const first = await one(shop, customerId)
    await shop.passOn('2026-08-30')
    expect((await shop.active(customerId)).includes('equipment_replacement')).toBe(true)
    await shop.passOn('2026-09-01')
    expect(await one(shop, customerId)).toMatchObject({ id: first.id, status: 'expired', expired_reason: 'too old' })
    await shop.passOn('2027-05-31')
    expect(await one(shop, customerId)).toMatchObject({ status: 'expired' })
    await shop.passOn('2027-06-01')
    expect(await one(shop, customerId)).toMatchObject({
      id: first.id,
      status: 'active',
      expired_reason: null,
      generated_at: new Date('2027-06-01T07:30:00Z'),
    })
  })

  test('that was acted on opens again for a new cause and forgets who acted', async () => {
    const { customerId } = await oldHeater(shop)
    await shop.passOn('2027-06-02')
    const first = await one(shop, customerId)
    await close(shop, first.id, 'actioned')
    await shop.passOn('2028-05-31')
    expect(await one(shop, customerId)).toMatchObject({ id: first.id, status: 'actioned' })
    await shop.passOn('2028-06-01')
    const again = await one(shop, customerId)
    expect(again).toMatchObject({ id: first.id, status: 'active', actioned_at: null, actioned_by: null })
    expect(again.description).toContain('14 years old')
  })

  test('that was dismissed rests for its cooldown, whatever changes, and then comes again', async () => {
    const { customerId, unit } = await oldHeater(shop)
    await shop.passOn('2028-06-02')
    const first = await one(shop, customerId)
    await close(shop, first.id, 'dismissed')
    await admin`update context.equipment set installed_on = '2010-01-01' where id = ${unit}`
    await shop.refresh()
    // 180 days from 07:30 of June 2.
    await shop.passOn('2028-11-28')
    expect(await one(shop, customerId)).toMatchObject({ status: 'dismissed' })
    await shop.passOn('2028-11-29')
    expect(await one(shop, customerId)).toMatchObject({ id: first.id, status: 'active', dismissed_reason: null })
  })

  test('ends by itself when the cause goes, and opens as soon as it is back', async () => {
    const { customerId, unit } = await oldHeater(shop)
    await shop.passOn('2028-12-01')
    const first = await one(shop, customerId)
    await admin`update context.equipment set removed_on = '2028-11-30' where id = ${unit}`
    await shop.refresh()
    expect(await one(shop, customerId)).toMatchObject({ id: first.id, status: 'expired', expired_reason: 'cause gone' })
    await admin`update context.equipment set removed_on = null where id = ${unit}`
    await shop.refresh()
    expect(await one(shop, customerId)).toMatchObject({ id: first.id, status: 'active' })
    await admin`delete from context.equipment where id = ${unit}`
    await shop.refresh()
    expect(await one(shop, customerId)).toMatchObject({ id: first.id, status: 'expired' })
  })

  test('that people or others wrote is left alone until its own time is up', async () => {
    const customerId = await shop.customer()
    await setClock(admin, '2028-12-02T12:00:00Z')
    const note = {
      tenant_id: shop.tenantId,
      customer_id: customerId,
      insight_type: 'other',
      title: 'T',
      description: 'D',
    }
    await admin`insert into insight.customer_insights ${admin([
      { ...note, expires_at: null },
      { ...note, expires_at: '2028-12-05' },
    ])}`
    await shop.passOn('2028-12-04')
    expect((await shop.insights(customerId)).map(({ status }) => status)).toEqual(['active', 'active'])
    await shop.passOn('2028-12-06')
    expect((await shop.insights(customerId)).map(({ status }) => status).sort()).toEqual(['active', 'expired'])
  })

  test('is one for a type and subject: the table itself keeps a second one out', async () => {
    const { customerId } = await oldHeater(shop)
    await shop.passOn('2029-01-01')
    const { subject } = await one(shop, customerId)
    const second = {
      tenant_id: shop.tenantId,
      customer_id: customerId,
      insight_type: 'equipment_replacement',
      subject,
      title: 'T',
      description: 'D',
    }
    expect((await failureOf(admin`insert into insight.customer_insights ${admin(second)}`))?.code).toBe('23505')
  })
})

describe('a tenant’s own rules', () => {
  const rule = (at: Shop, name: string, changes: Record<string, unknown>) =>
    at.staff.updateInsightRule({ tenantId: at.tenantId, rule: name, changes: changes as never, actor: 'test' })

  test('thresholds are the tenant’s own, and hold for its customers only', async () => {
    const other = await newShop()
    const [mine, theirs] = [await oldHeater(shop), await oldHeater(other)]
    await rule(other, 'equipment_replacement', { thresholds: { water_heater: 20 } })
    await shop.passOn('2029-01-02')
    await other.passOn('2029-01-02')
    expect([await rowsOf(shop, mine.customerId), await rowsOf(other, theirs.customerId)]).toMatchObject([[{}], []])
    await rule(other, 'equipment_replacement', { thresholds: { water_heater: null } })
    expect(await other.pass()).toMatchObject({ isFull: true })
    expect(await rowsOf(other, theirs.customerId)).toHaveLength(1)
  })

  test('a rule that is switched off ends what it said, and says it again when it is switched on', async () => {
    const own = await newShop()
    const { customerId } = await oldHeater(own)
    await own.passOn('2029-01-03')
    const { id } = await one(own, customerId)
    await rule(own, 'equipment_replacement', { isEnabled: false })
    await own.pass()
    expect(await one(own, customerId)).toMatchObject({ id, status: 'expired', expired_reason: 'rule off' })
    await rule(own, 'equipment_replacement', { isEnabled: null, priority: 'urgent', expiresAfterDays: 10 })
    await own.pass()
    expect(await one(own, customerId)).toMatchObject({
      id,
      status: 'active',
      priority: 'urgent',
      expires_at: new Date('2029-01-13T07:30:00Z'),
    })
  })

  test('a cooldown is the tenant’s own', async () => {
    const own = await newShop()
    const { customerId } = await oldHeater(own)
    await rule(own, 'equipment_replacement', { cooldownDays: 5 })
    await own.passOn('2029-01-04')
    await close(own, (await one(own, customerId)).id, 'dismissed')
    await own.passOn('2029-01-08')
    expect(await one(own, customerId)).toMatchObject({ status: 'dismissed' })
    await own.passOn('2029-01-09')
    expect(await one(own, customerId)).toMatchObject({ status: 'active' })
  })

  test('what it calls a maintenance counts as one', async () => {
    const own = await newShop()
    const customerId = await own.customer()
    await own.unit(customerId, 'furnace', '2020-01-01')
    await own.job(customerId, '2028-12-01', { service_type: 'Silver Visit' })
    await own.passOn('2029-01-05')
    expect(await rowsOf(own, customerId, 'hvac_tune_up')).toHaveLength(1)
    await rule(own, 'hvac_tune_up', { serviceNames: ['silver visit'] })
    await own.pass()
    expect(await one(own, customerId, 'hvac_tune_up')).toMatchObject({ status: 'expired' })
  })

  test.each([
    ['no_such_rule', {}, 'RP001'],
    ['drain_cleaning', { color: 'red' }, 'RP003'],
    ['drain_cleaning', { thresholds: { everyMonths: 0 } }, '23514'],
    ['drain_cleaning', { thresholds: { everyMonths: 241 } }, '23514'],
    ['drain_cleaning', { thresholds: { everyMonths: 1.5 } }, '23514'],
    ['drain_cleaning', { thresholds: { everyDays: 3 } }, '23514'],
    ['drain_cleaning', { thresholds: { everyMonths: 'often' } }, '23514'],
    ['drain_cleaning', { thresholds: [1] }, 'RP003'],
    ['drain_cleaning', { priority: 'huge' }, '23514'],
    ['drain_cleaning', { cooldownDays: -1 }, '23514'],
    ['drain_cleaning', { isEnabled: 'perhaps' }, '22P02'],
  ])('%s with %j is refused with %s', async (name, changes, code) => {
    expect((await failureOf(rule(shop, name, changes)))?.code).toBe(code)
    const kept = (await shop.staff.listInsightRules({ tenantId: shop.tenantId })).find(
      (one) => one.rule === 'drain_cleaning',
    )
    expect(kept).toMatchObject({
      isEnabled: true,
      thresholds: { everyMonths: { value: 24, default: 24, least: 1, most: 240 } },
    })
  })
})

test('without the flag nothing is made; switched on, everybody is looked at', async () => {
  const silent = await newShop({ flags: { CUSTOMER_CONTEXT_INSIGHTS: false } })
  const { customerId } = await oldHeater(silent)
  expect(await silent.passOn('2029-02-01')).toMatchObject({ customers: 0, generated: 0 })
  expect(await silent.refresh()).toMatchObject({ marks: 0, generated: 0 })
  expect(await silent.insights()).toEqual([])
  await silent.staff.setFeatureFlag({ tenantId: silent.tenantId, name: 'CUSTOMER_CONTEXT_INSIGHTS', isEnabled: true })
  const jobs =
    await admin`select count(*)::integer as n from pgboss.job where name = 'pass_insights' and data ->> 'tenantId' = ${silent.tenantId}`
  expect(jobs[0]?.n).toBe(1)
  expect(await silent.pass()).toMatchObject({ isFull: true, customers: 1 })
  expect(await silent.active(customerId)).toContain('equipment_replacement')
})

test('a pass in small steps finds what one in a single step finds', async () => {
  const own = await newShop()
  for (let n = 0; n < 7; n += 1) await oldHeater(own)
  await setClock(admin, '2029-03-01T07:30:00Z')
  expect(await own.pass(3)).toMatchObject({ customers: 7, isFull: true })
  expect(await own.insights()).toHaveLength(14)
  await setClock(admin, '2029-06-01T07:30:00Z')
  expect(await own.pass(2)).toMatchObject({ customers: 7, isFull: true, generated: 0, reworded: 14 })
})

test('insights made, opened again, acted on, dismissed and ended are counted, and no count goes back', async () => {
  const own = await newShop()
  const countsOf = async () => {
    const [row] = await admin`
      select generated::integer, actioned::integer, dismissed::integer, expired::integer from insight.counters
      where tenant_id = ${own.tenantId} and insight_type = 'equipment_replacement'`
    return row && { ...row }
  }
  const [first, second] = [await oldHeater(own), await oldHeater(own)]
  await own.passOn('2029-04-01')
  expect(await countsOf()).toEqual({ generated: 2, actioned: 0, dismissed: 0, expired: 0 })
  await close(own, (await one(own, first.customerId)).id, 'actioned')
  await close(own, (await one(own, second.customerId)).id, 'dismissed')
  await own.passOn('2029-06-01')
  expect(await countsOf()).toEqual({ generated: 3, actioned: 1, dismissed: 1, expired: 0 })
  await own.staff.eraseCustomer({ tenantId: own.tenantId, customerId: first.customerId, actor: 'test' })
  await admin`delete from context.equipment where id = ${second.unit}`
  await own.refresh()
  expect(await countsOf()).toEqual({ generated: 3, actioned: 1, dismissed: 1, expired: 0 })
  const rows = await own.staff.getMetrics()
  const [generated] = rows.filter(
    ({ name, labels }) =>
      name === 'insights_generated_total' && (labels as { type: string }).type === 'equipment_replacement',
  )
  expect(Number(generated?.value)).toBeGreaterThanOrEqual(3)
})
