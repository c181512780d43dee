import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import { startTwilioDouble, type TwilioDouble } from '../fakes/twilio.ts'
import { newSid } from '../fakes/twilio-messages.ts'
import { resetClock, setClock } from '../fixtures/clock.ts'
import { newNumber } from '../fixtures/numbers.ts'
import { newTenant, type TestTenant } from '../fixtures/tenant.ts'
import { privateDatabase } from './own-database.ts'
import { openShop, type Shop, twilioVariables } from './twilio-shop.ts'

/*
 * New York, 2026: on March 8 01:59 is followed by 03:00 (07:00 UTC), on November 1 01:59 by 01:00 (06:00 UTC). The
 * sessions are in New York's time as well, as on a server that took its zone from a machine there.
 */
let remove: () => Promise<void>
let twilio: TwilioDouble
let shop: Shop
let tenant: TestTenant
beforeAll(async () => {
  const own = await privateDatabase()
  remove = own.remove
  const setUp = own.database.pool(null, { max: 1 })
  const [{ name = '' } = {}] = await setUp<{ name: string }[]>`select quote_ident(current_database()) as name`
  await setUp.unsafe(
    own.database.kind === 'server'
      ? `alter database ${name} set timezone = 'America/New_York'`
      : `set timezone = 'America/New_York'`,
  )
  twilio = await startTwilioDouble()
  shop = openShop(own.database, twilioVariables(twilio))
  tenant = await newTenant(shop.admin, { timeZone: 'America/New_York' })
  twilio.numbers.add(tenant.number)
}, 30_000)
afterEach(() => resetClock(shop.admin))
afterAll(async () => {
  await twilio.stop()
  await remove()
})

const receive = async (from: string, body: string) => {
  const message = {
    messageSid: newSid('SM'),
    accountSid: twilio.accountSid,
    from,
    to: tenant.number,
    body,
    numSegments: 1,
    optOutType: null,
    media: [],
    idempotencyToken: null,
    raw: {},
  }
  const { tenantId } = tenant
  const { api } = shop.runtime
  await api.receiveSms({ message })
  const [taken] = (await api.processInbox({ tenantId, channel: 'sms', address: from })).messages
  if (taken?.outcome !== 'stored') throw new Error('it was not stored')
  return { tenantId, conversationId: taken.conversationId, answersMessageId: taken.messageId }
}

