import { afterEach, beforeAll, describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { Sql } from '../../../src/db/connect.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { resetClock, setClock } from '../../fixtures/clock.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { failureOf } from '../../fixtures/failure.ts'
import { newNumber } from '../../fixtures/numbers.ts'
import { newTenant } from '../../fixtures/tenant.ts'
import { newSid, queueReply, receive } from './inbound.ts'

let admin: Sql
let edge: Sql
let api: Api
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  edge = database.edge
  api = createApi(database.worker)
})
afterEach(() => resetClock(admin))

const live = { hasCredentials: true, demoMode: false, allowedRecipients: [] as string[] }

/** A reply that waits in the outbox. */
async function waiting(options: Parameters<typeof queueReply>[2] = {}) {
  const tenant = await newTenant(admin)
  const from = newNumber()
  const received = await receive(edge, { to: tenant.number, from })
  const job = { tenantId: tenant.tenantId, deliveryId: await queueReply(admin, received, options) }
  const delivery = async () => {
    const [row] = await admin`
      select d.state, d.reason, d.attempt, d.error_code, d.provider_message_id, d.not_before, m.status, m.body, m.num_segments
      from outreach.deliveries as d join memory.messages as m on m.id = d.message_id where d.id = ${job.deliveryId}`
    if (!row) throw new Error('no delivery')
    return row
  }
  const claim = (state = live) => api.claimDelivery({ ...job, channelState: state })
  const result = (attempt: number, answer: object) => api.recordSendResult({ ...job, attempt, result: answer })
  const report = (attempt: number, sid: string, status: string, errorCode: number | null = null) =>
    api.applyStatusCallback({ ...job, attempt, event: { messageSid: sid, status, errorCode, to: from, raw: {} } })
  const sendJobs = async () =>
    (await admin`select start_after from pgboss.job where name = 'send' and data ->> 'deliveryId' = ${job.deliveryId}
      order by created_on, start_after`) as unknown as { start_after: Date }[]
  return { tenant, from, received, job, delivery, claim, result, report, sendJobs }
}

const accepted = (sid: string) => ({
  kind: 'accepted',
  sid,
  status: 'queued',
  segments: 2,
  price: '-0.00830',
  priceUnit: 'USD',
})

describe('queueing', () => {
  test('one dedupe key makes one message, one delivery and one job', async () => {
    const one = await waiting()
    expect(await queueReply(admin, one.received)).toBeNull()
    expect(await one.sendJobs()).toHaveLength(1)
    expect(
      await admin`select from memory.messages where tenant_id = ${one.job.tenantId} and direction = 'outbound'`,
    ).toHaveLength(1)
  })
})

