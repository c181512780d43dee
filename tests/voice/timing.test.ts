import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import type { Sql } from '../../src/db/connect.ts'
import { type Api, createApi } from '../../src/db/generated.ts'
import { newVoiceShop, saidIn, type VoiceShop } from '../fixtures/calls.ts'
import { testDatabase } from '../fixtures/database.ts'
import { newNumber } from '../fixtures/numbers.ts'
import { newCustomer } from '../fixtures/tenant.ts'
import { ring, sessionOf, speech, type VoiceServer, voiceServer } from './played-call.ts'

/** The timers of a call are fired by the test: no test waits for a time-out. */
function manualTimers() {
  const timers = new Set<{ ms: number; work: () => void }>()
  return {
    after: (ms: number, work: () => void) => {
      // What only looks again in a moment does so.
      if (ms < 100) {
        const timer = setTimeout(work, ms)
        return () => clearTimeout(timer)
      }
      const timer = { ms, work }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    has: (ms: number) => [...timers].some((timer) => timer.ms === ms),
    fire(ms: number) {
      const due = [...timers].filter((timer) => timer.ms === ms)
      for (const timer of due) {
        timers.delete(timer)
        timer.work()
      }
      return due.length
    },
  }
}

const BRIEF_MS = 1_000
const START_MS = 5_000
const ANSWER_MS = 8_000

let admin: Sql
let server: VoiceServer
let shop: VoiceShop
let timers: ReturnType<typeof manualTimers>
/** what openCallStream waits for */
let gate: Promise<void>

beforeAll(async () => {
  ;({ admin } = await testDatabase())
})
beforeEach(async () => {
  await admin`delete from ai.provider_health`
  timers = manualTimers()
  gate = Promise.resolve()
  const { edge } = await testDatabase()
  const api = createApi(edge)
  const slow: Api = { ...api, openCallStream: (args) => gate.then(() => api.openCallStream(args)) }
  server = await voiceServer({ after: timers.after, api: slow })
  shop = await newVoiceShop(admin, { calls: { transferTo: newNumber() } })
})
afterEach(async () => {
  await server.stop()
})

const isOver = () => server.streams.size === 0
const callRow = async () => (await admin`select * from memory.calls where tenant_id = ${shop.tenantId}`)[0]

describe('time in a call', () => {
  test('who calls is not known within a second: a plain greeting, and the context once it is there, without another', async () => {
    const opened = Promise.withResolvers<void>()
    gate = opened.promise
    const phone = newNumber()
    await newCustomer(admin, shop.tenantId, { firstName: 'Maria', phone })
    const { caller } = await ring(server, shop, { from: phone })
    await caller.until(() => server.realtime.sessions.length === 1 && timers.has(BRIEF_MS))
    caller.silence(100)
    expect(server.realtime.sessions[0]?.settings).toBeNull()
    timers.fire(BRIEF_MS)
    const session = await sessionOf(server.realtime, caller, 0)
    expect(session.settings?.instructions).not.toContain('Maria')
    expect(session.settings?.tools.map(({ name }) => name)).toEqual(['transfer_call'])
    opened.resolve()
    await caller.until(() => session.settings?.instructions.includes('Maria') ?? false)
    expect(session.settings?.tools.length).toBeGreaterThan(1)
    const greetings = session.events.filter(({ type }) => type === 'response.create')
    expect(greetings).toHaveLength(1)
    expect(JSON.stringify(greetings[0])).not.toContain('Maria')
    // What the caller said before the model was ready came after, whole.
    await caller.until(() => Buffer.concat(session.audio).length === 800)
    caller.hangUp()
    await caller.until(isOver)
  })

  test('the model makes no sound in time: the caller is put through, and the model counted as failing', async () => {
    server.realtime.next({ hang: true })
    const { caller, updates } = await ring(server, shop)
    await sessionOf(server.realtime, caller, 0)
    await caller.until(() => timers.has(ANSWER_MS))
    timers.fire(ANSWER_MS)
    await caller.until(() => updates.length === 1 && isOver())
    expect(updates[0]).toContain('<Dial')
    const outcomes = async () => admin`select outcome from ai.model_calls where tenant_id = ${shop.tenantId}`
    expect((await outcomes()).map(({ outcome }) => outcome)).toEqual(['timeout'])
    await admin`delete from ai.provider_health`
  })

  test('a sound in time takes the watch away', async () => {
    const { caller } = await ring(server, shop)
    await caller.until(() => caller.soundMs > 0)
    await caller.until(() => !timers.has(ANSWER_MS))
    caller.hangUp()
    await caller.until(isOver)
  })

  test('a call at its limit is told so and handed on', async () => {
    const { caller, updates } = await ring(server, shop)
    await caller.until(() => caller.soundMs > 0)
    expect(timers.fire(15 * 60_000)).toBe(1)
    await caller.until(() => updates.length === 1 && isOver())
    expect(saidIn(updates[0] ?? '')[0]).toContain('the longest time for a call')
    expect(await callRow()).toMatchObject({ stream_end: 'time_limit' })
  })

  test('a call gives a sign of life every half minute', async () => {
    const { caller } = await ring(server, shop)
    await caller.until(() => caller.soundMs > 0)
    await admin`update memory.calls set last_seen_at = '2020-01-01' where tenant_id = ${shop.tenantId}`
    expect(timers.fire(30_000)).toBe(1)
    for (let row = await callRow(); row?.last_seen_at.getFullYear() === 2020; row = await callRow()) await Bun.sleep(10)
    expect(timers.has(30_000)).toBe(true)
    caller.hangUp()
    await caller.until(isOver)
  })

  test('a socket that does not say which call it is in time is closed', async () => {
    const { connectCaller } = await import('../fakes/twilio-caller.ts')
    const caller = await connectCaller({
      url: server.socketUrl,
      signedUrl: 'wss://rapport.example.com/webhooks/twilio/stream',
      authToken: server.twilio.authToken,
      callSid: 'CA1',
      parameters: {},
    })
    caller.connected()
    await caller.until(() => timers.has(START_MS))
    timers.fire(START_MS)
    expect((await caller.closed).code).toBe(1008)
  })

  test('the database cannot be asked when the stream opens: it is closed, so that Twilio asks what next', async () => {
    gate = Promise.reject(new Error('no server'))
    gate.catch(() => {})
    const { caller, updates } = await ring(server, shop)
    await caller.closed
    await caller.until(isOver)
    expect(updates).toEqual([])
    expect(server.lines.join('')).toContain('call_stream_failed')
  })

  test('the database says nothing when the stream opens: it is closed after a bound', async () => {
    const never = Promise.withResolvers<void>()
    gate = never.promise
    const { caller, updates } = await ring(server, shop)
    await caller.until(() => timers.has(4_000))
    timers.fire(4_000)
    await caller.closed
    await caller.until(isOver)
    expect(updates).toEqual([])
    never.resolve()
  })

  test('the last words of a caller who hung up are still written down', async () => {
    server.realtime.holdsTranscripts = true
    server.realtime.hears('I will call again, bye')
    const { caller } = await ring(server, shop)
    const session = await sessionOf(server.realtime, caller, 0)
    await caller.until(() => caller.soundMs > 0)
    caller.speak((await speech()).subarray(0, 16_000))
    caller.silence(700)
    await caller.until(
      () => session.events.some(({ type }) => type === 'input_audio_buffer.append') && caller.soundMs > 200,
    )
    caller.hangUp()
    await caller.closed.catch(() => {})
    server.realtime.releaseTranscripts()
    while (!isOver()) await Bun.sleep(10)
    const said = await admin`select body from memory.messages where tenant_id = ${shop.tenantId} and role = 'customer'`
    expect(said.map(({ body }) => body)).toEqual(['I will call again, bye'])
    expect(await callRow()).toMatchObject({ outcome: 'answered' })
  })
})
