import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import type { SendRequest, TwilioClient } from '../../src/channels/twilio/sender.ts'
import { createTwilioClient } from '../../src/channels/twilio/sender.ts'
import type { DoubleReply } from '../fakes/http-double.ts'
import { startHttpDouble } from '../fakes/http-double.ts'
import type { SendStep, TwilioDouble } from '../fakes/twilio.ts'
import { startTwilioDouble } from '../fakes/twilio.ts'

const OURS = '+12025550100'
const THEIRS = '+12025550147'
const LANDLINE = '+12025550199'

let twilio: TwilioDouble
let client: TwilioClient
const clientFor = (over: Partial<Parameters<typeof createTwilioClient>[0]> = {}) =>
  createTwilioClient({
    accountSid: twilio.accountSid,
    authToken: twilio.authToken,
    baseUrl: twilio.url,
    timeoutMs: 5_000,
    ...over,
  })
beforeAll(async () => {
  twilio = await startTwilioDouble({ numbers: [OURS], messagingServices: ['MG1'], landlines: [LANDLINE] })
  client = clientFor()
})
afterAll(() => twilio.stop())
beforeEach(() => {
  twilio.messages.splice(0)
  twilio.requests.splice(0)
})

const sms = (over: Partial<SendRequest> = {}): SendRequest => ({
  from: OURS,
  to: THEIRS,
  body: 'See you Monday.',
  ...over,
})
const unknown = (reason: string) => ({ kind: 'unknown', reason })

describe('a message Twilio takes', () => {
  test('is accepted with sid, status, segments as a number and no price yet', async () => {
    expect(await client.send(sms({ body: 'x'.repeat(161) }))).toEqual({
      kind: 'accepted',
      sid: twilio.messages[0]?.sid as string,
      status: 'queued',
      segments: 2,
      price: null,
      priceUnit: 'USD',
    })
  })

  test('arrives as it was meant: unicode, several media, callback with its query', async () => {
    const mediaUrls = ['https://rapport.example.com/a.jpg', 'https://rapport.example.com/b.jpg']
    const statusCallback = 'http://127.0.0.1:1/webhooks/twilio/status?outbox=1&attempt=2'
    await client.send(sms({ body: 'Grüße & 50% + 🔥', mediaUrls, statusCallback }))
    expect(twilio.messages[0]).toMatchObject({
      body: 'Grüße & 50% + 🔥',
      mediaUrls,
      statusCallback,
      from: OURS,
      to: THEIRS,
    })
    await twilio.callbacksSettled()
  })

  test('is accepted as soon as the answer holds a sid, whatever else it lacks', async () => {
    const terse = await startHttpDouble(() => ({ status: 201, body: { sid: 'SM1' } }))
    expect(await clientFor({ baseUrl: terse.url }).send(sms())).toMatchObject({
      kind: 'accepted',
      sid: 'SM1',
      segments: 0,
    })
    await terse.stop()
  })

  test('may be only media, or go through a messaging service that picks the number', async () => {
    expect(await client.send(sms({ body: '', mediaUrls: ['https://x.example/a.jpg'] }))).toMatchObject({
      kind: 'accepted',
    })
    expect(await client.send(sms({ from: null, messagingServiceSid: 'MG1' }))).toMatchObject({
      kind: 'accepted',
      status: 'accepted',
      segments: 0,
    })
  })
})

describe('a message Twilio refuses', () => {
  test.each([
    [{ to: '+1555' }, 21211],
    [{ to: '' }, 21604],
    [{ from: 'nobody' }, 21212],
    [{ from: '+12025550111' }, 21606],
    [{ from: null }, 21603],
    [{ body: '' }, 21602],
    [{ body: 'x'.repeat(1601) }, 21617],
    [{ to: LANDLINE }, 21614],
    [{ mediaUrls: ['not a url'] }, 21620],
    [{ statusCallback: '/relative' }, 21609],
    [{ from: null, messagingServiceSid: 'MG2' }, 21701],
  ] as [Partial<SendRequest>, number][])('%j is rejected with %i and nothing is stored', async (over, code) => {
    expect(await client.send(sms(over))).toMatchObject({ kind: 'rejected', code, status: 400 })
    expect(twilio.messages).toHaveLength(0)
  })

  test('because the receiver opted out is rejected with 21610', async () => {
    twilio.optOut('+12025550148', OURS)
    expect(await client.send(sms({ to: '+12025550148' }))).toMatchObject({ kind: 'rejected', code: 21610 })
  })

  test('because of wrong credentials is rejected with 20003', async () => {
    const result = await clientFor({ authToken: 'wrong' }).send(sms())
    expect(result).toMatchObject({ kind: 'rejected', code: 20003, status: 401 })
  })

  test('because there are too many says when to come back', async () => {
    twilio.next({ reject: { status: 429, code: 20429, retryAfter: 30 } })
    expect(await client.send(sms())).toEqual({
      kind: 'rejected',
      code: 20429,
      message: 'rejected with 20429',
      status: 429,
      retryAfterSeconds: 30,
    })
  })
})