describe('the claim', () => {
  test('hands a delivery out once, with all the provider needs', async () => {
    const one = await waiting()
    expect(await one.claim()).toEqual({
      action: 'send',
      attempt: 1,
      from: one.tenant.number,
      to: one.from,
      body: 'We are on our way.',
      mediaUrls: [],
      messagingServiceSid: null,
    })
    expect(await one.claim()).toEqual({ action: 'none', state: 'sending', reason: null })
    expect(await one.delivery()).toMatchObject({ state: 'sending', status: 'sending', attempt: 1 })
  })

  test('does not send to whoever opted out meanwhile, what is stale or what is too late', async () => {
    const optedOut = await waiting()
    await admin`insert into outreach.suppressions (tenant_id, channel, address, reason)
      values (${optedOut.job.tenantId}, 'sms', ${optedOut.from}, 'opt_out')`
    expect(await optedOut.claim()).toEqual({ action: 'none', state: 'canceled', reason: 'opted out' })

    const stale = await waiting()
    await receive(edge, { to: stale.tenant.number, from: stale.from, body: 'One more thing' })
    expect(await stale.claim()).toEqual({ action: 'none', state: 'canceled', reason: 'stale' })

    await setClock(admin, '2026-11-21T10:00:00Z')
    const late = await waiting({ expiresAt: '2026-11-21T11:00:00Z' })
    await setClock(admin, '2026-11-21T11:00:00Z')
    expect(await late.claim()).toEqual({ action: 'none', state: 'canceled', reason: 'expired' })
    expect(await late.delivery()).toMatchObject({ status: 'canceled', attempt: 0 })
  })

  test('keeps what is not due, held in demo mode, or without credentials, each under its name', async () => {
    const early = await waiting()
    await admin`update outreach.deliveries set not_before = now() + interval '1 hour' where id = ${early.job.deliveryId}`
    expect(await early.claim()).toEqual({ action: 'none', state: 'queued', reason: 'not due' })
    expect((await early.sendJobs()).at(-1)?.start_after.getTime()).toBeGreaterThan(Date.now() + 3_000_000)

    const demo = { ...live, demoMode: true }
    const held = await waiting()
    expect(await held.claim(demo)).toEqual({ action: 'none', state: 'held', reason: 'demo' })
    const listed = await waiting()
    expect(await listed.claim({ ...demo, allowedRecipients: [listed.from] })).toMatchObject({ action: 'send' })
    const allowed = await waiting()
    await admin`insert into outreach.allowed_demo_recipients values (${allowed.job.tenantId}, ${allowed.from})`
    expect(await allowed.claim(demo)).toMatchObject({ action: 'send' })

    const off = await waiting()
    expect(await off.claim({ ...live, hasCredentials: false })).toMatchObject({ state: 'undeliverable' })
    const shown = await api.listDeliveries({ tenantId: off.job.tenantId })
    expect(shown.map((row) => [row.label, row.body])).toEqual([['undeliverable: no credentials', 'We are on our way.']])
    expect((await api.listDeliveries({ tenantId: held.job.tenantId, state: 'held' }))[0]?.label).toBe('held: demo')
  })

  test('turns an expired lease into unknown, never into a second send', async () => {
    await setClock(admin, '2026-11-21T10:00:00Z')
    const one = await waiting()
    await one.claim()
    await setClock(admin, '2026-11-21T10:01:01Z')
    expect(await one.claim()).toEqual({ action: 'none', state: 'unknown', reason: 'lease expired' })
    expect(await one.result(1, accepted(newSid()))).toMatchObject({ state: 'sent' })
  })

  test('of another tenant’s delivery says that there is none', async () => {
    const one = await waiting()
    const other = await newTenant(admin)
    const claim = await api.claimDelivery({
      tenantId: other.tenantId,
      deliveryId: one.job.deliveryId,
      channelState: live,
    })
    expect(claim).toMatchObject({ action: 'none', state: null })
    expect((await one.delivery()).state).toBe('queued')
  })
})

