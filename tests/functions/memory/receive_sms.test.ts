import { afterEach, beforeAll, describe, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { createApi } from '../../../src/db/generated.ts'
import { resetClock, setClock } from '../../fixtures/clock.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { takeIn } from '../../fixtures/inbox.ts'
import { nativeOnly } from '../../fixtures/lane.ts'
import { newNumber } from '../../fixtures/numbers.ts'
import { newCustomer, newTenant } from '../../fixtures/tenant.ts'
import { newSid, queueReply, receive, smsOf } from '../outreach/inbound.ts'

let admin: Sql
let edge: Sql
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  edge = database.edge
})
afterEach(() => resetClock(admin))

const replyJobs = async (conversationId: string | null) =>
  (await admin`select 1 from pgboss.job where name = 'reply' and data ->> 'conversationId' = ${conversationId}`).length
const conversationOf = async (id: string | null) =>
  (await admin`select * from memory.conversations where id = ${id}`)[0]
const messagesOf = (conversationId: string | null) =>
  admin`select * from memory.messages where conversation_id = ${conversationId} order by created_at, id`

describe('api.receive_sms', () => {
  test('stores a message of a new number: customer, conversation, message, media by reference, raw event, reply job', async () => {
    const tenant = await newTenant(admin)
    const from = newNumber()
    const messageSid = newSid('MM')
    const media = [
      { url: 'https://api.twilio.com/m/1', contentType: 'image/jpeg' },
      { url: 'ftp://not.kept/2', contentType: 'image/png' },
    ]
    const received = await receive(edge, { to: tenant.number, from, body: 'Look at my sink', messageSid, media })
    expect(received).toMatchObject({
      outcome: 'stored',
      tenantId: tenant.tenantId,
      isAmbiguous: false,
      isNewCustomer: true,
      consent: null,
      isUrgent: false,
      replyQueued: true,
    })
    const [message] = await messagesOf(received.conversationId)
    expect(message).toMatchObject({
      body: 'Look at my sink',
      direction: 'inbound',
      status: 'received',
      provider_message_id: messageSid,
      customer_id: received.customerId,
    })
    expect(await admin`select url, position from memory.attachments where message_id = ${received.messageId}`).toEqual([
      { url: 'https://api.twilio.com/m/1', position: 1 },
    ] as never)
    const [event] = await admin`select payload from crm.webhook_events where event_key = ${messageSid}`
    expect(event?.payload).toMatchObject({ Body: 'Look at my sink' })
    expect(await replyJobs(received.conversationId)).toBe(1)
  })

  test('does nothing with a repeated MessageSid, whether or not the first one was taken in', async () => {
    const tenant = await newTenant(admin)
    const message = { to: tenant.number, from: newNumber(), messageSid: newSid(), body: 'STOP' }
    const api = createApi(edge)
    expect(await api.receiveSms({ message: smsOf(message) })).toMatchObject({ outcome: 'accepted' })
    expect(await api.receiveSms({ message: smsOf(message) })).toMatchObject({ outcome: 'duplicate' })
    const first = await takeIn(api, tenant.tenantId, message.from, message.messageSid)
    expect(await receive(edge, message)).toMatchObject({ outcome: 'duplicate', tenantId: tenant.tenantId })
    if (!first) throw new Error('it was not taken in')
    expect(await messagesOf(first.conversationId)).toHaveLength(1)
    expect(await admin`select from outreach.consent_events where tenant_id = ${tenant.tenantId}`).toHaveLength(1)
  })

  test('keeps a message to an unknown number, or of a suspended tenant, as unrouted', async () => {
    const suspended = await newTenant(admin, { status: 'suspended' })
    for (const to of [newNumber(), suspended.number]) {
      const messageSid = newSid()
      for (const _ of [1, 2]) {
        expect(await receive(edge, { to, messageSid })).toMatchObject({ outcome: 'unrouted', tenantId: null })
      }
      expect(await admin`select address, kind from crm.unrouted_events where event_key = ${messageSid}`).toEqual([
        { address: to, kind: 'sms' },
      ] as never)
    }
  })

  test('keeps a conversation open for the tenant’s time-out, then opens one that knows the last', async () => {
    const tenant = await newTenant(admin, { settings: { conversationTimeoutHours: 2 } })
    const from = newNumber()
    await setClock(admin, '2026-11-21T10:00:00Z')
    const first = await receive(edge, { to: tenant.number, from })
    await setClock(admin, '2026-11-21T11:59:00Z')
    const second = await receive(edge, { to: tenant.number, from })
    await setClock(admin, '2026-11-21T13:59:00Z')
    const third = await receive(edge, { to: tenant.number, from })
    expect(second.conversationId).toBe(first.conversationId)
    expect(third.conversationId).not.toBe(first.conversationId)
    expect(await conversationOf(first.conversationId)).toMatchObject({ status: 'closed', closed_reason: 'timeout' })
    expect(await conversationOf(third.conversationId)).toMatchObject({
      status: 'open',
      previous_conversation_id: first.conversationId,
      customer_id: first.customerId,
      last_inbound_message_id: third.messageId,
    })
  })

  test('asks of a shared number who it is, and pins the conversation to the one who says so', async () => {
    const tenant = await newTenant(admin)
    const from = newNumber()
    const named = (firstName: string) =>
      newCustomer(admin, tenant.tenantId, { firstName, lastName: 'Keller', phone: from, isShared: true })
    const [maria, tom] = [await named('Maria'), await named('Tom')]

    await setClock(admin, '2026-11-21T10:00:00Z')
    const unknown = await receive(edge, { to: tenant.number, from, body: 'Can somebody come by?' })
    expect(unknown).toMatchObject({ customerId: null, isAmbiguous: true, replyQueued: true })
    const pinned = await receive(edge, { to: tenant.number, from, body: 'This is Maria' })
    expect(pinned).toMatchObject({ customerId: maria, isAmbiguous: false, conversationId: unknown.conversationId })
    expect((await messagesOf(unknown.conversationId)).map((message) => message.customer_id)).toEqual([maria, maria])

    const about = await receive(edge, { to: tenant.number, from, body: 'Tom said the boiler is loud' })
    expect(about.customerId).toBe(maria)
    await setClock(admin, '2026-12-10T10:00:00Z')
    const later = await receive(edge, { to: tenant.number, from, body: 'Hello again' })
    expect(later).toMatchObject({ customerId: maria, isAmbiguous: false })
    expect(later.conversationId).not.toBe(pinned.conversationId)
    expect((await receive(edge, { to: tenant.number, from, body: 'Hi, this is Tom' })).customerId).toBe(tom)
    await setClock(admin, '2027-02-10T10:00:00Z')
    expect(await receive(edge, { to: tenant.number, from })).toMatchObject({ customerId: null, isAmbiguous: true })
  })

  test('makes no customer of a short code and sends it no reply', async () => {
    const tenant = await newTenant(admin)
    const received = await receive(edge, { to: tenant.number, from: '72645', body: 'Your code is 1234' })
    expect(received).toMatchObject({ outcome: 'stored', customerId: null, isAmbiguous: false, replyQueued: false })
  })

  test('texts the on-call number about an emergency, once in 30 minutes, with who, what and where', async () => {
    const onCall = newNumber()
    const tenant = await newTenant(admin, { onCallPhone: onCall })
    const from = newNumber()
    const customerId = await newCustomer(admin, tenant.tenantId, { firstName: 'Ann', lastName: 'Lee', phone: from })
    await admin`
      insert into context.customer_addresses (tenant_id, customer_id, street, city, zip)
      values (${tenant.tenantId}, ${customerId}, '9 Elm St', 'Quincy', '02169')`
    const alerts = () => admin`
      select d.to_address, d.state, m.body, m.role, m.customer_id, m.conversation_id
      from outreach.deliveries as d join memory.messages as m on m.id = d.message_id
      where d.tenant_id = ${tenant.tenantId} and d.purpose = 'emergency_alert' order by d.created_at`
    await setClock(admin, '2026-11-21T10:00:00Z')
    const first = await receive(edge, {
      to: tenant.number,
      from,
      body: `A pipe burst!\n${'Water is everywhere. '.repeat(20)}`,
    })
    await setClock(admin, '2026-11-21T10:29:00Z')
    await receive(edge, { to: tenant.number, from, body: 'the basement is flooding' })
    const [alert, ...more] = await alerts()
    expect(more).toEqual([])
    expect(alert).toMatchObject({ to_address: onCall, state: 'queued', role: 'system', customer_id: null })
    expect(alert?.conversation_id).toBe(first.conversationId)
    for (const part of ['burst pipe', 'Ann Lee', from, '9 Elm St, Quincy, 02169', '"A pipe burst! Water']) {
      expect(alert?.body).toContain(part)
    }
    expect(alert?.body.length).toBeLessThan(320)
    expect((await conversationOf(first.conversationId))?.urgent_at).toEqual(new Date('2026-11-21T10:29:00Z'))
    await setClock(admin, '2026-11-21T10:31:00Z')
    await receive(edge, { to: tenant.number, from, body: 'still flooding!' })
    expect(await alerts()).toHaveLength(2)
  })

  test('does not alert the on-call number about its own messages, and marks urgent without one', async () => {
    const onCall = newNumber()
    const tenant = await newTenant(admin, { onCallPhone: onCall })
    const quiet = await newTenant(admin)
    const own = await receive(edge, { to: tenant.number, from: onCall, body: 'gas leak confirmed' })
    const other = await receive(edge, { to: quiet.number, body: 'gas leak' })
    expect([own.isUrgent, other.isUrgent]).toEqual([true, true])
    expect(
      await admin`select from outreach.deliveries where tenant_id in (${tenant.tenantId}, ${quiet.tenantId})`,
    ).toHaveLength(0)
  })

  test('cannot be told to write into another tenant: its rows are those of the number it came to', async () => {
    const [one, other] = [await newTenant(admin), await newTenant(admin)]
    const from = newNumber()
    const [first, second] = [
      await receive(edge, { to: one.number, from }),
      await receive(edge, { to: other.number, from }),
    ]
    expect([first.tenantId, second.tenantId]).toEqual([one.tenantId, other.tenantId])
    expect(first.customerId).not.toBe(second.customerId)
  })
})