describe('a message whose fate is not known is unknown, and never sent twice', () => {
  test.each([
    [{ hangAfterAccept: true }, 'timeout', 1],
    [{ stallAfterAccept: true }, 'timeout', 1],
    [{ failAfterAccept: 500 }, 'server_error', 1],
    [{ failAfterAccept: 503 }, 'server_error', 1],
    [{ dropAfterAccept: true }, 'network', 1],
    [{ dropConnection: true }, 'network', 0],
    [{ garbleAfterAccept: true }, 'bad_response', 1],
  ] as [SendStep, string, number][])('%j is unknown: %s', async (step, reason, stored) => {
    twilio.next(step)
    expect((await clientFor({ timeoutMs: reason === 'timeout' ? 200 : 5_000 }).send(sms())) as object).toEqual(
      unknown(reason),
    )
    expect([twilio.messages.length, twilio.requests.length]).toEqual([stored, 1])
  })

  test('an answer that comes after the time-out is unknown: timeout', async () => {
    const slow = await startTwilioDouble({ numbers: [OURS] })
    slow.next({ delayMs: 300 })
    const { accountSid, authToken, url: baseUrl } = slow
    const result = await clientFor({ accountSid, authToken, baseUrl, timeoutMs: 150 }).send(sms())
    expect(result as object).toEqual(unknown('timeout'))
    await slow.stop()
  })

  test('a connection kept alive that is cut on its second use is not tried again', async () => {
    await client.send(sms())
    twilio.next({ dropAfterAccept: true })
    expect((await client.send(sms())) as object).toEqual(unknown('network'))
    expect(twilio.messages).toHaveLength(2)
  })

  test("the caller's abort on the way is unknown: aborted", async () => {
    const caller = new AbortController()
    twilio.next({ hangAfterAccept: true })
    const arrived = twilio.nextRequest()
    const sending = client.send(sms({ signal: caller.signal }))
    await arrived
    caller.abort()
    expect((await sending) as object).toEqual(unknown('aborted'))
  })

  test.each([
    ["a proxy's own refusal", { status: 403, body: '<html>blocked</html>' }],
    ['a redirect, which is not followed', { status: 307, headers: { location: '/elsewhere' } }],
    ['a success that is not a message', { status: 200, body: { ok: true } }],
  ] as [string, DoubleReply][])('%s is unknown: bad_response', async (_, reply) => {
    const proxy = await startHttpDouble(() => reply)
    expect((await clientFor({ baseUrl: proxy.url }).send(sms())) as object).toEqual(unknown('bad_response'))
    expect(proxy.requests).toHaveLength(1)
    await proxy.stop()
  })
})

describe('a message that certainly never left is not_sent', () => {
  test('when nobody listens', async () => {
    expect(await clientFor({ baseUrl: 'http://127.0.0.1:1' }).send(sms())).toEqual({
      kind: 'not_sent',
      reason: 'refused',
    })
  })

  test('when the host name cannot be looked up', async () => {
    // A label of 64 characters is refused by the resolver itself, without a query.
    const result = await clientFor({ baseUrl: `http://${'a'.repeat(64)}.invalid` }).send(sms())
    expect(result).toEqual({ kind: 'not_sent', reason: 'dns' })
  })

  test('when the caller had given up before', async () => {
    expect(await client.send(sms({ signal: AbortSignal.abort() }))).toEqual({ kind: 'not_sent', reason: 'aborted' })
    expect(twilio.requests).toHaveLength(0)
  })
})
