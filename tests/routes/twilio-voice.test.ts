import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Sql } from '../../src/db/connect.ts'
import { createApi } from '../../src/db/generated.ts'
import { loadEnv } from '../../src/env.ts'
import {
  attributesOf,
  callForm,
  newVoiceShop,
  parametersOf,
  postForm,
  saidIn,
  type VoiceShop,
} from '../fixtures/calls.ts'
import { resetClock, setClock } from '../fixtures/clock.ts'
import { testDatabase } from '../fixtures/database.ts'
import { newNumber } from '../fixtures/numbers.ts'
import { newCustomer } from '../fixtures/tenant.ts'
import { PUBLIC_URL, twilioApp } from './twilio-fixture.ts'

const TOKEN = 'the-token-of-these-tests'
const VOICE = `${PUBLIC_URL}/webhooks/twilio/voice`
const PROVIDERS = [{ provider: 'openai' as const, model: null }]
const STREAM = 'wss://voice.example.com/webhooks/twilio/stream'
const MONDAY_NOON = '2026-03-02T17:00:00Z'
const MONDAY_NIGHT = '2026-03-03T04:00:00Z'

let admin: Sql
let edge: Sql
let shell: ReturnType<typeof twilioApp>

beforeAll(async () => {
  ;({ admin, edge } = await testDatabase())
  shell = twilioApp(edge, { twilioTokens: [TOKEN], voice: { streamUrl: STREAM, providers: PROVIDERS } })
})
afterAll(() => resetClock(admin))

const post = (url: string, params: Record<string, string>, app = shell.app) => postForm(app, TOKEN, url, params)
const call = (shop: VoiceShop, more: Record<string, string> = {}) => post(VOICE, callForm(shop.voiceNumber, more))
const callsOf = (shop: VoiceShop) => admin`
  select c.*, v.status, v.closed_reason, v.address, v.needs_person_reason
  from memory.calls as c join memory.conversations as v on v.tenant_id = c.tenant_id and v.id = c.conversation_id
  where c.tenant_id = ${shop.tenantId} order by c.started_at, c.id`