describe('consent', () => {
  const suppressionOf = async (address: string) =>
    (await admin`select reason, consent_event_id from outreach.suppressions where address = ${address}`)[0]

  test('a STOP suppresses the number, keeps the words as evidence, cancels what waits and gets no reply', async () => {
    const tenant = await newTenant(admin)
    const from = newNumber()
    const question = await receive(edge, { to: tenant.number, from })
    const deliveryId = await queueReply(admin, question)
    const stop = await receive(edge, { to: tenant.number, from, body: 'Stop.' })
    expect(stop).toMatchObject({ consent: 'opt_out', replyQueued: false })
    const suppression = await suppressionOf(from)
    expect(suppression?.reason).toBe('opt_out')
    const [event] = await admin`select * from outreach.consent_events where id = ${suppression?.consent_event_id}`
    expect(event).toMatchObject({
      action: 'opt_out',
      source: 'keyword',
      quote: 'Stop.',
      evidence_message_id: stop.messageId,
      customer_id: stop.customerId,
      endpoint_id: tenant.endpointId,
    })
    expect((await admin`select state, reason from outreach.deliveries where id = ${deliveryId}`)[0]).toEqual({
      state: 'canceled',
      reason: 'opted out',
    })
    expect((await messagesOf(question.conversationId)).map((message) => message.status)).toEqual([
      'received',
      'canceled',
      'received',
    ])
    expect(await conversationOf(stop.conversationId)).toMatchObject({ status: 'closed', closed_reason: 'opt_out' })
    expect(await receive(edge, { to: tenant.number, from, body: 'Are you there?' })).toMatchObject({
      consent: null,
      replyQueued: false,
    })
  })

  test('YES and START re-subscribe whoever is opted out; to anyone else they are ordinary messages', async () => {
    const tenant = await newTenant(admin)
    for (const word of ['YES', 'start', 'Unstop!']) {
      const from = newNumber()
      expect(await receive(edge, { to: tenant.number, from, body: word })).toMatchObject({
        consent: null,
        replyQueued: true,
      })
      await receive(edge, { to: tenant.number, from, body: 'please stop texting me' })
      expect(await suppressionOf(from)).toBeDefined()
      expect(await receive(edge, { to: tenant.number, from, body: word })).toMatchObject({
        consent: 'opt_in',
        replyQueued: false,
      })
      expect(await suppressionOf(from)).toBeUndefined()
      const actions =
        await admin`select action, source from outreach.consent_events where address = ${from} order by id`
      expect(actions.map((event) => `${event.action} ${event.source}`)).toEqual(['opt_out free_text', 'opt_in keyword'])
    }
  })

  test('a block by staff is not lifted by START', async () => {
    const tenant = await newTenant(admin)
    const from = newNumber()
    await admin`insert into outreach.suppressions (tenant_id, channel, address, reason) values (${tenant.tenantId}, 'sms', ${from}, 'staff')`
    const start = await receive(edge, { to: tenant.number, from, body: 'START' })
    expect(start).toMatchObject({ consent: null, replyQueued: false })
    expect(await suppressionOf(from)).toMatchObject({ reason: 'staff' })
  })

  test('HELP is noted and left to Twilio to answer', async () => {
    const tenant = await newTenant(admin)
    expect(await receive(edge, { to: tenant.number, body: 'HELP' })).toMatchObject({
      consent: 'help',
      replyQueued: false,
    })
  })

  test('a refusal that reports an emergency still reaches the on-call number', async () => {
    const tenant = await newTenant(admin, { onCallPhone: newNumber() })
    const received = await receive(edge, {
      to: tenant.number,
      body: 'Stop texting me, there is a gas leak, I call 911',
    })
    expect(received).toMatchObject({ consent: 'opt_out', isUrgent: true })
  })
})

