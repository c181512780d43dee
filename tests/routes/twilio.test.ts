import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { signTwilioRequest } from '../../src/channels/twilio/signature.ts'
import type { Sql } from '../../src/db/connect.ts'
import { createApi } from '../../src/db/generated.ts'
import { startTwilioDouble, type TwilioDouble } from '../fakes/twilio.ts'
import { testDatabase } from '../fixtures/database.ts'
import { takeInAll } from '../fixtures/inbox.ts'
import { newNumber } from '../fixtures/numbers.ts'
import { newTenant } from '../fixtures/tenant.ts'
import { newSid } from '../functions/outreach/inbound.ts'
import { PUBLIC_URL, serve, twilioApp } from './twilio-fixture.ts'

const SMS = `${PUBLIC_URL}/webhooks/twilio/sms`
let admin: Sql
let edge: Sql
let twilio: TwilioDouble
let shell: ReturnType<typeof twilioApp>
let server: ReturnType<typeof serve>
let inboundSeen = 0

beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  edge = database.edge
  let deliver = (url: string) => url
  twilio = await startTwilioDouble({ deliverTo: (url) => deliver(url) })
  shell = twilioApp(edge, {
    twilioTokens: ['the-next-token', twilio.authToken],
    afterInbound: () => {
      inboundSeen += 1
    },
  })
  server = serve(shell.app)
  deliver = server.deliverTo
})
afterAll(async () => {
  server.stop()
  await twilio.stop()
})

/** A form posted with a signature of our own making. */
function post(
  url: string,
  params: Record<string, string>,
  options: { token?: string; headers?: Record<string, string> } = {},
) {
  return shell.app.request(url.replace(PUBLIC_URL, 'http://proxy.internal'), {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': signTwilioRequest(options.token ?? twilio.authToken, url, params),
      ...options.headers,
    },
    body: new URLSearchParams(params).toString(),
  })
}
const form = (to: string, more: Record<string, string> = {}) => ({
  MessageSid: newSid(),
  AccountSid: twilio.accountSid,
  From: newNumber(),
  To: to,
  Body: 'Hello',
  NumMedia: '0',
  ...more,
})

