import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { resetClock } from '../../fixtures/clock.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { newShop, type Shop } from './shop.ts'

let admin: Sql
let shop: Shop
beforeAll(async () => {
  admin = (await testDatabase()).admin
  shop = await newShop()
})
afterAll(() => resetClock(admin))

const found = async (customerId: string, rule: string) =>
  (await shop.insights(customerId)).filter((insight) => insight.rule === rule && insight.status === 'active')

describe('maintenance by its interval', () => {
  test('a drain cleaning is due two years after the last one at the address, not the day before', async () => {
    const customerId = await shop.customer()
    const address = await shop.address(customerId)
    await shop.job(customerId, '2022-01-15', { service_type: 'Main sewer line clearing', address_id: address })
    await shop.job(customerId, '2024-01-15', { service_type: 'Drain Cleaning', address_id: address })
    await shop.passOn('2026-01-14')
    expect(await found(customerId, 'drain_cleaning')).toEqual([])
    await shop.passOn('2026-01-15')
    expect(await found(customerId, 'drain_cleaning')).toMatchObject([
      {
        insight_type: 'maintenance_due',
        subject: `address:${address}/drain_cleaning`,
        priority: 'medium',
        title: 'Drain Cleaning Due',
        description: 'The last drain cleaning was in Jan 2024; it is suggested every 2 years.',
        suggested_action: 'Offer to book the drain cleaning.',
        insight_data: { lastOn: '2024-01-15', everyMonths: 24, addressId: address },
      },
    ])
  })

  test('who never had a drain cleaned is not told to', async () => {
    const customerId = await shop.customer()
    await shop.job(customerId, '2020-01-15', { service_type: 'Drain valve replacement' })
    await shop.passOn('2026-01-16')
    expect(await found(customerId, 'drain_cleaning')).toEqual([])
  })

  test('each water heater is flushed a year after the last flush at its address, or after it was installed', async () => {
    const customerId = await shop.customer()
    const [home, rental] = [await shop.address(customerId), await shop.address(customerId)]
    const unit = await shop.unit(customerId, 'water_heater', '2020-05-05', { address_id: home })
    const other = await shop.unit(customerId, 'water_heater', '2025-02-20', { address_id: rental })
    await shop.job(customerId, '2025-02-10', { service_type: 'Water heater flush', address_id: home })
    await shop.passOn('2026-02-09')
    expect(await found(customerId, 'water_heater_flush')).toEqual([])
    await shop.passOn('2026-02-10')
    expect(await found(customerId, 'water_heater_flush')).toMatchObject([
      {
        subject: `equipment:${unit}`,
        description: 'The last water heater flush was in Feb 2025; it is suggested every year.',
      },
    ])
    await shop.passOn('2026-02-20')
    expect((await found(customerId, 'water_heater_flush')).map(({ subject }) => subject).sort()).toEqual(
      [`equipment:${unit}`, `equipment:${other}`].sort(),
    )
    const never = (await found(customerId, 'water_heater_flush')).find(
      ({ subject }) => subject === `equipment:${other}`,
    )
    expect(never?.description).toBe(
      'No water heater flush is on record since the installation in Feb 2025; it is suggested every year.',
    )
    // Nobody knows whether somebody else did it.
    expect(Number(never?.confidence)).toBeLessThan(0.7)
  })

  test('a visit whose address is not known counts for all addresses; one at another address does not', async () => {
    const customerId = await shop.customer()
    const [home, rental] = [await shop.address(customerId), await shop.address(customerId)]
    await shop.unit(customerId, 'furnace', '2019-01-01', { address_id: home })
    await shop.job(customerId, '2026-01-05', { service_type: 'Furnace tune-up', address_id: rental })
    await shop.passOn('2026-02-21')
    expect(await found(customerId, 'hvac_tune_up')).toMatchObject([{ subject: `address:${home}/hvac_tune_up` }])
    await shop.job(customerId, '2026-01-06', { service_type: 'HVAC maintenance' })
    await shop.refresh()
    expect(await found(customerId, 'hvac_tune_up')).toEqual([])
    await shop.passOn('2027-01-05')
    expect(await found(customerId, 'hvac_tune_up')).toEqual([])
    await shop.passOn('2027-01-06')
    expect((await found(customerId, 'hvac_tune_up')).map(({ subject }) => subject).sort()).toEqual(
      [`address:${home}/hvac_tune_up`, `address:${rental}/hvac_tune_up`].sort(),
    )
  })

  test('one tune-up an address, for heating and cooling together; a booked one is not suggested, until it has passed undone', async () => {
    const customerId = await shop.customer()
    const home = await shop.address(customerId)
    await shop.unit(customerId, 'furnace', '2019-01-01', { address_id: home })
    await shop.unit(customerId, 'air_conditioner', '2018-01-01', { address_id: home })
    await shop.passOn('2027-01-07')
    expect(await found(customerId, 'hvac_tune_up')).toMatchObject([
      { title: 'HVAC Tune-Up Due', insight_data: { installedOn: '2018-01-01' } },
    ])
    const visit = { work_status: 'scheduled', completed_at: null, scheduled_start: '2027-01-10T15:00:00Z' }
    await shop.job(customerId, '2027-01-10', { ...visit, service_type: 'Furnace tune-up', address_id: home })
    await shop.refresh()
    expect(await found(customerId, 'hvac_tune_up')).toEqual([])
    await shop.passOn('2027-01-11')
    expect(await found(customerId, 'hvac_tune_up')).toHaveLength(1)
  })

  test('a canceled visit was none, and a line item of a bigger visit is one', async () => {
    const customerId = await shop.customer()
    await shop.unit(customerId, 'water_heater', '2020-01-01')
    await shop.job(customerId, '2026-12-01', { service_type: 'Water heater flush', work_status: 'canceled' })
    const visit = await shop.job(customerId, '2026-03-01', { service_type: 'Leak repair' })
    await shop.passOn('2027-01-12')
    expect(await found(customerId, 'water_heater_flush')).toHaveLength(1)
    await admin`
      insert into context.job_items (tenant_id, job_id, name)
      values (${shop.tenantId}, ${visit}, 'Labor'), (${shop.tenantId}, ${visit}, 'Flush & descale WH')`
    await admin`update context.customer_job_history set total_amount = 180 where id = ${visit}`
    await shop.refresh()
    expect(await found(customerId, 'water_heater_flush')).toEqual([])
    // A pass over everybody finds items by their names, a look at a few customers by their jobs: the same.
    await admin`update insight.passes set full_at = '-infinity' where tenant_id = ${shop.tenantId}`
    expect((await shop.pass()).isFull).toBe(true)
    expect(await found(customerId, 'water_heater_flush')).toEqual([])
  })

  test('done again it is closed by itself, and a year later it is open again', async () => {
    const customerId = await shop.customer()
    const unit = await shop.unit(customerId, 'water_heater', '2021-01-01')
    await shop.passOn('2027-01-13')
    const [first] = await found(customerId, 'water_heater_flush')
    await shop.job(customerId, '2027-01-14', { service_type: 'Tankless descaling' })
    await shop.refresh()
    expect(await shop.insights(customerId)).toMatchObject([
      { id: first?.id, status: 'expired', expired_reason: 'cause gone' },
    ])
    await shop.passOn('2028-01-14')
    expect(await found(customerId, 'water_heater_flush')).toMatchObject([
      { id: first?.id, subject: `equipment:${unit}`, expired_reason: null },
    ])
  })
})