nativeOnly.describe('messages that arrive at once', () => {
  test('100 first messages from one number make one customer and one conversation', async () => {
    const tenant = await newTenant(admin)
    const from = newNumber()
    const received = await Promise.all(
      Array.from({ length: 100 }, (_, n) => receive(edge, { to: tenant.number, from, body: `Message ${n}` })),
    )
    expect(new Set(received.map((one) => one.customerId)).size).toBe(1)
    expect(new Set(received.map((one) => one.conversationId)).size).toBe(1)
    expect(received.filter((one) => one.isNewCustomer)).toHaveLength(1)
    expect(await messagesOf(received[0]?.conversationId ?? null)).toHaveLength(100)
    expect(await replyJobs(received[0]?.conversationId ?? null)).toBe(1)
  })

  test('50 copies of one message are stored once, by one of them', async () => {
    const tenant = await newTenant(admin, { onCallPhone: newNumber() })
    const copy = { to: tenant.number, from: newNumber(), messageSid: newSid(), body: 'gas leak' }
    const received = await Promise.all(Array.from({ length: 50 }, () => receive(edge, copy)))
    expect(received.filter((one) => one.outcome === 'stored')).toHaveLength(1)
    expect(await admin`select from memory.messages where provider_message_id = ${copy.messageSid}`).toHaveLength(1)
    expect(await admin`select from outreach.deliveries where tenant_id = ${tenant.tenantId}`).toHaveLength(1)
  })
})
