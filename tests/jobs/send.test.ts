import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import { closeConversations } from '../../jobs/close_conversations.ts'
import type { JobDefinition } from '../../jobs/definition.ts'
import { prune } from '../../jobs/prune.ts'
import { send } from '../../jobs/send.ts'
import { createApi } from '../../src/db/generated.ts'
import { startQueue } from '../../src/queue/boss.ts'
import { drain } from '../../src/queue/drain.ts'
import type { SendStep } from '../fakes/twilio.ts'
import { resetClock, setClock } from '../fixtures/clock.ts'
import { testDatabase } from '../fixtures/database.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { newTenant } from '../fixtures/tenant.ts'
import { newSid, receive } from '../functions/outreach/inbound.ts'
import { PUBLIC_URL } from '../routes/twilio-fixture.ts'
import { keptLogger, queueApi } from './queue-fixture.ts'
import { startSending } from './send-fixture.ts'

let sending: Awaited<ReturnType<typeof startSending>>
beforeAll(async () => {
  sending = await startSending()
})
afterAll(() => sending.close())
afterEach(() => resetClock(sending.admin))

const minutesFromNow = (minutes: number) => new Date(Date.now() + minutes * 60_000)

describe('a send', () => {
  test('through the queue arrives once, and its callbacks make it delivered', async () => {
    const one = await sending.waiting()
    const { worker, admin } = await testDatabase()
    await admin`delete from pgboss.job where name = 'send' and data ->> 'deliveryId' <> ${one.job.deliveryId}`
    const { logger } = keptLogger()
    const queue = await startQueue({ sql: worker, logger })
    try {
      const definitions = [sending.definitions.sending as JobDefinition]
      const report = await drain(queue, definitions, { api: queueApi(worker), logger, maxJobs: 5, deadlineMs: 10_000 })
      expect(report).toMatchObject({ ok: 1, failed: 0 })
    } finally {
      await queue.boss.stop({ graceful: false })
    }
    expect(await one.state()).toMatchObject({ state: 'delivered', status: 'delivered', attempt: 1 })
    const [message] = one.texts()
    expect(message).toMatchObject({ from: one.tenant.number, body: 'We are on our way.' })
    const callback = new URL(message?.statusCallback ?? '')
    expect(callback.origin + callback.pathname).toBe(`${PUBLIC_URL}/webhooks/twilio/status`)
    expect(Object.fromEntries(callback.searchParams)).toEqual({
      tenant: one.job.tenantId,
      delivery: one.job.deliveryId,
      attempt: '1',
    })
    expect(sending.twilio.callbacks.every((posted) => posted.answer === 200)).toBe(true)
  })

  const lost: [string, SendStep][] = [
    ['the answer never comes', { hangAfterAccept: true }],
    ['the answer is a 500', { failAfterAccept: 500 }],
    ['the connection breaks', { dropAfterAccept: true }],
    ['the answer stops half way', { stallAfterAccept: true }],
    ['the answer is no JSON', { garbleAfterAccept: true }],
  ]
  for (const [what, step] of lost) {
    // Some wait for a real time-out.
    const lane = what.includes('never') || what.includes('half way') ? nativeOnly.test : test
    lane(`that is accepted while ${what} is one text message, delivered by its callbacks`, async () => {
      const one = await sending.waiting()
      sending.twilio.next({ ...step, repeatCallbacks: 2, reorderCallbacks: true })
      await one.run()
      await one.run()
      expect(await one.state()).toMatchObject({ state: 'delivered', attempt: 1 })
      expect(one.texts()).toHaveLength(1)
    })

    nativeOnly.test(`that is accepted while ${what}, its callbacks lost too, is found by listing`, async () => {
      const one = await sending.waiting(`Text of ${what}`)
      sending.twilio.next({ ...step, holdCallbacks: true })
      await one.run()
      expect(await one.state()).toMatchObject({ state: 'unknown' })
      await one.run()
      const [text] = one.texts()
      Object.assign(text ?? {}, { status: 'sent', sentAt: new Date() })
      await setClock(sending.admin, minutesFromNow(2))
      await sending.reconcile()
      expect(await one.state()).toMatchObject({ state: 'sent', provider_message_id: text?.sid, status: 'sent' })
      expect(one.texts()).toHaveLength(1)
      sending.twilio.releaseCallbacks()
      expect(await one.state()).toMatchObject({ state: 'delivered' })
    })
  }

  test('whose connection broke before anything was stored stays unknown, is never repeated, and ends with a person', async () => {
    const one = await sending.waiting()
    sending.twilio.next({ dropConnection: true })
    await one.run()
    for (const minutes of [1, 10, 14]) {
      await setClock(sending.admin, minutesFromNow(minutes))
      await sending.reconcile()
      await one.run()
      expect(await one.state()).toMatchObject({ state: 'unknown', attempt: 1 })
    }
    await setClock(sending.admin, minutesFromNow(16))
    await sending.reconcile()
    await one.run()
    expect(await one.state()).toMatchObject({ state: 'needs_person', status: 'needs_person', attempt: 1 })
    expect(one.texts()).toHaveLength(0)
    const [conversation] =
      await sending.admin`select needs_person_reason from memory.conversations where id = ${one.received.conversationId}`
    expect(conversation?.needs_person_reason).toContain('not known whether')
  })

  test('is not taken for another one with the same text: each listed message settles one delivery', async () => {
    const one = await sending.waiting('The same words')
    sending.twilio.next({ dropAfterAccept: true, holdCallbacks: true })
    await one.run()
    const [text] = one.texts()
    Object.assign(text ?? {}, { status: 'delivered', sentAt: new Date() })
    const foreign = { ...text, sid: newSid(), body: 'Other words' }
    sending.twilio.messages.push(foreign as never)
    await sending.admin`
      insert into outreach.delivery_attempts (tenant_id, delivery_id, attempt, outcome, provider_message_id)
      values (${one.job.tenantId}, ${one.job.deliveryId}, 99, 'accepted', ${text?.sid ?? ''})`
    await setClock(sending.admin, minutesFromNow(2))
    await sending.reconcile()
    expect(await one.state()).toMatchObject({ state: 'unknown' })
    sending.twilio.releaseCallbacks()
    await sending.twilio.callbacksSettled()
  })

  test('whose callbacks repeat and come last first is one delivered message', async () => {
    const one = await sending.waiting()
    sending.twilio.next({ repeatCallbacks: 3, reorderCallbacks: true })
    await one.run()
    expect(await one.state()).toMatchObject({ state: 'delivered', status: 'delivered', attempt: 1 })
    expect(one.texts()).toHaveLength(1)
  })

  test('refused for now (429) is sent later, once', async () => {
    const one = await sending.waiting()
    sending.twilio.next({ reject: { status: 429, code: 20429, retryAfter: 5 } })
    await one.run()
    expect(await one.state()).toMatchObject({ state: 'queued', attempt: 1 })
    await one.run()
    expect(one.texts()).toHaveLength(0)
    await setClock(sending.admin, minutesFromNow(1))
    await one.run()
    await resetClock(sending.admin)
    expect(await one.state()).toMatchObject({ state: 'delivered', attempt: 2 })
    expect(one.texts()).toHaveLength(1)
  })

  test('to someone who opted out at Twilio (21610) suppresses the number', async () => {
    const one = await sending.waiting()
    sending.twilio.optOut(one.to, one.tenant.number)
    await one.run()
    expect(await one.state()).toMatchObject({ state: 'failed', reason: 'opted out', error_code: '21610' })
    expect(await sending.admin`select from outreach.suppressions where address = ${one.to}`).toHaveLength(1)
  })

  test('to a handset that is off (30003) is sent again later and then arrives', async () => {
    const one = await sending.waiting()
    sending.twilio.next({ outcome: 'undelivered', errorCode: 30003, repeatCallbacks: 2 })
    await one.run()
    expect(await one.state()).toMatchObject({ state: 'queued', error_code: '30003', attempt: 1 })
    await setClock(sending.admin, minutesFromNow(16))
    await one.run()
    expect(await one.state()).toMatchObject({ state: 'delivered', attempt: 2 })
    expect(one.texts()).toHaveLength(2)
  })

  test('that the carrier filtered (30007) failed, and is not repeated', async () => {
    const one = await sending.waiting()
    sending.twilio.next({ outcome: 'undelivered', errorCode: 30007 })
    await one.run()
    await one.run()
    expect(await one.state()).toMatchObject({ state: 'failed', status: 'undelivered', error_code: '30007' })
    expect(one.texts()).toHaveLength(1)
  })

  test('by a worker that died after its claim becomes unknown and is looked up, not repeated', async () => {
    const one = await sending.waiting()
    const { worker } = await testDatabase()
    const dying = { send: () => Promise.reject(new Error('killed')) }
    const job = send({
      api: createApi(worker),
      twilio: dying,
      publicUrl: PUBLIC_URL,
      demoMode: false,
      allowedRecipients: [],
    })
    const { logger } = keptLogger()
    const signal = new AbortController().signal
    const context = { jobId: crypto.randomUUID(), queue: 'send', attempt: 1, isLastAttempt: false, signal, logger }
    await expect(job.handle(one.job, context)).rejects.toThrow('killed')
    await one.run()
    expect(await one.state()).toMatchObject({ state: 'sending' })
    await setClock(sending.admin, minutesFromNow(2))
    await sending.reconcile()
    await one.run()
    expect(await one.state()).toMatchObject({ state: 'unknown', reason: 'lease expired' })
    expect(one.texts()).toHaveLength(0)
  })

  test('without credentials is kept and says why; Twilio is not asked', async () => {
    const one = await sending.waiting()
    const { worker } = await testDatabase()
    const { logger } = keptLogger()
    const off = send({
      api: createApi(worker),
      twilio: null,
      publicUrl: PUBLIC_URL,
      demoMode: false,
      allowedRecipients: [],
    })
    const signal = new AbortController().signal
    await off.handle(one.job, { jobId: '1', queue: 'send', attempt: 1, isLastAttempt: false, signal, logger })
    expect(await one.state()).toMatchObject({
      state: 'undeliverable',
      reason: 'no credentials',
      status: 'undeliverable',
    })
  })

  test('whose job was lost is taken up again by the reconciler', async () => {
    const one = await sending.waiting()
    const { admin } = sending
    await admin`delete from pgboss.job where data ->> 'deliveryId' = ${one.job.deliveryId}`
    await setClock(admin, minutesFromNow(11))
    await sending.reconcile()
    expect(
      await admin`select from pgboss.job where name = 'send' and data ->> 'deliveryId' = ${one.job.deliveryId}`,
    ).toHaveLength(1)
  })
})