/** What a customer who asks at this moment is told about being open. */
const openingAt = async (instant: string) => {
  await setClock(shop.admin, instant)
  const job = await receive(newNumber(), 'What are your hours?')
  const { text } = await shop.runtime.api.composeLocalReply(job)
  return text.match(/We're (open|closed) .*$/)?.[0]
}

const channelState = { hasCredentials: true, demoMode: false, allowedRecipients: [] }

describe('around the change of the clocks in New York', () => {
  test('the zone of the sessions is the one that could do harm', async () => {
    expect([...(await shop.admin`show timezone`)]).toEqual([{ TimeZone: 'America/New_York' }])
  })

  test('opening hours are those of the wall clock, through the hour that is left out and the one that comes twice', async () => {
    const { tenantId, locationId } = tenant
    const sunday = async (opens: string, closes: string) => {
      await shop.admin`delete from tenancy.location_hours where location_id = ${locationId} and weekday = 7`
      await shop.admin`
        insert into tenancy.location_hours (tenant_id, location_id, weekday, opens, closes)
        values (${tenantId}, ${locationId}, 7, ${opens}, ${closes})`
    }
    // Friday before and Monday after: 8 am is 13:00 UTC, then 12:00 UTC.
    expect(await openingAt('2026-03-06T12:59:00Z')).toBe("We're closed right now and open today at 8 am.")
    expect(await openingAt('2026-03-06T13:00:00Z')).toBe("We're open until 5 pm today.")
    expect(await openingAt('2026-03-09T11:59:00Z')).toBe("We're closed right now and open today at 8 am.")
    expect(await openingAt('2026-03-09T12:00:00Z')).toBe("We're open until 5 pm today.")

    await sunday('03:00', '05:00')
    expect(await openingAt('2026-03-08T04:59:00Z')).toBe("We're closed right now and open tomorrow at 3 am.")
    expect(await openingAt('2026-03-08T06:59:00Z')).toBe("We're closed right now and open today at 3 am.")
    expect(await openingAt('2026-03-08T07:00:00Z')).toBe("We're open until 5 am today.")
    expect(await openingAt('2026-03-08T08:59:00Z')).toBe("We're open until 5 am today.")
    expect(await openingAt('2026-03-08T09:00:00Z')).toBe("We're closed right now and open tomorrow at 8 am.")

    await sunday('01:30', '02:30')
    expect(await openingAt('2026-11-01T05:29:00Z')).toBe("We're closed right now and open today at 1:30 am.")
    expect(await openingAt('2026-11-01T05:30:00Z')).toBe("We're open until 2:30 am today.")
    expect(await openingAt('2026-11-01T06:00:00Z')).toBe("We're closed right now and open today at 1:30 am.")
    expect(await openingAt('2026-11-01T06:30:00Z')).toBe("We're open until 2:30 am today.")
    expect(await openingAt('2026-11-01T07:30:00Z')).toBe("We're closed right now and open tomorrow at 8 am.")
    expect(await openingAt('2026-11-02T12:59:00Z')).toBe("We're closed right now and open today at 8 am.")
    expect(await openingAt('2026-11-02T13:00:00Z')).toBe("We're open until 5 pm today.")
  }, 20_000)

  test.each([
    ['2026-03-08T05:00:00Z', '2026-03-08T08:59:59Z', '2026-03-08T09:00:00Z'],
    ['2026-11-01T04:00:00Z', '2026-11-01T07:59:59Z', '2026-11-01T08:00:00Z'],
  ])(
    'a reply written at %s is sent until %s and stale at %s: four hours that passed',
    async (written, inTime, late) => {
      const claimAt = async (instant: string) => {
        await setClock(shop.admin, written)
        const job = await receive(newNumber(), 'Hello')
        const reply = { ...job, text: 'Hello!', provider: 'local', model: 'rows' }
        const { deliveryId } = await shop.runtime.api.submitReply(reply)
        await setClock(shop.admin, instant)
        return shop.runtime.api.claimDelivery({ tenantId: job.tenantId, deliveryId: deliveryId ?? '', channelState })
      }
      expect(await claimAt(inTime)).toMatchObject({ action: 'send' })
      expect(await claimAt(late)).toEqual({ action: 'none', state: 'canceled', reason: 'expired' })
    },
  )

  test.each([
    ['2026-03-08T06:55:00Z', '2026-03-08T07:09:59Z', '2026-03-08T07:10:00Z'],
    ['2026-11-01T05:55:00Z', '2026-11-01T06:09:59Z', '2026-11-01T06:10:00Z'],
  ])(
    'a phone out of reach at %s is tried again a quarter of an hour later: not at %s, but at %s',
    async (failed, early, due) => {
      await setClock(shop.admin, failed)
      const job = await receive(newNumber(), 'Hello')
      const { api } = shop.runtime
      const { deliveryId } = await api.submitReply({ ...job, text: 'Hello!', provider: 'local', model: 'rows' })
      const delivery = { tenantId: job.tenantId, deliveryId: deliveryId ?? '' }
      expect(await api.claimDelivery({ ...delivery, channelState })).toMatchObject({ action: 'send', attempt: 1 })
      const result = { kind: 'rejected', code: '30003', status: 400 }
      await api.recordSendResult({ ...delivery, attempt: 1, result })
      await setClock(shop.admin, early)
      expect(await api.claimDelivery({ ...delivery, channelState })).toMatchObject({
        state: 'queued',
        reason: 'not due',
      })
      await setClock(shop.admin, due)
      expect(await api.claimDelivery({ ...delivery, channelState })).toMatchObject({ action: 'send', attempt: 2 })
    },
  )

  test.each([
    ['2026-03-07T17:00:00Z', '2026-03-08T16:59:59Z', '2026-03-08T17:00:00Z'],
    ['2026-10-31T16:00:00Z', '2026-11-01T15:59:59Z', '2026-11-01T16:00:00Z'],
  ])(
    'a conversation that fell silent at %s goes on at %s and is over at %s: 24 hours that passed',
    async (last, within, over) => {
      const [answering, silent] = [newNumber(), newNumber()]
      await setClock(shop.admin, last)
      const first = await receive(answering, 'Hello')
      const other = await receive(silent, 'Hello')
      await setClock(shop.admin, within)
      await shop.runtime.api.closeIdleConversations({})
      expect((await receive(answering, 'Still there?')).conversationId).toBe(first.conversationId)
      const statusOf = async (id: string) =>
        (await shop.admin<{ status: string }[]>`select status from memory.conversations where id = ${id}`)[0]?.status
      expect(await statusOf(other.conversationId)).toBe('open')
      await setClock(shop.admin, over)
      expect((await receive(silent, 'Hello again')).conversationId).not.toBe(other.conversationId)
      expect(await statusOf(other.conversationId)).toBe('closed')
      expect(await statusOf(first.conversationId)).toBe('open')
    },
  )
})