describe('results', () => {
  test('accepted is sent, with the provider’s id, segments and cost', async () => {
    const one = await waiting()
    await one.claim()
    const sid = newSid()
    expect(await one.result(1, accepted(sid))).toEqual({ state: 'sent', reason: null })
    expect(await one.delivery()).toMatchObject({ status: 'sent', provider_message_id: sid, num_segments: 2 })
    expect(await failureOf(one.result(2, accepted(sid)))).toMatchObject({ code: 'RP001' })
  })

  test('21610 suppresses the number, with the provider as source, and cancels what else waits for it', async () => {
    const one = await waiting()
    const other = await queueReply(admin, one.received, { key: 'another', purpose: 'staff' })
    await one.claim()
    const settled = await one.result(1, { kind: 'rejected', code: 21610, status: 400 })
    expect(settled).toEqual({ state: 'failed', reason: 'opted out' })
    expect(await admin`select reason from outreach.suppressions where address = ${one.from}`).toEqual([
      { reason: 'provider_opt_out' },
    ] as never)
    expect(await admin`select source, quote from outreach.consent_events where address = ${one.from}`).toEqual([
      { source: 'provider_error', quote: 'twilio 21610' },
    ] as never)
    expect((await admin`select state from outreach.deliveries where id = ${other}`)[0]?.state).toBe('canceled')
  })

  test('a refusal is final, a configuration fault says so, and an unlisted code fails', async () => {
    for (const [code, reason] of [
      [21614, 'rejected'],
      [21606, 'configuration'],
      [20003, 'configuration'],
      [99999, 'rejected'],
    ] as const) {
      const one = await waiting()
      await one.claim()
      expect(await one.result(1, { kind: 'rejected', code, status: 400 })).toEqual({ state: 'failed', reason })
      expect(await one.delivery()).toMatchObject({ status: 'failed', error_code: String(code) })
    }
  })

  test('too many requests are tried again after the time asked for, at most three attempts', async () => {
    await setClock(admin, '2026-11-21T10:00:00Z')
    const one = await waiting()
    const busy = { kind: 'rejected', code: 20429, status: 429, retryAfterSeconds: 60 }
    await one.claim()
    expect(await one.result(1, busy)).toMatchObject({ state: 'queued' })
    expect((await one.delivery()).not_before).toEqual(new Date('2026-11-21T10:01:10Z'))
    expect((await one.sendJobs()).map((job) => job.start_after)).toContainEqual(new Date('2026-11-21T10:01:10Z'))
    expect(await one.claim()).toMatchObject({ state: 'queued', reason: 'not due' })
    for (const [attempt, at] of [
      [2, '2026-11-21T11:00:00Z'],
      [3, '2026-11-21T12:00:00Z'],
    ] as const) {
      await setClock(admin, at)
      expect(await one.claim()).toMatchObject({ action: 'send', attempt })
      expect((await one.result(attempt, busy)).state).toBe(attempt === 3 ? 'failed' : 'queued')
    }
  })

  test('what certainly was not sent is tried again, but not past its expiry', async () => {
    await setClock(admin, '2026-11-21T10:00:00Z')
    const one = await waiting()
    await one.claim()
    expect(await one.result(1, { kind: 'not_sent', reason: 'refused' })).toEqual({
      state: 'queued',
      reason: 'not sent',
    })
    const late = await waiting({ expiresAt: '2026-11-21T10:00:20Z' })
    await late.claim()
    expect(await late.result(1, { kind: 'not_sent', reason: 'refused' })).toEqual({
      state: 'failed',
      reason: 'not sent',
    })
  })

  test('unknown stays unknown: no job is queued, no claim gives it out', async () => {
    const one = await waiting()
    await one.claim()
    expect(await one.result(1, { kind: 'unknown', reason: 'timeout' })).toEqual({ state: 'unknown', reason: 'timeout' })
    expect(await one.sendJobs()).toHaveLength(1)
    expect(await one.claim()).toEqual({ action: 'none', state: 'unknown', reason: 'timeout' })
  })

  test('a one-time code is readable while it may still be sent, and nowhere after', async () => {
    const one = await waiting({ secret: true, body: '123456 is your code', purpose: 'verification', key: 'code' })
    expect(await one.claim()).toMatchObject({ body: '123456 is your code' })
    await one.result(1, { kind: 'unknown', reason: 'timeout' })
    expect((await one.delivery()).body).toBe('123456 is your code')
    await one.report(1, newSid(), 'sent')
    expect((await one.delivery()).body).toBe('[one-time code]')
    expect((await api.listDeliveries({ tenantId: one.job.tenantId }))[0]?.body).toBe('[one-time code]')
  })
})

