import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import type { Sql } from '../../src/db/connect.ts'
import { newVoiceShop, saidIn, type VoiceShop } from '../fixtures/calls.ts'
import { testDatabase } from '../fixtures/database.ts'
import { newNumber } from '../fixtures/numbers.ts'
import { newCustomer } from '../fixtures/tenant.ts'
import { ask, ring, sessionOf, speech, type VoiceServer, voiceServer } from './played-call.ts'

const LOUD = new Uint8Array(160).fill(0x80)

let admin: Sql
let server: VoiceServer
let shop: VoiceShop
let said: Uint8Array

beforeAll(async () => {
  ;({ admin } = await testDatabase())
  said = await speech()
})
beforeEach(async () => {
  // Failures of earlier tests would have calls put through at once.
  await admin`delete from ai.provider_health`
  server = await voiceServer()
  shop = await newVoiceShop(admin, { calls: { transferTo: newNumber() } })
})
afterEach(() => server.stop())
afterAll(async () => {
  await admin`delete from ai.provider_health`
})

const messages = async () =>
  [
    ...(await admin`
      select m.role, m.body from memory.messages as m
      where m.tenant_id = ${shop.tenantId} and m.channel = 'voice' order by m.created_at, m.id`),
  ].map(({ role, body }) => `${role}: ${body}`)
const callRow = async () =>
  (
    await admin`
      select c.*, v.status, v.needs_person_reason from memory.calls as c
      join memory.conversations as v on v.tenant_id = c.tenant_id and v.id = c.conversation_id where c.tenant_id = ${shop.tenantId}`
  )[0]
const isOver = () => server.streams.size === 0

