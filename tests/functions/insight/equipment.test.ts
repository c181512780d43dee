import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
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
afterEach(() => resetClock(admin))
afterAll(() => resetClock(admin))

describe('equipment over its years', () => {
  // In full years of the shop's day: over 10 is 11 and more.
  test('a tank water heater is to be replaced when it is over ten years old, from the day on which it is eleven', async () => {
    const customerId = await shop.customer()
    const unit = await shop.unit(customerId, 'water_heater', '2015-03-10', { type: 'tank', make: 'Rheem' })
    await shop.passOn('2026-03-08')
    expect(await shop.active(customerId)).not.toContain('equipment_replacement')
    await shop.passOn('2026-03-09')
    expect(await shop.active(customerId)).not.toContain('equipment_replacement')
    await shop.passOn('2026-03-10')
    const [found] = (await shop.insights(customerId)).filter(({ rule }) => rule === 'equipment_replacement')
    expect(found).toMatchObject({
      insight_type: 'equipment_replacement',
      subject: `equipment:${unit}`,
      priority: 'high',
      title: 'Water Heater Replacement Opportunity',
      description:
        'Tank water heater is 11 years old (average lifespan: 10-15 years). Customer may benefit from proactive replacement to avoid emergency failure.',
      suggested_action: 'Offer water heater replacement quote during next interaction.',
      insight_data: { equipmentType: 'water_heater', age: 11, averageLifespan: 12, equipmentId: unit },
      confidence: '0.90',
      status: 'active',
    })
    // 90 days.
    expect(found?.expires_at).toEqual(new Date('2026-06-08T07:30:00Z'))
  })
})
