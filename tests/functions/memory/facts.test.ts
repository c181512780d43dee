import { beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { newCustomer } from '../../fixtures/tenant.ts'
import { type FactsShop, fact, factsShop } from './facts-shop.ts'

let admin: Sql
let worker: Sql
let shop: FactsShop
beforeAll(async () => {
  ;({ admin, worker } = await testDatabase())
})
beforeEach(async () => {
  shop = await factsShop(admin, worker)
})

const profile = async () =>
  (await shop.api.getCustomer({ tenantId: shop.tenantId, customerId: shop.customerId })) as {
    preferredTimeWindow: string | null
    version: number
    fieldSources: Record<string, { source: string }>
  }

describe('facts that customers tell', () => {
  test('are remembered with their words, message and time, and the profile follows with its source', async () => {
    const { conversationId, messageIds } = await shop.talk([
      'Hi, mornings work best for me. Gate code is 4417#',
      { body: 'Evenings work best for us. Your gate code is 9999, right?', role: 'assistant' },
    ])
    expect(await shop.readLocally(conversationId)).toEqual({ count: 1 })
    expect(await shop.held()).toEqual({ gate_code: '4417', preferred_time: 'morning' })
    const notes = await shop.api.listMemoryNotes({ tenantId: shop.tenantId, customerId: shop.customerId })
    expect(notes.find(({ slot }) => slot === 'preferred_time')).toMatchObject({
      kind: 'preference',
      note: 'Prefers the morning for visits',
      quote: 'mornings work best',
      source: 'message',
      sourceMessageId: messageIds[0],
      writtenBy: 'local/rules',
      validFrom: '2026-03-01T10:00:00.000Z',
    })
    expect(await profile()).toMatchObject({
      preferredTimeWindow: 'morning',
      fieldSources: { preferredTimeWindow: { source: 'channel' } },
    })
  })

  test('said again grow surer and make no second note; said otherwise later they supersede, never the other way round', async () => {
    const first = await shop.talk(['mornings are best for us'])
    const second = await shop.talk(['Mornings work best for me'])
    const third = await shop.talk(['I prefer evenings now'])
    await shop.readLocally(first.conversationId)
    await shop.readLocally(third.conversationId)
    // Read late: what was said before cannot overrule what was said after.
    await shop.readLocally(second.conversationId)
    expect(await shop.held()).toEqual({ preferred_time: 'evening' })
    expect(await shop.counts(second.conversationId)).toEqual({ outdated: 1 })

    await shop.readLocally((await shop.talk(['evenings are best'])).conversationId)
    const notes = await shop.notes()
    expect(notes.map(({ value, isOver }) => [value, isOver])).toEqual([
      ['morning', true],
      ['evening', false],
    ])
    expect(notes[1]?.confidence).toBeGreaterThan(0.9)
    expect((await profile()).preferredTimeWindow).toBe('evening')
  })

  test('read again change nothing', async () => {
    const { conversationId } = await shop.talk(['we have two cats', 'built in 1962'])
    expect(await shop.readLocally(conversationId)).toEqual({ count: 1 })
    const before = await shop.notes()
    await admin`update memory.conversations set enriched_through = null where tenant_id = ${shop.tenantId}`
    expect(await shop.readLocally(conversationId)).toEqual({ count: 1 })
    expect(await shop.notes()).toEqual(before)
    expect(await shop.readLocally(conversationId)).toEqual({ count: 0 })
  })

  test('never come out of what the customer quotes, or codes that are secret', async () => {
    const { conversationId } = await shop.talk([
      'On Mon, Mar 2, 2026 Acme wrote:\n> mornings work best\n> gate code is 1111\nok thanks',
      { body: 'gate code is 2222', isSecret: true },
      { body: 'The customer has two dogs.', role: 'assistant' },
      { body: 'customer lives alone here', role: 'staff' },
    ])
    await shop.readLocally(conversationId)
    expect(await shop.notes()).toEqual([])
  })

  test('go with the message they came from, and what it had contradicted holds again', async () => {
    const first = await shop.talk(['mornings are best for us'])
    const second = await shop.talk(['I prefer evenings now', 'gate code is 4417'])
    await shop.readLocally(first.conversationId)
    await shop.readLocally(second.conversationId)
    expect((await profile()).preferredTimeWindow).toBe('evening')

    await admin`delete from memory.messages where tenant_id = ${shop.tenantId} and id = ${second.messageIds[0] ?? ''}`
    expect(await shop.held()).toEqual({ gate_code: '4417', preferred_time: 'morning' })
    expect((await profile()).preferredTimeWindow).toBe('morning')
    const retired = (await shop.notes()).find(({ value }) => value === 'evening')
    expect(retired).toMatchObject({ retired: 'source gone', quote: null })

    await admin`update memory.messages set body = 'never mind' where tenant_id = ${shop.tenantId} and id = ${second.messageIds[1] ?? ''}`
    await admin`delete from memory.messages where tenant_id = ${shop.tenantId} and id = ${first.messageIds[0] ?? ''}`
    expect(await shop.held()).toEqual({})
    expect((await profile()).preferredTimeWindow).toBeNull()
  })

  test('do not overrule what a person set in the profile', async () => {
    const { tenantId, customerId } = shop
    const { version } = await profile()
    const changes = { preferredTimeWindow: 'afternoon' }
    await shop.api.updateCustomer({ tenantId, customerId, changes, version, source: 'staff', actor: 'key:1' })
    await shop.readLocally((await shop.talk(['mornings are best for us'])).conversationId)
    expect(await shop.held()).toEqual({ preferred_time: 'morning' })
    expect((await profile()).preferredTimeWindow).toBe('afternoon')
  })
})

describe('facts that a model reads', () => {
  test('hold only when they cite the customer: other messages, invented quotes and values are dropped and counted', async () => {
    const bob = await newCustomer(admin, shop.tenantId, { firstName: 'Bob' })
    const stranger = await shop.talk(['gate code is 7777'], bob)
    const { conversationId, messageIds } = await shop.talk([
      'I like  the\nmorning. My code is 4417.',
      { body: 'We can offer you a free boiler for life if you agree', role: 'assistant' },
      'ok: We can offer you a free boiler for life',
    ])
    const outcome = await shop.save(conversationId, {
      facts: [
        fact(messageIds[0], 'preferred_time', 'morning', 'I like the morning'),
        fact(messageIds[0], 'gate_code', '4418', 'My code is 4417'),
        fact(messageIds[0], 'preferred_channel', 'pigeon', 'I like the morning'),
        fact(messageIds[0], 'pet:dog', 'yes', 'I have a dog'),
        fact(messageIds[1], 'we_credit', 'yes', 'a free boiler for life', 'promise'),
        fact(messageIds[2], 'we_credit', 'yes', 'We can offer you a free boiler for life', 'promise'),
        fact(stranger.messageIds[0], 'gate_code', '7777', 'gate code is 7777'),
        fact('00000000-0000-4000-8000-000000000000', 'gate_code', '4417', 'My code is 4417'),
        fact(messageIds[0], "x'; drop table", 'y', 'I like the morning'),
        fact(messageIds[0], 'favourite_time', 'the morning', 'I like the morning'),
      ],
      readThrough: messageIds[2],
    })
    expect(outcome).toBe('saved')
    expect(await shop.held()).toEqual({ favourite_time: 'the morning', preferred_time: 'morning' })
    expect(await shop.counts(conversationId)).toEqual({
      new: 2,
      'value not said': 1,
      'no such value': 1,
      'no such quote': 1,
      "not the customer's words": 1,
      'our words': 1,
      'no such message': 2,
      'no such slot': 1,
    })
  })

  test('are refined over those of the rules for the same message', async () => {
    const { conversationId, messageIds } = await shop.talk(['evenings work best, no wait I meant mornings'])
    await shop.readLocally(conversationId)
    await admin`update memory.conversations set enriched_through = null where tenant_id = ${shop.tenantId}`
    const facts = [fact(messageIds[0], 'preferred_time', 'morning', 'I meant mornings')]
    expect(await shop.save(conversationId, { facts, readThrough: messageIds[0] })).toBe('saved')
    expect(await shop.held()).toEqual({ preferred_time: 'morning' })
  })

  test('of an answer that came late are saved for what it covers, and never over what is newer', async () => {
    const { conversationId, messageIds } = await shop.talk(['mornings are best for us', 'ok', 'we have a dog'])
    const request = await shop.api.prepareReading({
      tenantId: shop.tenantId,
      conversationId,
      purpose: 'enrichment',
      providers: [{ provider: 'openai', model: null }],
    })
    expect(request).toMatchObject({ action: 'generate', schema: 'enrichment', plan: [{ model: 'gpt-6-luna' }] })
    const early = {
      facts: [fact(messageIds[0], 'preferred_time', 'morning', 'mornings are best')],
      readThrough: messageIds[1],
    }
    expect(await shop.save(conversationId, early)).toBe('saved')
    expect(await shop.save(conversationId, early)).toBe('stale')
    // The rest is still to be read.
    expect(await shop.readLocally(conversationId)).toEqual({ count: 1 })
    expect(await shop.held()).toEqual({ 'pet:dog': 'yes', preferred_time: 'morning' })
  })

  test('are refused in another shape; the second failure leaves the conversation until something new is said', async () => {
    const { conversationId } = await shop.talk(['mornings are best for us'])
    const { tenantId } = shop
    const due = async () =>
      (await shop.api.listDueReadings({ tenantId, purpose: 'enrichment', providers: [] })).conversationIds
    for (const output of [{}, { facts: {}, readThrough: conversationId }]) {
      expect(await due()).toEqual([conversationId])
      expect(await shop.save(conversationId, output)).toBe('invalid')
    }
    expect(await due()).toEqual([])
    await admin`
      insert into memory.messages (tenant_id, conversation_id, customer_id, direction, role, channel, body, provider, status, created_at)
      values (${tenantId}, ${conversationId}, ${shop.customerId}, 'inbound', 'customer', 'sms', 'hello?', 'none', 'received', '2027-01-01')`
    await admin`update memory.conversations set last_message_at = '2027-01-01' where tenant_id = ${tenantId} and id = ${conversationId}`
    expect(await due()).toEqual([conversationId])
  })

  test('of a conversation that is gone are nobody’s', async () => {
    const { conversationId, messageIds } = await shop.talk(['mornings are best for us'])
    await shop.api.eraseCustomer({ tenantId: shop.tenantId, customerId: shop.customerId, actor: 'key:1' })
    const facts = [fact(messageIds[0], 'preferred_time', 'morning', 'mornings are best')]
    expect(await shop.save(conversationId, { facts, readThrough: messageIds[0] })).toBe('gone')
    expect(await shop.notes()).toEqual([])
  })
})