describe('a call that the assistant answers', () => {
  test('knows the caller from the first word, talks, uses tools, and leaves messages, a wish, its cost and a reading behind', async () => {
    const phone = newNumber()
    const customerId = await newCustomer(admin, shop.tenantId, { firstName: 'Maria', phone })
    await admin`
      insert into memory.memory_notes (tenant_id, customer_id, note) values (${shop.tenantId}, ${customerId}, 'The gate code is on file')`
    server.realtime.next(
      { say: 'Thanks for calling, hi Maria!' },
      { tools: [{ name: 'list_notes', arguments: {} }] },
      { say: 'I have noted it, the office will confirm Tuesday.' },
    )
    server.realtime.hears('My water heater is leaking. Can I book a visit for next Tuesday?')
    const { caller, form } = await ring(server, shop, { from: phone })
    const session = await sessionOf(server.realtime, caller, 0)
    const [first, second] = session.events
    expect(first).toMatchObject({
      type: 'session.update',
      session: { audio: { output: { format: { type: 'audio/pcmu' } } } },
    })
    expect(session.settings?.instructions).toContain('Maria')
    expect(session.settings?.tools.map(({ name }) => name)).toContain('transfer_call')
    expect(second).toMatchObject({
      type: 'response.create',
      response: { instructions: expect.stringContaining('Hi Maria!') },
    })

    await caller.until(() => caller.soundMs >= 300)
    caller.silence(400)
    caller.speak(said)
    caller.silence(700)
    await caller.until(() => caller.soundMs > 700)
    const outputs = session.events.filter((event) => event.type === 'conversation.item.create')
    expect(outputs).toHaveLength(1)
    expect(JSON.stringify(outputs)).toContain('gate code')
    // Every frame of the caller's came through, in order.
    const sent = Buffer.concat(session.audio)
    expect(sent.includes(Buffer.from(said))).toBe(true)
    expect(session.refusals).toEqual([])

    caller.silence(1500)
    caller.hangUp()
    await caller.until(isOver)
    expect(await messages()).toEqual([
      'assistant: Thanks for calling, hi Maria!',
      'customer: My water heater is leaking. Can I book a visit for next Tuesday?',
      'assistant: I have noted it, the office will confirm Tuesday.',
    ])
    const row = await callRow()
    expect(row).toMatchObject({
      outcome: 'answered',
      status: 'closed',
      customer_id: customerId,
      model: 'gpt-realtime-2.1',
    })
    // Three answers: 200 text and 150 audio in, 100 and 50 cached, 50 and 150 out, in dollars for a million.
    expect(Number(row?.cost_usd)).toBeCloseTo(
      (3 * (200 * 4 + 100 * 0.4 + 150 * 32 + 50 * 0.4 + 50 * 24 + 150 * 64)) / 1e6,
      8,
    )
    const [wish] =
      await admin`select wish from lead.booking_wishes where tenant_id = ${shop.tenantId} and customer_id = ${customerId}`
    expect(wish?.wish).toContain('next Tuesday')
    // Whoever writes to them next knows of both.
    const prompt = await server.api.getContextPrompt({ tenantId: shop.tenantId, customerId })
    expect(prompt).toContain('next Tuesday')
    const [job] =
      await admin`select count(*)::int as n from pgboss.job where name = 'enrich_profile' and data ->> 'tenantId' = ${shop.tenantId}`
    expect(job?.n).toBe(1)
    // What Twilio asks afterwards changes nothing.
    const { body } = {
      body: await ask(server, `https://rapport.example.com/webhooks/twilio/voice/status`, {
        ...form,
        CallStatus: 'completed',
        CallDuration: '12',
      }),
    }
    expect(body).toContain('<Response/>')
    expect((await callRow())?.duration_seconds).toBe(12)
  })

  test('is cut into by the caller: what was not played is dropped, and the model and the messages know what was heard', async () => {
    server.realtime.next({
      say: 'one two three four five six seven eight nine ten',
      audioMs: 2000,
      deltaMs: 400,
      isOpen: true,
    })
    const { caller } = await ring(server, shop)
    const session = await sessionOf(server.realtime, caller, 0)
    await caller.until(() => caller.soundMs === 2000 && caller.marks === 5)
    caller.silence(900)
    caller.frame(LOUD)
    await caller.until(() => caller.clears === 1 && session.truncations.length === 1)
    // Marks came back at 400 and 800; since then the caller's own frames tell, so it is right to one of them.
    expect(caller.playedMs).toBe(920)
    expect(Math.abs((session.truncations[0]?.audioEndMs ?? 0) - 920)).toBeLessThanOrEqual(20)
    // Sound of the same answer that was on its way is not played.
    const heard = caller.soundMs
    const itemId = session.truncations[0]?.itemId ?? ''
    session.send({ type: 'response.output_audio.delta', item_id: itemId, delta: Buffer.alloc(1600).toString('base64') })
    caller.silence(600)
    await caller.until(() => caller.soundMs > heard)
    expect(caller.soundMs - heard).toBe(120)
    expect(session.refusals).toEqual([])
    caller.hangUp()
    await caller.until(isOver)
    expect((await messages())[0]).toBe('assistant: one two three four five…')
  })

  test('is transferred by the key, by the words and by the tool: Twilio is told whom to dial', async () => {
    for (const how of ['key', 'words', 'tool'] as const) {
      const index = server.realtime.sessions.length
      server.realtime.next({ say: 'Hello' })
      if (how === 'tool') server.realtime.next({ tools: [{ name: 'transfer_call', arguments: { reason: 'a bill' } }] })
      if (how !== 'key')
        server.realtime.hears(how === 'words' ? 'Can I talk to a real person please?' : 'My bill is wrong')
      const { caller, updates } = await ring(server, shop)
      await sessionOf(server.realtime, caller, index)
      await caller.until(() => caller.soundMs > 0)
      caller.silence(200)
      if (how === 'key') caller.press('0')
      else {
        caller.speak(said)
        caller.silence(700)
      }
      await caller.until(() => updates.length === 1 && isOver())
      expect(saidIn(updates[0] ?? '')).toEqual(['One moment, I am putting you through to our team.'])
      expect(updates[0]).toContain('<Dial')
    }
    const calls = await admin`
      select stream_end, transfer_reason, outcome from memory.calls where tenant_id = ${shop.tenantId} order by started_at, id`
    expect([...calls].map((row) => [row.stream_end, row.transfer_reason, row.outcome])).toEqual([
      ['person', 'pressed 0', null],
      ['person', 'asked for a person', null],
      ['person', 'a bill', null],
    ])
  })
})

