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

const found = async (customerId: string, rule: string, at = shop) =>
  (await at.insights(customerId)).filter((insight) => insight.rule === rule && insight.status === 'active')

describe('a membership is suggested', () => {
  const dates = ['2024-02-01', '2025-05-01', '2025-09-01', '2026-01-10']

  test('to who had more than three jobs in two years: while the first of four is still within them', async () => {
    const customerId = await shop.customer()
    for (const day of dates) await shop.job(customerId, day, { total_amount: 300 })
    await shop.passOn('2026-02-01')
    expect(await found(customerId, 'upsell_membership')).toMatchObject([
      {
        insight_type: 'upsell_membership',
        subject: 'customer',
        priority: 'medium',
        title: 'Family Discount Opportunity',
        description: 'Customer has used us 4 times for $1,200 total. They have no Family Discount membership.',
        suggested_action: 'Mention Family Discount during conversation.',
      },
    ])
    await shop.passOn('2026-02-02')
    expect(await found(customerId, 'upsell_membership')).toEqual([])
  })

  test('for more than 500 dollars in a lifetime, of the CRM’s count or ours', async () => {
    const [exact, more, crm] = [await shop.customer(), await shop.customer(), await shop.customer()]
    for (const day of ['2025-03-01', '2025-05-02', '2025-09-02', '2026-01-11'])
      for (const customerId of [exact, more, crm]) await shop.job(customerId, day, { total_amount: 125 })
    await shop.job(more, '2019-01-01', { total_amount: 1 })
    await admin`update context.customer_context set lifetime_value = 500.01 where customer_id = ${crm}`
    await shop.passOn('2026-02-03')
    expect([await found(exact, 'upsell_membership'), await found(more, 'upsell_membership')]).toMatchObject([[], [{}]])
    expect(await found(crm, 'upsell_membership')).toHaveLength(1)
  })

  test('with what they would have saved in the last year by the tenant’s plan, under the tenant’s name for it', async () => {
    const settings = {
      membershipPlan: { pricePerYear: 99, discountPercent: 15 },
      membershipNames: { family_discount: 'Home Club' },
    }
    const club = await newShop({ settings })
    const [saves, breaksEven] = [await club.customer(), await club.customer()]
    for (const [customerId, amount] of [
      [saves, 400],
      [breaksEven, 220],
    ] as const)
      for (const day of ['2025-02-10', '2025-02-11', '2025-07-01', '2026-01-01'])
        await club.job(customerId, day, { total_amount: amount })
    await club.passOn('2026-02-10')
    // 15 % of 4 x 400 less 99; 15 % of 4 x 220 less 99 is 33.
    expect(await found(saves, 'upsell_membership', club)).toMatchObject([
      {
        title: 'Home Club Opportunity',
        description:
          'Customer has used us 4 times for $1,600 total. They would save $141/year with Home Club membership.',
      },
    ])
    expect(await found(breaksEven, 'upsell_membership', club)).toMatchObject([{ insight_data: { savingPerYear: 33 } }])
    // A year after the first of them three count: 15 % of 660 is exactly 99.
    await club.passOn('2026-02-11')
    expect(await found(saves, 'upsell_membership', club)).toMatchObject([{ insight_data: { savingPerYear: 81 } }])
    expect(await found(breaksEven, 'upsell_membership', club)).toEqual([])
  })

  test('not to members, until their membership is over', async () => {
    const customerId = await shop.customer()
    for (const day of ['2025-03-01', '2025-05-02', '2025-09-02', '2026-01-11'])
      await shop.job(customerId, day, { total_amount: 300 })
    await admin`
      update context.customer_context set membership_status = 'vip', membership_expires_at = '2026-03-01T12:00:00Z'
      where customer_id = ${customerId}`
    await shop.passOn('2026-03-01')
    expect(await found(customerId, 'upsell_membership')).toEqual([])
    await shop.passOn('2026-03-02')
    expect(await found(customerId, 'upsell_membership')).toHaveLength(1)
    await admin`update context.customer_context set membership_expires_at = null where customer_id = ${customerId}`
    await shop.refresh()
    expect(await found(customerId, 'upsell_membership')).toEqual([])
  })
})