test('look-ups take turns: with more unknown deliveries than one round takes, each is looked up before any is again', async () => {
  const { admin, worker } = await testDatabase()
  const api = createApi(worker)
  const waiting = await Promise.all(Array.from({ length: 5 }, () => sending.waiting()))
  const ours = waiting.map(({ job }) => job.deliveryId)
  // The sweep takes them over all tenants: what other tests left behind must not stand in line.
  await admin`update outreach.deliveries set state = 'needs_person' where state = 'unknown'`
  for (const { job } of waiting) {
    await api.claimDelivery({ ...job, channelState: { hasCredentials: true, demoMode: false, allowedRecipients: [] } })
    await api.recordSendResult({ ...job, attempt: 1, result: { kind: 'unknown', reason: 'timeout' } })
  }
  const begin = Date.now()
  const look = async (seconds: number) => {
    await setClock(admin, new Date(begin + seconds * 1000))
    return (await api.claimUnknownDeliveries({ limit: 2 })).map(({ deliveryId }) => deliveryId ?? '')
  }
  try {
    const looked = [await look(60), await look(120), await look(180), await look(240), await look(300)]
    expect(looked.map((round) => round.length)).toEqual([2, 2, 2, 2, 2])
    expect(looked.slice(0, 2).flat()).toEqual(ours.slice(0, 4))
    // The fifth, and who has waited longest.
    expect(looked[2]?.toSorted()).toEqual([ours[0], ours[4]].toSorted() as string[])
    for (const rounds of [looked.slice(0, 3), looked.slice(1, 4), looked.slice(2, 5)])
      expect(new Set(rounds.flat()).size).toBeGreaterThan(3)
  } finally {
    await resetClock(admin)
    await admin`update outreach.deliveries set state = 'needs_person' where id = any(${ours})`
  }
})

