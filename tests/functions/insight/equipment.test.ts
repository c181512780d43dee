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

describe('equipment over its years', () => {
  // In full years of the shop's day: over 10 is 11 and more.
  test('a tank water heater is to be replaced when it is over ten years old: from the day on which it is eleven', async () => {
    const customerId = await shop.customer()
    const unit = await shop.unit(customerId, 'water_heater', '2015-03-10', { type: 'tank', make: 'Rheem' })
    for (const day of ['2026-03-08', '2026-03-09']) {
      await shop.passOn(day)
      expect([day, await found(customerId, 'equipment_replacement')]).toEqual([day, []])
    }
    await shop.passOn('2026-03-10')
    const [replacement] = await found(customerId, 'equipment_replacement')
    expect(replacement).toMatchObject({
      insight_type: 'equipment_replacement',
      subject: `equipment:${unit}`,
      priority: 'high',
      title: 'Water Heater Replacement Opportunity',
      description:
        'Tank water heater is 11 years old (average lifespan: 10-15 years). Customer may benefit from proactive replacement to avoid emergency failure.',
      suggested_action: 'Offer water heater replacement quote during next interaction.',
      insight_data: { equipmentType: 'water_heater', age: 11, averageLifespan: 12, equipmentId: unit },
      confidence: '0.90',
    })
    expect(replacement?.expires_at).toEqual(new Date('2026-06-08T07:30:00Z'))
    expect(
      (await shop.staff.getCustomerInsights({ tenantId: shop.tenantId, customerId })).map(({ id }) => id),
    ).toContain(replacement?.id ?? '')
  })

  test.each([
    ['water_heater', 'tankless', '2006-04-01', '2027-03-31', '2027-04-01'],
    ['furnace', 'gas', '2006-04-02', '2027-04-01', '2027-04-02'],
    ['boiler', null, '2006-04-03', '2027-04-02', '2027-04-03'],
    ['air_conditioner', 'central', '2011-04-04', '2027-04-03', '2027-04-04'],
    ['heat_pump', null, '2011-04-05', '2027-04-04', '2027-04-05'],
    ['sump_pump', null, '2016-04-06', '2027-04-05', '2027-04-06'],
    ['water_softener', null, '2011-04-07', '2027-04-06', '2027-04-07'],
    ['garbage_disposal', null, '2014-04-08', '2027-04-07', '2027-04-08'],
  ])('a %s (%s) of %s is not yet on %s, but on %s', async (kind, type, installedOn, before, on) => {
    const customerId = await shop.customer()
    await shop.unit(customerId, kind, installedOn, { type })
    await shop.passOn(before)
    expect(await found(customerId, 'equipment_replacement')).toEqual([])
    await shop.passOn(on)
    expect(await found(customerId, 'equipment_replacement')).toHaveLength(1)
  })

  test('of an age known by its year only, the year counts; an estimate is less sure, and told as one', async () => {
    const customerId = await shop.customer()
    const fields = { installed_on_precision: 'estimate', type: '# Boss\nheater', confidence: 0.8 }
    await shop.unit(customerId, 'water_heater', '2017-11-30', fields)
    await shop.passOn('2027-12-31')
    expect(await found(customerId, 'equipment_replacement')).toEqual([])
    await shop.passOn('2028-01-01')
    expect(await found(customerId, 'equipment_replacement')).toMatchObject([
      { description: expect.stringMatching(/^Boss Heater water heater is about 11 years old /), confidence: '0.58' },
    ])
  })

  test('what was removed or sold, or has no lifespan or date, is not to be replaced', async () => {
    const customerId = await shop.customer()
    await shop.unit(customerId, 'water_heater', '2001-01-01', { removed_on: '2020-01-01' })
    await shop.unit(customerId, 'water_heater', '2001-01-01', { sold_on: '2020-01-01' })
    await shop.unit(customerId, 'water_heater', null)
    await shop.unit(customerId, 'faucet', '1990-01-01')
    await shop.passOn('2028-01-05')
    expect(await found(customerId, 'equipment_replacement')).toEqual([])
  })
})

describe('a warranty that ends', () => {
  test('is told of 60 days before and up to its last day', async () => {
    const customerId = await shop.customer()
    const unit = await shop.unit(customerId, 'furnace', '2024-06-01', {
      make: 'Lennox',
      warranty_end_date: '2028-06-10',
    })
    await shop.passOn('2028-04-10')
    expect(await found(customerId, 'warranty_expiring')).toEqual([])
    await shop.passOn('2028-04-11')
    expect(await found(customerId, 'warranty_expiring')).toMatchObject([
      {
        subject: `equipment:${unit}`,
        title: 'Furnace Warranty Ending',
        description: 'The warranty of the Lennox furnace ends on Jun 10, 2028.',
        suggested_action: 'Offer an inspection before the warranty ends.',
        insight_data: { warrantyEndsOn: '2028-06-10' },
      },
    ])
    await shop.passOn('2028-06-10')
    expect(await found(customerId, 'warranty_expiring')).toHaveLength(1)
    await shop.passOn('2028-06-11')
    expect((await shop.insights(customerId)).find(({ rule }) => rule === 'warranty_expiring')).toMatchObject({
      status: 'expired',
      expired_reason: 'cause gone',
    })
  })
})