describe('POST /webhooks/twilio/voice', () => {
  test('joins the caller with the assistant, knows them by their number, and greets by no name before the token is used', async () => {
    const shop = await newVoiceShop(admin)
    const phone = newNumber()
    const customerId = await newCustomer(admin, shop.tenantId, { firstName: 'Maria', phone })
    const { status, body } = await call(shop, { From: phone })
    expect(status).toBe(200)
    expect(attributesOf(body, 'Stream').url).toBe(STREAM)
    const { tenant, call: callId, token, greeting } = parametersOf(body)
    expect(attributesOf(body, 'Connect').action).toBe(`${VOICE}/action?tenant=${tenant}&call=${callId}&after=stream`)
    expect(greeting).toBe(
      'Thanks for calling Harbor Plumbing, this is the assistant, the automated assistant. How can I help you today?',
    )
    const [stored] = await callsOf(shop)
    expect(stored).toMatchObject({
      id: callId,
      customer_id: customerId,
      plan: 'stream',
      from_number: phone,
      status: 'open',
    })
    expect(stored?.token_hash).not.toContain(token)
    expect(shell.lines.join('\n')).not.toContain(token ?? '')
  })

  test('the same CallSid again is the same call with a new token, and only the new one opens the stream', async () => {
    const shop = await newVoiceShop(admin)
    const form = callForm(shop.voiceNumber)
    const [first, second] = [await post(VOICE, form), await post(VOICE, form)].map(({ body }) => parametersOf(body))
    expect(second?.call).toBe(first?.call)
    expect(await callsOf(shop)).toHaveLength(1)
    const open = (token = '') =>
      createApi(edge).openCallStream({
        tenantId: shop.tenantId,
        callId: first?.call ?? '',
        token,
        stream: { callSid: form.CallSid, streamSid: 'MZ1' },
      })
    expect(await open(first?.token)).toEqual({ outcome: 'refused', reason: 'wrong' })
    expect((await open(second?.token)).outcome).toBe('open')
    expect(await open(second?.token)).toEqual({ outcome: 'refused', reason: 'used' })
  })

  test('a token is good for a minute', async () => {
    const shop = await newVoiceShop(admin)
    await setClock(admin, MONDAY_NOON)
    const form = callForm(shop.voiceNumber)
    const { call: callId = '', token = '' } = parametersOf((await post(VOICE, form)).body)
    await setClock(admin, '2026-03-02T17:01:00Z')
    const stream = { callSid: form.CallSid, streamSid: 'MZ1' }
    const answer = await createApi(edge).openCallStream({ tenantId: shop.tenantId, callId, token, stream })
    expect(answer).toEqual({ outcome: 'refused', reason: 'expired' })
    await resetClock(admin)
  })

  test('an unknown caller becomes a customer; who shows no number does not, each such call by itself', async () => {
    const shop = await newVoiceShop(admin)
    await call(shop)
    for (const From of ['+266696687', 'anonymous', '']) await call(shop, { From })
    const calls = await callsOf(shop)
    expect(calls.map((row) => [row.customer_id !== null, row.from_number !== null])).toEqual([
      [true, true],
      [false, false],
      [false, false],
      [false, false],
    ])
    expect(new Set(calls.map((row) => row.conversation_id)).size).toBe(4)
    const [count] = await admin`select count(*)::int as n from identity.customers where tenant_id = ${shop.tenantId}`
    expect(count?.n).toBe(1)
  })

  test('the caller of a number that several share is nobody until they say who they are', async () => {
    const shop = await newVoiceShop(admin)
    const phone = newNumber()
    for (const firstName of ['Ann', 'Bob'])
      await newCustomer(admin, shop.tenantId, { firstName, phone, isShared: true })
    const { call: callId = '', token = '', greeting } = parametersOf((await call(shop, { From: phone })).body)
    expect(greeting).not.toContain('Ann')
    const [stored] = await callsOf(shop)
    expect(stored?.customer_id).toBeNull()
    const api = createApi(edge)
    const stream = { callSid: stored?.call_sid, streamSid: 'MZ1' }
    const opened = await api.openCallStream({ tenantId: shop.tenantId, callId, token, stream })
    expect(opened).toMatchObject({ customerId: null, tools: [], greeting: expect.not.stringContaining('Ann') })
    const turn = { itemId: 'item_1', role: 'customer', text: 'Hi, this is Bob, my sink leaks.', offsetMs: 10 }
    expect(await api.storeCallTurn({ tenantId: shop.tenantId, callId, turn })).toMatchObject({ isBriefChanged: true })
    const brief = await api.getCallBrief({ tenantId: shop.tenantId, callId })
    expect(brief.customerId).not.toBeNull()
    expect(brief.greeting).toContain('Hi Bob!')
  })

  test('outside the hours a caller leaves a message, rings the one on call, or has the assistant, as the tenant chose', async () => {
    await setClock(admin, MONDAY_NIGHT)
    const onCallPhone = newNumber()
    const closed = await newVoiceShop(admin, { hours: true, onCallPhone })
    const voicemail = (await call(closed)).body
    expect(attributesOf(voicemail, 'Record').recordingStatusCallback).toStartWith(`${VOICE}/recording?tenant=`)
    expect(saidIn(voicemail)[0]).toContain("We're closed right now and open tomorrow at 8 am.")
    const dials = await newVoiceShop(admin, { hours: true, onCallPhone, calls: { outsideHours: 'dial' } })
    expect((await call(dials)).body).toContain(`>${onCallPhone}</Dial>`)
    const answers = await newVoiceShop(admin, { hours: true, calls: { outsideHours: 'assistant' } })
    expect((await call(answers)).body).toContain('<Stream')
    await setClock(admin, MONDAY_NOON)
    expect((await call(closed)).body).toContain('<Stream')
    await resetClock(admin)
  })

  test('where no assistant can answer, a person is rung in the hours: never the caller, never a number that ends up here', async () => {
    const off = twilioApp(edge, { twilioTokens: [TOKEN], voice: { streamUrl: STREAM, providers: [] } })
    const [phone, person] = [newNumber(), newNumber()]
    const shop = await newVoiceShop(admin, { calls: { transferTo: person } })
    const ask = async (to: string, From = phone) => (await post(VOICE, callForm(to, { From }), off.app)).body
    expect(await ask(shop.voiceNumber)).toContain(`>${person}</Dial>`)
    // The location's own number is next, then the voicemail.
    expect(await ask(shop.voiceNumber, person)).toContain(`>${shop.number}</Dial>`)
    await admin`update tenancy.locations set phone = ${shop.voiceNumber} where tenant_id = ${shop.tenantId}`
    expect(await ask(shop.voiceNumber, person)).toContain('<Record')
    const [row] = await callsOf(shop)
    expect(row).toMatchObject({ plan: 'dial', plan_reason: 'no_model' })
    const refuses = await newVoiceShop(admin, { calls: { assistant: false } })
    expect((await call(refuses)).body).toContain(`>${refuses.number}</Dial>`)
    expect((await callsOf(refuses))[0]?.plan_reason).toBe('voice_off')
  })

  test('in demo mode only those who are allowed are rung', async () => {
    const [person, allowed] = [newNumber(), newNumber()]
    const env = loadEnv({ PUBLIC_URL, DEMO_MODE: 'true', DEMO_ALLOWED_RECIPIENTS: allowed })
    const demo = twilioApp(edge, { twilioTokens: [TOKEN], env })
    const ask = async (transferTo: string) => {
      const shop = await newVoiceShop(admin, { calls: { transferTo } })
      return (await post(VOICE, callForm(shop.voiceNumber), demo.app)).body
    }
    expect(await ask(person)).toContain('<Record')
    expect(await ask(allowed)).toContain(`>${allowed}</Dial>`)
  })

  test('a tenant whose budget for models is used up has its calls put through', async () => {
    const shop = await newVoiceShop(admin, { settings: { aiBudget: { softUsd: 1, hardUsd: 2 } } })
    await admin`
      insert into ai.model_calls (tenant_id, purpose, provider, model, outcome, latency_ms, cost_usd)
      values (${shop.tenantId}, 'voice', 'openai', 'gpt-realtime-2.1', 'ok', 1, 3)`
    expect((await call(shop)).body).toContain(`>${shop.number}</Dial>`)
    expect((await callsOf(shop))[0]?.plan_reason).toBe('budget')
  })

  test('a forged call, and one for nobody: refused, and kept as unrouted but heard', async () => {
    const shop = await newVoiceShop(admin)
    const forged = await postForm(shell.app, 'another token', VOICE, callForm(shop.voiceNumber))
    expect(forged.status).toBe(403)
    expect(await callsOf(shop)).toHaveLength(0)
    const form = callForm('+12025550199')
    expect((await post(VOICE, form)).body).toContain('<Record')
    const [kept] = await admin`select kind, reason from crm.unrouted_events where event_key = ${form.CallSid ?? ''}`
    expect(kept).toEqual({ kind: 'call', reason: 'no tenant has this number' })
    expect((await post(VOICE, { ...form, CallSid: 'CA1' })).status).toBe(422)
  })

  test('while the database is away the caller still hears a text and can leave a message', async () => {
    const api = new Proxy(createApi(edge), {
      get: () => async () => {
        throw Object.assign(new Error('no server'), { code: 'ECONNREFUSED' })
      },
    })
    const away = twilioApp(edge, { api, twilioTokens: [TOKEN], voice: { streamUrl: STREAM, providers: PROVIDERS } })
    for (const url of [VOICE, `${VOICE}/fallback`]) {
      const { status, body } = await post(url, callForm('+12025550198'), away.app)
      expect(status).toBe(200)
      expect(saidIn(body)[0]).toContain('leave your name')
      expect(attributesOf(body, 'Record').action).toBe(`${VOICE}/action?after=recording`)
    }
    expect((await post(`${VOICE}/action?after=recording`, callForm('+12025550198'), away.app)).body).toContain(
      '<Hangup/>',
    )
  })
})