describe('POST /webhooks/twilio/sms', () => {
  test('keeps a signed message, to be taken in once, and answers empty TwiML; a repeat changes nothing', async () => {
    const tenant = await newTenant(admin)
    const sms = { url: SMS, from: newNumber(), to: tenant.number, body: 'My sink leaks' }
    const before = inboundSeen
    const first = await twilio.inbound(sms)
    expect(first).toMatchObject({ status: 200, contentType: 'text/xml' })
    expect(first.body).toEndWith('<Response/>')
    await twilio.inbound({ ...sms, messageSid: first.messageSid, idempotencyToken: 'again' })
    await takeInAll(tenant.tenantId)
    const stored = await admin`select body from memory.messages where tenant_id = ${tenant.tenantId}`
    expect(stored.map((row) => row.body)).toEqual(['My sink leaks'])
    expect(inboundSeen - before).toBe(2)
  })

  test('keeps parameters it does not know, media by reference, and drops the one character Postgres has no place for', async () => {
    const tenant = await newTenant(admin)
    const params = form(tenant.number, {
      Body: 'photo \0attached',
      NumMedia: '1',
      MediaUrl0: 'https://api.twilio.com/media/1',
      MediaContentType0: 'image/jpeg',
      ChannelMetadata: '{"new":1}',
    })
    expect((await post(SMS, params)).status).toBe(200)
    await takeInAll(tenant.tenantId)
    const [row] = await admin`
      select m.body, a.url, e.payload from memory.messages as m join memory.attachments as a on a.message_id = m.id
      join crm.webhook_events as e on e.event_key = m.provider_message_id where m.tenant_id = ${tenant.tenantId}`
    expect(row).toMatchObject({ body: 'photo attached', url: 'https://api.twilio.com/media/1' })
    expect(row?.payload.ChannelMetadata).toBe('{"new":1}')
  })

  test('answers 200 to a message for a number that nobody has', async () => {
    const to = newNumber()
    expect((await post(SMS, form(to))).status).toBe(200)
    expect(await admin`select from crm.unrouted_events where address = ${to}`).toHaveLength(1)
  })

  test('refuses a wrong, a missing and a stolen signature, and stores nothing', async () => {
    const tenant = await newTenant(admin)
    const params = form(tenant.number)
    const wrong = await post(SMS, params, { token: 'not-the-token' })
    expect(wrong.status).toBe(403)
    expect(await wrong.json()).toMatchObject({ code: 'invalid_signature', status: 403 })
    expect((await post(SMS, params, { headers: { 'x-twilio-signature': '' } })).status).toBe(403)
    const stolen = signTwilioRequest(twilio.authToken, SMS, params)
    expect(
      (await post(SMS, { ...params, Body: 'changed' }, { headers: { 'x-twilio-signature': stolen } })).status,
    ).toBe(403)
    expect((await post(`${SMS}?a=1`, params, { headers: { 'x-twilio-signature': stolen } })).status).toBe(403)
    expect(await admin`select from memory.inbox where tenant_id = ${tenant.tenantId}`).toHaveLength(0)
  })

  test('accepts each of several tokens, so that one can be rotated', async () => {
    const tenant = await newTenant(admin)
    for (const token of [twilio.authToken, 'the-next-token']) {
      expect((await post(SMS, form(tenant.number), { token })).status).toBe(200)
    }
  })

  test('refuses what is no form (415), too large (413) or lacks what a message has (422)', async () => {
    const tenant = await newTenant(admin)
    const json = await post(SMS, form(tenant.number), { headers: { 'content-type': 'application/json' } })
    expect(json.status).toBe(415)
    expect((await post(SMS, form(tenant.number, { Body: 'x'.repeat(300_000) }))).status).toBe(413)
    const { From: _from, ...params } = form(tenant.number)
    const lacking = await post(SMS, params)
    expect(lacking.status).toBe(422)
    expect(await lacking.json()).toMatchObject({ code: 'validation_failed', errors: [{ pointer: '/From' }] })
  })

  test('says that the channel is off when no token is configured', async () => {
    const off = twilioApp(edge)
    const answer = await off.app.request('/webhooks/twilio/sms', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': 'x' },
      body: 'a=1',
    })
    expect(answer.status).toBe(403)
    expect((await answer.json()).detail).toContain('off')
    expect(off.lines.join()).toContain('twilio_webhook_off')
  })

  test('answers 503 while the database is away, so that Twilio tries again', async () => {
    const away = () => Promise.reject(Object.assign(new Error('down'), { code: 'ECONNREFUSED' }))
    const { app } = twilioApp(edge, {
      twilioTokens: [twilio.authToken],
      api: { ...createApi(edge), receiveSms: away },
    })
    const params = form(newNumber())
    const answer = await app.request(SMS, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': signTwilioRequest(twilio.authToken, SMS, params),
      },
      body: new URLSearchParams(params).toString(),
    })
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe('5')
  })

  test('measures its latency and logs no personal data', async () => {
    const tenant = await newTenant(admin)
    const params = form(tenant.number, { Body: 'my gate code is 4711' })
    await post(SMS, params)
    const families = JSON.stringify(shell.metrics.families())
    expect(families).toContain('rapport_webhook_latency_seconds')
    const log = shell.lines.join('\n')
    expect(log).toContain(tenant.tenantId)
    for (const personal of ['gate code', params.From, tenant.number]) expect(log).not.toContain(personal)
  })
})

describe('POST /webhooks/twilio/status', () => {
  const STATUS = `${PUBLIC_URL}/webhooks/twilio/status`
  const report = () => ({ MessageSid: newSid(), AccountSid: twilio.accountSid, MessageStatus: 'sent', To: newNumber() })

  test('answers 200 to a report about a delivery that is not ours, and keeps it', async () => {
    const query = new URLSearchParams({ tenant: crypto.randomUUID(), delivery: crypto.randomUUID(), attempt: '1' })
    for (const url of [`${STATUS}?${query}`, STATUS, `${STATUS}?tenant=x&delivery=y&attempt=z`]) {
      const params = report()
      expect((await post(url, params)).status).toBe(200)
      expect(
        await admin`select from crm.unrouted_events where event_key = ${`${params.MessageSid}:sent`}`,
      ).toHaveLength(1)
    }
  })

  test('signs the query too: another delivery cannot be put into a signed request', async () => {
    const params = report()
    const signature = signTwilioRequest(twilio.authToken, `${STATUS}?delivery=1`, params)
    const answer = await post(`${STATUS}?delivery=2`, params, { headers: { 'x-twilio-signature': signature } })
    expect(answer.status).toBe(403)
  })
})