describe('the sweeps', () => {
  const context = () => ({
    jobId: crypto.randomUUID(),
    queue: 'sweep',
    attempt: 1,
    isLastAttempt: false,
    signal: new AbortController().signal,
    logger: keptLogger().logger,
  })

  test('close_conversations closes what was silent for the tenant’s own time, and nothing else', async () => {
    const { admin, edge, worker } = await testDatabase()
    const [short, usual] = [
      await newTenant(admin, { settings: { conversationTimeoutHours: 3 } }),
      await newTenant(admin),
    ]
    await setClock(admin, '2026-11-20T10:00:00Z')
    const first = await receive(edge, { to: short.number })
    const second = await receive(edge, { to: usual.number })
    const job = closeConversations({ api: createApi(worker), conversationTimeoutHours: 5 })
    const open = async () =>
      (
        await admin`select id from memory.conversations where id in (${first.conversationId}, ${second.conversationId}) and status = 'open'`
      ).map((row) => row.id)
    await setClock(admin, '2026-11-20T12:59:00Z')
    await job.handle(null, context())
    expect(await open()).toHaveLength(2)
    await setClock(admin, '2026-11-20T13:00:00Z')
    await job.handle(null, context())
    expect(await open()).toEqual([second.conversationId])
    await setClock(admin, '2026-11-20T15:00:00Z')
    await job.handle(null, context())
    expect(await open()).toEqual([])
  })

  test('prune deletes raw events after 30 days and keeps the messages', async () => {
    const { admin, edge, worker } = await testDatabase()
    const tenant = await newTenant(admin)
    await setClock(admin, '2020-01-01T00:00:00Z')
    const received = await receive(edge, { to: tenant.number })
    const events = () => admin`select from crm.webhook_events where tenant_id = ${tenant.tenantId}`
    const job = prune({ api: createApi(worker) })
    await setClock(admin, '2020-01-30T00:00:00Z')
    await job.handle(null, context())
    expect(await events()).toHaveLength(1)
    await setClock(admin, '2020-01-31T00:00:01Z')
    await job.handle(null, context())
    expect(await events()).toHaveLength(0)
    expect(await admin`select from memory.messages where id = ${received.messageId}`).toHaveLength(1)
  })
})