describe('what follows in a call', () => {
  const recordingOf = (form: Record<string, string>) => ({
    ...form,
    RecordingSid: `RE${'1'.repeat(32)}`,
    RecordingUrl: 'https://api.twilio.com/2010-04-01/Accounts/AC/Recordings/RE1',
    RecordingDuration: '23',
  })

  test('a voicemail is kept once however often it is told, puts the call before a person and survives the status', async () => {
    const shop = await newVoiceShop(admin, { calls: { assistant: false } })
    await admin`update tenancy.locations set phone = null where tenant_id = ${shop.tenantId}`
    const form = callForm(shop.voiceNumber)
    const { action = '', recordingStatusCallback = '' } = attributesOf((await post(VOICE, form)).body, 'Record')
    // The status overtakes the recording, and the recording comes three times, once without what our URL says.
    await post(`${VOICE}/status`, { ...form, CallStatus: 'completed', CallDuration: '31' })
    expect((await callsOf(shop))[0]).toMatchObject({ outcome: 'missed', duration_seconds: 31, status: 'closed' })
    expect((await post(action, recordingOf(form))).body).toContain('Goodbye')
    await post(recordingStatusCallback, recordingOf(form))
    await post(`${VOICE}/recording`, recordingOf(form))
    const [stored] = await callsOf(shop)
    expect(stored).toMatchObject({ outcome: 'voicemail', recording_seconds: 23, duration_seconds: 31 })
    const media = await admin`
      select m.body, a.url from memory.messages as m
      join memory.attachments as a on a.tenant_id = m.tenant_id and a.message_id = m.id where m.tenant_id = ${shop.tenantId}`
    expect([...media]).toEqual([{ body: '[Voicemail of 23 seconds]', url: recordingOf(form).RecordingUrl }])
    expect((await post(VOICE, form)).body).toContain('<Hangup/>')
  })

  test('a person who does not pick up leads to the voicemail, one who does to the end; a forged answer to neither', async () => {
    const shop = await newVoiceShop(admin, { calls: { assistant: false } })
    const form = callForm(shop.voiceNumber)
    const { action = '' } = attributesOf((await post(VOICE, form)).body, 'Dial')
    expect((await postForm(shell.app, 'another token', action, form)).status).toBe(403)
    expect((await post(action, { ...form, DialCallStatus: 'no-answer' })).body).toContain('<Record')
    expect((await post(action, { ...form, DialCallStatus: 'completed' })).body).toEndWith(
      '<Response><Hangup/></Response>',
    )
    await post(`${VOICE}/status`, { ...form, CallStatus: 'completed', CallDuration: '90' })
    expect((await callsOf(shop))[0]).toMatchObject({
      outcome: 'transferred',
      duration_seconds: 90,
      closed_reason: 'call_ended',
    })
  })

  test('a stream that ended without a word leads to a person; the same question again to the same answer', async () => {
    const person = newNumber()
    const shop = await newVoiceShop(admin, { calls: { transferTo: person } })
    const form = callForm(shop.voiceNumber)
    const { body } = await post(VOICE, form)
    const { call: callId = '', token = '' } = parametersOf(body)
    const api = createApi(edge)
    const stream = { callSid: form.CallSid, streamSid: 'MZ1' }
    await api.openCallStream({ tenantId: shop.tenantId, callId, token, stream })
    const { action = '' } = attributesOf(body, 'Connect')
    const next = await post(action, { ...form, CallStatus: 'in-progress' })
    expect(saidIn(next.body)[0]).toStartWith('I am sorry, something went wrong on our side.')
    expect(next.body).toContain(`>${person}</Dial>`)
    expect(await post(action, { ...form, CallStatus: 'in-progress' })).toEqual(next)
    expect((await callsOf(shop))[0]).toMatchObject({ stream_end: 'lost', needs_person_reason: 'call_broken_off' })
  })

  test('a call that nobody tells the end of is ended by the sweep, and one that gives signs of life is not', async () => {
    const shop = await newVoiceShop(admin)
    await setClock(admin, MONDAY_NOON)
    const api = createApi(edge)
    const [lost, alive] = [callForm(shop.voiceNumber), callForm(shop.voiceNumber)]
    for (const form of [lost, alive]) {
      const { call: callId = '', token = '' } = parametersOf((await post(VOICE, form)).body)
      const stream = { callSid: form.CallSid, streamSid: 'MZ1' }
      await api.openCallStream({ tenantId: shop.tenantId, callId, token, stream })
    }
    await setClock(admin, '2026-03-02T17:02:30Z')
    const calls = await callsOf(shop)
    const kept = calls.find((row) => row.call_sid === alive.CallSid)
    await api.touchCall({ tenantId: shop.tenantId, callId: kept?.id })
    await setClock(admin, '2026-03-02T17:03:00Z')
    await createApi((await testDatabase()).worker).closeLostCalls({})
    await resetClock(admin)
    const after = await callsOf(shop)
    expect(after.map((row) => [row.call_sid, row.outcome, row.status]).sort()).toEqual(
      [
        [lost.CallSid, 'failed', 'closed'],
        [alive.CallSid, null, 'open'],
      ].sort(),
    )
  })
})