describe('a customer may be leaving', () => {
  test('18 months after the last visit, when they used to come more often than every nine', async () => {
    const customerId = await shop.customer()
    for (const day of ['2023-03-10', '2023-09-10', '2024-03-10', '2024-09-10']) await shop.job(customerId, day)
    await shop.passOn('2026-03-09')
    expect(await found(customerId, 'churn_risk')).toEqual([])
    await shop.passOn('2026-03-10')
    expect(await found(customerId, 'churn_risk')).toMatchObject([
      {
        title: 'Customer at Risk of Leaving',
        description: 'Last visit was in Sep 2024; before that they came about every 6 months.',
        insight_data: { lastServiceOn: '2024-09-10', medianGapDays: 184 },
      },
    ])
    await shop.job(customerId, '2026-03-10')
    await shop.refresh()
    expect(await found(customerId, 'churn_risk')).toEqual([])
  })

  test('when the gap is over twice their own median, not when it is exactly twice', async () => {
    const customerId = await shop.customer()
    // Gaps of 400, 10 and 400 days: the median is 400.
    for (const day of ['2021-01-01', '2022-02-05', '2022-02-15', '2023-03-22']) await shop.job(customerId, day)
    const whole = async (day: string) => {
      await admin`update insight.passes set full_at = '-infinity' where tenant_id = ${shop.tenantId}`
      await shop.passOn(day)
      return (await found(customerId, 'churn_risk')).length
    }
    expect(await whole('2026-03-11')).toBe(1)
    const [row] = await admin`select '2023-03-22'::date + 800 as twice`
    expect(row?.twice).toBe('2025-05-30')
    const earlier = await newShop()
    const same = await earlier.customer()
    for (const day of ['2021-01-01', '2022-02-05', '2022-02-15', '2023-03-22']) await earlier.job(same, day)
    await earlier.passOn('2025-05-30')
    expect(await found(same, 'churn_risk', earlier)).toEqual([])
    await admin`update insight.passes set full_at = '-infinity' where tenant_id = ${earlier.tenantId}`
    await earlier.passOn('2025-05-31')
    expect(await found(same, 'churn_risk', earlier)).toHaveLength(1)
  })

  test('not who came once, who came twice on one day, or who has a visit ahead', async () => {
    const [once, twice, booked] = [await shop.customer(), await shop.customer(), await shop.customer()]
    await shop.job(once, '2020-01-01')
    for (const hour of ['14', '20']) await shop.job(twice, '2020-01-01', { completed_at: `2020-01-01T${hour}:00:00Z` })
    for (const day of ['2020-01-01', '2020-03-01']) await shop.job(booked, day)
    const visit = { work_status: 'scheduled', completed_at: null, scheduled_start: '2026-04-01T15:00:00Z' }
    await shop.job(booked, '2026-04-01', visit)
    await shop.passOn('2026-03-12')
    for (const customerId of [once, twice, booked]) expect(await found(customerId, 'churn_risk')).toEqual([])
    await shop.passOn('2026-04-03')
    expect(await found(booked, 'churn_risk')).toHaveLength(1)
  })
})