describe('a call that goes wrong', () => {
  const broken = async (caller: { until(isSo: () => boolean): Promise<void> }, updates: string[]) => {
    await caller.until(() => updates.length === 1 && isOver())
    expect(saidIn(updates[0] ?? '')[0]).toBe(
      'I am sorry, something went wrong on our side. One moment, I am putting you through to our team.',
    )
    expect(await callRow()).toMatchObject({ stream_end: 'model_failed', needs_person_reason: 'call_broken_off' })
  }

  test('the model refuses the connection: the caller is put through', async () => {
    server.realtime.refuseWith = 503
    const { caller, updates } = await ring(server, shop)
    await broken(caller, updates)
  })

  test('the model drops the line in the middle: the caller is put through', async () => {
    const { caller, updates } = await ring(server, shop)
    const session = await sessionOf(server.realtime, caller, 0)
    await caller.until(() => caller.soundMs > 0)
    session.drop()
    await broken(caller, updates)
  })

  test('the model answers that it failed: the caller is put through', async () => {
    server.realtime.next({ fail: true })
    const { caller, updates } = await ring(server, shop)
    await broken(caller, updates)
  })

  test('Twilio does not take the update: the stream ends, Twilio asks what next and gets the same answer', async () => {
    const { caller, form, callSid, callId } = await ring(server, shop)
    const session = await sessionOf(server.realtime, caller, 0)
    server.twilio.calls.delete(callSid)
    session.drop()
    await caller.closed
    await caller.until(isOver)
    const action = `https://rapport.example.com/webhooks/twilio/voice/action?tenant=${shop.tenantId}&call=${callId}&after=stream`
    expect(await ask(server, action, { ...form, CallStatus: 'in-progress' })).toContain('<Dial')
  })

  test('a stream that is not signed, has no token, a wrong or a used one, or says nothing of a call is closed', async () => {
    const used = await ring(server, shop)
    await sessionOf(server.realtime, used.caller, 0)
    const { connectCaller } = await import('../fakes/twilio-caller.ts')
    const options = {
      url: server.socketUrl,
      signedUrl: 'wss://rapport.example.com/webhooks/twilio/stream',
      authToken: server.twilio.authToken,
      callSid: used.callSid,
      parameters: {},
    }
    expect((await connectCaller({ ...options, authToken: 'another' })).isOpen).toBe(false)
    expect((await connectCaller({ ...options, signedUrl: 'wss://elsewhere.example.com/' })).isOpen).toBe(false)
    const key = { tenant: shop.tenantId, call: used.callId, model: 'gpt-realtime-2.1', greeting: 'Hi' }
    for (const parameters of [{}, { ...key, token: 'wrong' }, { ...key, token: 'a'.repeat(64) }]) {
      const caller = await connectCaller({ ...options, parameters: parameters as Record<string, string> })
      caller.connected()
      caller.start()
      await caller.closed
    }
    const early = await connectCaller(options)
    early.raw('{"event":"media"}')
    expect((await early.closed).code).toBe(1002)
    // The call that is going on noticed none of it.
    await used.caller.until(() => used.caller.soundMs > 0)
    used.caller.hangUp()
    await used.caller.until(isOver)
  })

  test('the process is stopped: calls are handed on politely, and new streams refused', async () => {
    const { caller, updates } = await ring(server, shop)
    await sessionOf(server.realtime, caller, 0)
    await server.streams.close()
    expect(isOver()).toBe(true)
    expect(updates[0]).toContain('<Dial')
    expect(await callRow()).toMatchObject({ stream_end: 'shutdown' })
  })
})