describe('a visit on a 29th of February', () => {
  test('is a year ago on the next 28th, and what was done about it then is not asked for again the day after', async () => {
    const customerId = await shop.customer()
    await shop.unit(customerId, 'water_heater', '2021-01-01')
    await shop.job(customerId, '2028-02-29', { service_type: 'Tankless descaling' })
    await shop.passOn('2029-02-27')
    expect(await found(customerId, 'water_heater_flush')).toEqual([])
    await shop.passOn('2029-02-28')
    const [due] = await found(customerId, 'water_heater_flush')
    await shop.staff.updateInsight({
      tenantId: shop.tenantId,
      insightId: String(due?.id),
      status: 'actioned',
      actionedBy: 'test',
    })
    await shop.passOn('2029-03-01')
    expect(await shop.insights(customerId)).toMatchObject([{ id: due?.id, status: 'actioned' }])
    await shop.passOn('2030-03-01')
    expect(await found(customerId, 'water_heater_flush')).toMatchObject([{ id: due?.id }])
  })
})

describe('a sump pump before spring', () => {
  test('is to be checked in February and March, unless it was within half a year', async () => {
    const [checked, unchecked] = [await shop.customer(), await shop.customer()]
    for (const customerId of [checked, unchecked]) await shop.unit(customerId, 'sump_pump', '2024-01-01')
    await shop.job(checked, '2028-08-02', { service_type: 'Sump pump check' })
    await shop.job(unchecked, '2028-08-01', { service_type: 'Sump pump check' })
    await shop.passOn('2029-01-31')
    expect(await found(unchecked, 'sump_pump_check')).toEqual([])
    await shop.passOn('2029-02-01')
    expect(await found(unchecked, 'sump_pump_check')).toMatchObject([
      {
        title: 'Sump Pump Check Due',
        description: 'The last sump pump check was in Aug 2028; one before spring avoids a flooded basement.',
      },
    ])
    expect(await found(checked, 'sump_pump_check')).toEqual([])
    await shop.passOn('2029-02-02')
    expect(await found(checked, 'sump_pump_check')).toHaveLength(1)
    await shop.passOn('2029-03-31')
    expect(await found(unchecked, 'sump_pump_check')).toHaveLength(1)
    await shop.passOn('2029-04-01')
    expect([...(await found(unchecked, 'sump_pump_check')), ...(await found(checked, 'sump_pump_check'))]).toEqual([])
    await shop.passOn('2030-02-01')
    expect(await found(unchecked, 'sump_pump_check')).toHaveLength(1)
  })

  test('begins with the shop’s own day: in Honolulu it is still January when New York has February', async () => {
    const island = await newShop({ timeZone: 'Pacific/Honolulu' })
    const customerId = await island.customer()
    await island.unit(customerId, 'sump_pump', '2024-01-01')
    await island.passOn('2030-02-01')
    expect(await island.active(customerId)).not.toContain('sump_pump_check')
    await island.passOn('2030-02-02')
    expect(await island.active(customerId)).toContain('sump_pump_check')
  })

  test('may be a season over the turn of the year', async () => {
    const south = await newShop()
    const change = { rule: 'sump_pump_check', changes: { thresholds: { fromMonth: 11, untilMonth: 1 } }, actor: 'test' }
    await south.staff.updateInsightRule({ tenantId: south.tenantId, ...change })
    const customerId = await south.customer()
    await south.unit(customerId, 'sump_pump', '2024-01-01')
    const seen: [string, boolean][] = []
    for (const day of ['2030-10-31', '2030-11-01', '2031-01-20', '2031-02-01']) {
      await south.passOn(day)
      seen.push([day, (await south.active(customerId)).includes('sump_pump_check')])
    }
    expect(seen).toEqual([
      ['2030-10-31', false],
      ['2030-11-01', true],
      ['2031-01-20', true],
      ['2031-02-01', false],
    ])
  })
})