describe('a review is asked for', () => {
  const unrated = { customer_rating: null, service_type: 'Drain cleaning', technician_name: 'Mike Torres' }

  test('two days after a completed job, for two weeks', async () => {
    const customerId = await shop.customer()
    const job = await shop.job(customerId, '2026-05-04', unrated)
    await shop.passOn('2026-05-05')
    expect(await found(customerId, 'review_request')).toEqual([])
    await shop.passOn('2026-05-06')
    expect(await found(customerId, 'review_request')).toMatchObject([
      {
        subject: `job:${job}`,
        priority: 'low',
        description: 'Drain cleaning was completed on May 4, 2026 by Mike Torres.',
      },
    ])
    await shop.passOn('2026-05-18')
    expect(await found(customerId, 'review_request')).toHaveLength(1)
    await shop.passOn('2026-05-19')
    expect(await shop.insights(customerId)).toMatchObject([{ status: 'expired', expired_reason: 'cause gone' }])
  })

  test('by the day of the shop: a job of late evening there belongs to that day', async () => {
    const west = await newShop({ timeZone: 'America/Los_Angeles' })
    const customerId = await west.customer()
    await west.job(customerId, '2026-05-05', { ...unrated, completed_at: '2026-05-05T05:30:00Z' })
    // 22:30 of May 4 there; UTC and New York have the fifth.
    await west.passOn('2026-05-05')
    expect(await west.active(customerId)).toEqual([])
    await west.passOn('2026-05-06')
    expect(await west.active(customerId)).toEqual(['review_request'])
  })

  test('once a job: neither after it was asked for nor after it was dismissed', async () => {
    const customerId = await shop.customer()
    const actor = { tenantId: shop.tenantId, actionedBy: 'test' }
    for (const [day, status] of [
      ['2026-06-01', 'actioned'],
      ['2026-07-01', 'dismissed'],
    ] as const) {
      await shop.job(customerId, day, unrated)
      await shop.passOn(day.replace('-01', '-03'))
      const [asked] = await found(customerId, 'review_request')
      await shop.staff.updateInsight({ ...actor, insightId: asked?.id ?? '', status })
      await admin`update context.customer_job_history set technician_name = 'Dana Lee' where customer_id = ${customerId}`
      await shop.refresh()
      await shop.passOn(day.replace('-01', '-09'))
      expect([status, await found(customerId, 'review_request')]).toEqual([status, []])
    }
    expect((await shop.insights(customerId)).map(({ status }) => status).sort()).toEqual(['actioned', 'dismissed'])
  })

  test('for the last of several jobs only', async () => {
    const customerId = await shop.customer()
    await shop.job(customerId, '2026-08-01', unrated)
    const last = await shop.job(customerId, '2026-08-03', unrated)
    await shop.passOn('2026-08-05')
    expect(await found(customerId, 'review_request')).toMatchObject([{ subject: `job:${last}` }])
  })

  test('not of a job that is rated or unpaid, nor of who opted out or needed a person since', async () => {
    const [rated, unpaid, stopped, upset] = [
      await shop.customer(),
      await shop.customer(),
      await shop.customer(),
      await shop.customer(),
    ]
    await shop.job(rated, '2026-09-01', { ...unrated, customer_rating: 4 })
    await shop.job(unpaid, '2026-09-01', { ...unrated, outstanding_balance: 10 })
    await shop.job(stopped, '2026-09-01', unrated)
    await shop.job(upset, '2026-09-01', unrated)
    await admin`
      insert into outreach.suppressions (tenant_id, channel, address, reason)
      select tenant_id, 'sms', value, 'opt_out' from identity.customer_identities where customer_id = ${stopped} and type = 'phone'`
    await admin`
      insert into memory.conversations (tenant_id, location_id, channel, address, customer_id, needs_person_at)
      values (${shop.tenantId}, ${shop.locationId}, 'sms', '+12015550100', ${upset}, '2026-09-02T12:00:00Z')`
    await shop.passOn('2026-09-03')
    for (const customerId of [rated, unpaid, stopped, upset])
      expect(await found(customerId, 'review_request')).toEqual([])
  })
})

describe('an unpaid balance', () => {
  test('is told of a week after the job, more pressing when it is much or old, and is closed when paid', async () => {
    const customerId = await shop.customer()
    const job = await shop.job(customerId, '2026-10-05', { outstanding_balance: 212 })
    await shop.passOn('2026-10-11')
    expect(await found(customerId, 'unpaid_balance')).toEqual([])
    await shop.passOn('2026-10-12')
    const [first] = await found(customerId, 'unpaid_balance')
    expect(first).toMatchObject({
      subject: 'customer',
      priority: 'medium',
      title: 'Unpaid Balance of $212',
      description: '$212 is unpaid since Oct 5, 2026.',
      suggested_action: 'Mention the open balance and offer a way to pay.',
    })
    const second = await shop.job(customerId, '2026-10-05', { outstanding_balance: 300.5 })
    await shop.refresh()
    expect(await found(customerId, 'unpaid_balance')).toMatchObject([
      { id: first?.id, priority: 'high', description: '$512.50 of 2 jobs is unpaid since Oct 5, 2026.' },
    ])
    await admin`update context.customer_job_history set outstanding_balance = 0 where id = ${second}`
    await shop.refresh()
    expect(await found(customerId, 'unpaid_balance')).toMatchObject([{ id: first?.id, priority: 'medium' }])
    await shop.passOn('2026-12-03')
    expect(await found(customerId, 'unpaid_balance')).toMatchObject([{ priority: 'medium' }])
    await shop.passOn('2026-12-04')
    expect(await found(customerId, 'unpaid_balance')).toMatchObject([{ priority: 'high' }])
    await admin`update context.customer_job_history set outstanding_balance = 0 where id = ${job}`
    await shop.refresh()
    expect(await shop.insights(customerId)).toMatchObject([{ status: 'expired', expired_reason: 'cause gone' }])
  })

  test('of a canceled job is none', async () => {
    const customerId = await shop.customer()
    await shop.job(customerId, '2026-10-05', { outstanding_balance: 212, work_status: 'canceled' })
    await shop.passOn('2026-12-05')
    expect(await found(customerId, 'unpaid_balance')).toEqual([])
  })
})