describe('status callbacks', () => {
  test('before the answer of the create: the late answer moves nothing back', async () => {
    const one = await waiting()
    await one.claim()
    const sid = newSid()
    await one.report(1, sid, 'delivered')
    expect(await one.result(1, accepted(sid))).toMatchObject({ state: 'delivered' })
    expect(await one.delivery()).toMatchObject({
      state: 'delivered',
      status: 'delivered',
      provider_message_id: sid,
      num_segments: 2,
    })
  })

  test('resolve what was unknown, even what a person was asked about', async () => {
    const one = await waiting()
    await one.claim()
    await one.result(1, { kind: 'unknown', reason: 'timeout' })
    await admin`update outreach.deliveries set state = 'needs_person' where id = ${one.job.deliveryId}`
    const sid = newSid()
    expect(await one.report(1, sid, 'sent')).toEqual({ outcome: 'applied', state: 'sent' })
    expect(await one.delivery()).toMatchObject({ provider_message_id: sid, status: 'sent' })
  })

  test('30003 is tried again later as a new attempt, three in all; a report of the first that arrives late ends it', async () => {
    await setClock(admin, '2026-11-21T10:00:00Z')
    const one = await waiting()
    const [first, second] = [newSid(), newSid()]
    await one.claim()
    await one.result(1, accepted(first))
    for (const _ of [1, 2]) await one.report(1, first, 'undelivered', 30003)
    expect(await one.delivery()).toMatchObject({
      state: 'queued',
      status: 'sent',
      attempt: 1,
      not_before: new Date('2026-11-21T10:15:00Z'),
    })
    expect(await one.sendJobs()).toHaveLength(2)
    await setClock(admin, '2026-11-21T10:15:00Z')
    expect(await one.claim()).toMatchObject({ action: 'send', attempt: 2 })
    await one.result(2, accepted(second))
    await one.report(2, second, 'undelivered', 30003)
    expect((await one.delivery()).state).toBe('queued')
    await one.report(1, first, 'delivered')
    expect(await one.delivery()).toMatchObject({ state: 'delivered', status: 'delivered' })
    expect(await one.claim()).toMatchObject({ action: 'none', state: 'delivered' })
  })

  test('that name another message, attempt or delivery are kept as unrouted and change nothing', async () => {
    const one = await waiting()
    await one.claim()
    await one.result(1, accepted(newSid()))
    const stranger = newSid()
    expect((await one.report(1, stranger, 'failed', 30005)).outcome).toBe('unrouted')
    expect((await one.report(7, stranger, 'failed', 30005)).outcome).toBe('unrouted')
    const event = { messageSid: stranger, status: 'failed', errorCode: 30005, to: one.from, raw: {} }
    const nobody = { tenantId: crypto.randomUUID(), deliveryId: crypto.randomUUID(), attempt: 1, event }
    expect(await api.applyStatusCallback(nobody)).toEqual({ outcome: 'unrouted', state: null })
    expect((await one.delivery()).state).toBe('sent')
    const kept =
      await admin`select address, payload::text from crm.unrouted_events where event_key = ${`${stranger}:failed`}`
    expect(kept).toHaveLength(1)
    expect(JSON.stringify(kept)).not.toMatch(/\+1\d{10}/)
  })

  test('in any order and number, with the answer anywhere among them, end in the same state', async () => {
    const steps = ['queued', 'sending', 'sent', 'delivered'] as const
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...steps, ...steps, 'answer', 'timeout', 'lease'], { minLength: 1 }),
        async (order) => {
          const one = await waiting()
          await one.claim()
          const sid = newSid()
          const ranks = ['sending', 'unknown', 'sent', 'delivered']
          let rank = 0
          for (const step of order) {
            if (step === 'answer') await one.result(1, accepted(sid))
            else if (step === 'timeout') await one.result(1, { kind: 'unknown', reason: 'timeout' })
            else if (step === 'lease') await one.claim()
            else await one.report(1, sid, step)
            const now = ranks.indexOf((await one.delivery()).state)
            expect(now).toBeGreaterThanOrEqual(rank)
            rank = now
          }
          const known = order.some((step) => step !== 'timeout' && step !== 'lease')
          const unknown = order.includes('timeout') ? 'unknown' : 'sending'
          const wanted = order.includes('delivered') ? 'delivered' : known ? 'sent' : unknown
          expect(await one.delivery()).toMatchObject({ state: wanted, status: wanted, attempt: 1 })
        },
      ),
      { numRuns: 25 },
    )
  }, 60_000)
})

describe('the state machine', () => {
  test('refuses a step that it does not have, whoever tries it', async () => {
    const one = await waiting()
    for (const state of ['unknown', 'needs_person']) {
      expect(
        await failureOf(
          (async () => admin`update outreach.deliveries set state = ${state} where id = ${one.job.deliveryId}`)(),
        ),
      ).toMatchObject({ code: 'RP004' })
    }
    await admin`update outreach.deliveries set state = 'canceled' where id = ${one.job.deliveryId}`
    expect(
      await failureOf(
        (async () => admin`update outreach.deliveries set state = 'queued' where id = ${one.job.deliveryId}`)(),
      ),
    ).toMatchObject({ code: 'RP004' })
  })

  test('a message’s status goes forward or stays', async () => {
    const one = await waiting()
    const status = async (next: string) => {
      await admin`update memory.messages set status = ${next} where tenant_id = ${one.job.tenantId} and direction = 'outbound'`
      return (await one.delivery()).status
    }
    expect(await status('sending')).toBe('sending')
    expect(await status('queued')).toBe('sending')
    expect(await status('sent')).toBe('sent')
    expect(await status('unknown')).toBe('sent')
    expect(await status('delivered')).toBe('delivered')
    for (const back of ['sent', 'failed', 'undelivered', 'canceled']) expect(await status(back)).toBe('delivered')
    expect(await status('read')).toBe('read')
    expect(await status('delivered')).toBe('read')
  })
})
