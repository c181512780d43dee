import { afterEach, beforeAll, describe, expect, test } from 'bun:test'
import { resetClock, setClock } from '../fixtures/clock.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { newNumber } from '../fixtures/numbers.ts'
import { newCustomer } from '../fixtures/tenant.ts'
import { answer, newShop, replies, type Shop, text } from './reply-fixture.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
}, 60_000)
afterEach(() => resetClock(database.admin))

/** Texts the shop and returns what it says, without any key. */
async function ask(shop: Shop, body: string, from = shop.customer): Promise<string> {
  await text(shop, from, body)
  await answer(shop)
  return (await replies(database.admin, shop.tenantId)).at(-1)?.body ?? ''
}

const conversationOf = async (shop: Shop) => {
  const [row] = await database.admin`
    select needs_person_at, needs_person_reason from memory.conversations where tenant_id = ${shop.tenantId}`
  return row
}

describe('without any key', () => {
  test('somebody who asks whether their message arrived hears what it said', async () => {
    await setClock(database.admin, '2026-11-20T15:00:00Z')
    const shop = await newShop()
    expect(await ask(shop, 'Did you get my message?')).toContain("I don't see an earlier message from you.")
    await ask(shop, 'The sump pump hums all night\nand smells')
    await setClock(database.admin, '2026-11-23T15:00:00Z')
    expect(await ask(shop, 'did u get my text?')).toBe(
      'Hi John! The last we have from you by text is from Friday, Nov 20: "The sump pump hums all night and smells"',
    )
  })

  test('a reply uses the customer history and greets by name once', async () => {
    await setClock(database.admin, '2026-11-20T15:00:00Z')
    const shop = await newShop()
    expect(await ask(shop, 'When was my last service?')).toBe(
      'Hi John! Your last visit was Sunday, Oct 11: Drain cleaning with Mike Sullivan, $189.',
    )
    expect(await ask(shop, 'and who was the tech who came?')).toBe('Mike Sullivan was there last, Sunday, Oct 11.')
    expect(await ask(shop, 'when did i have the faucet fixed')).toBe(
      'Your last faucet repair visit was Jan 24, 2026 with Ana Costa, $145.',
    )
    expect(await conversationOf(shop)).toMatchObject({ needs_person_at: null })
  })

  test('two questions in one message are both answered', async () => {
    await setClock(database.admin, '2026-11-20T15:00:00Z')
    const shop = await newShop()
    const said = await ask(shop, 'What are your hours, and how much do I owe?')
    expect(said).toContain('Your open balance is $89 (invoice 1042 $89).')
    expect(said).toContain('Hours: Mon-Fri 8 am-5 pm, Sat-Sun closed.')
    expect(said).toContain("We're open until 5 pm today.")
  })

  test('prices come from the list and are never made up', async () => {
    const shop = await newShop()
    expect(await ask(shop, 'how much is a drain cleaning?')).toContain('Drain cleaning is $189')
    expect(await ask(shop, 'do you install sump pumps')).toContain('Sump pump installation starts at $950')
    const unknown = await ask(shop, 'how much is a bathroom remodel')
    expect(unknown).not.toContain('$')
    expect(await conversationOf(shop)).toMatchObject({ needs_person_reason: 'services_and_prices' })
  })

  test('the next appointment is told in the zone of the location with its window', async () => {
    await setClock(database.admin, '2026-11-20T15:00:00Z')
    const shop = await newShop({ timeZone: 'America/Los_Angeles' })
    expect(await ask(shop, 'when is my appointment')).toContain("I don't see an appointment")
    await database.admin`
      insert into context.customer_job_history (
        tenant_id, customer_id, location_id, service_type, work_status, scheduled_start, arrival_window_minutes, technician_name
      ) values (${shop.tenantId}, ${shop.customerId}, ${shop.locationId}, 'Water heater flush', 'scheduled',
        '2026-11-24T17:00:00Z', 120, 'Mike Sullivan')`
    expect(await ask(shop, 'ok and now? when is my appointment')).toBe(
      'Your next appointment is Tuesday, Nov 24 between 9 am and 11 am for water heater flush with Mike Sullivan.',
    )
  })

  test('equipment is told with the age that its date allows, and its warranty', async () => {
    await setClock(database.admin, '2026-11-20T15:00:00Z')
    const shop = await newShop()
    await database.admin`
      insert into context.equipment (tenant_id, customer_id, kind, make, installed_on, installed_on_precision, warranty_end_date) values
        (${shop.tenantId}, ${shop.customerId}, 'water_heater', 'Rheem', '2014-06-01', 'year', '2020-06-01'),
        (${shop.tenantId}, ${shop.customerId}, 'furnace', 'Trane', '2022-10-05', 'day', '2032-10-05')`
    expect(await ask(shop, 'how old is my water heater')).toBe(
      'Hi John! On file: Rheem water heater, installed around 2014 (about 12 years old), warranty ended Jun 1, 2020.',
    )
    expect(await ask(shop, 'is my furnace under warranty')).toBe(
      'On file: Trane furnace, installed Oct 2022 (4 years old), under warranty until Oct 5, 2032.',
    )
  })

  test('membership is told by the tenant name for it', async () => {
    const shop = await newShop({ settings: { membershipNames: { vip: 'Harbor Club' } } })
    expect(await ask(shop, 'am i a member')).toContain("I don't see a membership")
    await database.admin`
      update context.customer_context set membership_status = 'vip', membership_expires_at = ops.now() + interval '90 days'
      where tenant_id = ${shop.tenantId} and customer_id = ${shop.customerId}`
    expect(await ask(shop, 'is my membership still active')).toMatch(/^Yes, you're a Harbor Club member until /)
  })

  test('a booking wish is kept in the customer words, once, and promises no time', async () => {
    const shop = await newShop()
    const wish = 'Can someone come out this week to look at my sink?'
    const { messageId, conversationId, tenantId } = await text(shop, shop.customer, wish)
    await answer(shop)
    await database.admin`select queue.enqueue('reply', ${{ tenantId, conversationId } as never})`
    await answer(shop)
    const wishes = await database.admin`
      select message_id, customer_id, wish, status from lead.booking_wishes where tenant_id = ${shop.tenantId}`
    expect([...wishes]).toEqual([
      { message_id: messageId, customer_id: shop.customerId, wish, status: 'open' },
    ] as never)
    const [reply] = await replies(database.admin, shop.tenantId)
    expect(reply?.body).toContain('nothing is booked until then')
    expect(await conversationOf(shop)).toMatchObject({ needs_person_reason: 'booking_wish' })
  })

  test('an emergency gets safety first and says who was told only if somebody was', async () => {
    const shop = await newShop({ onCallPhone: newNumber() })
    const said = await ask(shop, 'I smell gas in the basement')
    expect(said).toMatch(/^Leave the building now/)
    expect(said).toContain("I'm alerting our on-call technician now.")
    const alone = await newShop()
    const calm = await ask(alone, 'my basement is flooding')
    expect(calm).toContain('shut off the main water valve')
    expect(calm).not.toContain('alerting')
    expect(calm).toContain('Please call us now at')
  })

  test('what it cannot answer goes to a person, and it says so', async () => {
    await setClock(database.admin, '2026-11-21T15:00:00Z')
    const shop = await newShop()
    const said = await ask(shop, 'You overcharged me and my lawyer will hear about it')
    expect(said).toContain("I'm sorry about this.")
    expect(said).toContain("We're closed right now and open Monday at 8 am.")
    expect(await conversationOf(shop)).toMatchObject({ needs_person_reason: 'legal' })
  })

  test('a stranger learns nothing about others and is asked for name and address', async () => {
    const shop = await newShop()
    const said = await ask(shop, 'how much do i owe', newNumber())
    expect(said).toStartWith('Hi, thanks for texting Harbor Plumbing!')
    expect(said).toContain('What name and address')
    expect(said).not.toMatch(/John|\$|1042/)
  })

  test('a shared number is asked who is writing, and the answer to that answers the first question', async () => {
    const shop = await newShop()
    const shared = newNumber()
    await newCustomer(database.admin, shop.tenantId, {
      firstName: 'Maria',
      lastName: 'Lopez',
      phone: shared,
      isShared: true,
    })
    const pat = await newCustomer(database.admin, shop.tenantId, {
      firstName: 'Pat',
      lastName: 'Green',
      phone: shared,
      isShared: true,
    })
    await database.admin`
      insert into context.customer_job_history (tenant_id, customer_id, service_type, work_status, completed_at, outstanding_balance, invoice_number)
      values (${shop.tenantId}, ${pat}, 'Drain cleaning', 'completed', ops.now() - interval '3 days', 75, '2001')`
    const question = await ask(shop, 'how much do i owe', shared)
    expect(question).toMatch(/who/i)
    expect(question).not.toMatch(/Maria|Pat|Lopez|Green|\$/)
    const said = await ask(shop, 'this is Pat Green', shared)
    expect(said).toBe(
      "Hi Pat! Your open balance is $75 (invoice 2001 $75). If you've just paid, it may not show here yet.",
    )
  })

  test('somebody who never says who they are is asked twice at most and then handed to a person', async () => {
    const shop = await newShop()
    const shared = newNumber()
    for (const firstName of ['Maria', 'Pat'])
      await newCustomer(database.admin, shop.tenantId, { firstName, phone: shared, isShared: true })
    const said = []
    for (const body of ['how much do i owe', 'why', 'just tell me']) said.push(await ask(shop, body, shared))
    expect(said[0]).toBe(said[1] as string)
    expect(said[2]).not.toBe(said[0] as string)
    expect(said[2]).not.toMatch(/Maria|Pat|paid up/)
  })
})
