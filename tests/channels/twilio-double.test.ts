import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { parseForm } from '../../src/channels/twilio/form.ts'
import type { InboundSms } from '../../src/channels/twilio/inbound.ts'
import { readInboundSms } from '../../src/channels/twilio/inbound.ts'
import type { TwilioClient } from '../../src/channels/twilio/sender.ts'
import { createTwilioClient } from '../../src/channels/twilio/sender.ts'
import { isTwilioSignatureValid } from '../../src/channels/twilio/signature.ts'
import type { StatusCallback } from '../../src/channels/twilio/status.ts'
import { readStatusCallback } from '../../src/channels/twilio/status.ts'
import { emptyTwiml } from '../../src/channels/twilio/twiml.ts'
import type { DoubleReply, DoubleRequest, HttpDouble } from '../fakes/http-double.ts'
import { startHttpDouble } from '../fakes/http-double.ts'
import type { TwilioDouble } from '../fakes/twilio.ts'
import { startTwilioDouble } from '../fakes/twilio.ts'

/** The double and our own edge parts against each other, over HTTP, under a public URL that is not where we listen. */
const PUBLIC = 'https://rapport.example.com'
const OURS = '+12025550100'
const THEIRS = '+12025550147'
let twilio: TwilioDouble
let client: TwilioClient
let edge: HttpDouble
let received: InboundSms[]
let reports: StatusCallback[]

beforeAll(async () => {
  edge = await startHttpDouble(handle)
  twilio = await startTwilioDouble({ numbers: [OURS], deliverTo: (url) => url.replace(PUBLIC, edge.url) })
  const { accountSid, authToken, url: baseUrl } = twilio
  client = createTwilioClient({ accountSid, authToken, baseUrl, timeoutMs: 5_000 })
})
afterAll(() => Promise.all([edge.stop(), twilio.stop()]))
beforeEach(() => {
  received = []
  reports = []
  twilio.callbacks.splice(0)
})

function handle(request: DoubleRequest): DoubleReply {
  const params = parseForm(request.body)
  const signature = request.headers.get('x-twilio-signature')
  const authTokens = [twilio.authToken]
  if (!isTwilioSignatureValid({ publicUrl: PUBLIC, requestUrl: request.target, params, signature, authTokens })) {
    return { status: 403 }
  }
  if (request.path.endsWith('/status')) reports.push(readStatusCallback(params))
  else received.push(readInboundSms(params, request.headers.get('i-twilio-idempotency-token')))
  return { status: 200, headers: { 'content-type': 'text/xml' }, body: emptyTwiml() }
}

const send = () =>
  client.send({ from: OURS, to: THEIRS, body: 'hi', statusCallback: `${PUBLIC}/status?outbox=7&attempt=1` })

describe('status callbacks', () => {
  test('come signed and in order: queued, sent, delivered', async () => {
    const sent = await send()
    await twilio.callbacksSettled()
    expect(reports.map((report) => report.status)).toEqual(['queued', 'sent', 'delivered'])
    expect(sent).toMatchObject({ kind: 'accepted', sid: reports[0]?.messageSid as string })
    expect(edge.requests.at(-1)?.target).toBe('/status?outbox=7&attempt=1')
    expect(twilio.callbacks.map((callback) => callback.answer)).toEqual([200, 200, 200])
  })

  test('of a message that failed carry the error code', async () => {
    twilio.next({ outcome: 'failed', errorCode: 30007 })
    await send()
    await twilio.callbacksSettled()
    expect(reports.map((report) => [report.status, report.errorCode])).toEqual([
      ['queued', null],
      ['failed', 30007],
    ])
  })

  test('can come twice and backwards', async () => {
    twilio.next({ repeatCallbacks: 2, reorderCallbacks: true })
    await send()
    await twilio.callbacksSettled()
    expect(reports.map((report) => report.status)).toEqual([
      'delivered',
      'delivered',
      'sent',
      'sent',
      'queued',
      'queued',
    ])
  })

  test('come for a message whose create was answered with an error', async () => {
    twilio.next({ failAfterAccept: 500 })
    expect(await send()).toMatchObject({ kind: 'unknown' })
    await twilio.callbacksSettled()
    expect(reports.at(-1)?.status).toBe('delivered')
  })

  test('held back come when they are released', async () => {
    twilio.next({ holdCallbacks: true })
    await send()
    await twilio.callbacksSettled()
    expect(reports).toEqual([])
    twilio.releaseCallbacks()
    await twilio.callbacksSettled()
    expect(reports).toHaveLength(3)
  })
})

describe('a phone', () => {
  const text = (body: string, over = {}) =>
    twilio.inbound({ url: `${PUBLIC}/sms`, from: THEIRS, to: OURS, body, ...over })

  test('reaches our webhook with a signature that holds, and gets our TwiML', async () => {
    const answer = await text('No heat 🥶', { extra: { FutureField: 'x' } })
    expect(answer).toMatchObject({ status: 200, body: emptyTwiml(), contentType: 'text/xml' })
    expect(received).toMatchObject([{ messageSid: answer.messageSid, from: THEIRS, to: OURS, body: 'No heat 🥶' }])
  })

  test('can send a picture, and Twilio can deliver a message a second time', async () => {
    const media = [{ url: 'https://api.twilio.com/m/1', contentType: 'image/jpeg' }]
    const { messageSid } = await text('', { media })
    await text('', { media, messageSid, idempotencyToken: 'again' })
    expect(received.map((event) => [event.messageSid, event.idempotencyToken])).toEqual([
      [messageSid, null],
      [messageSid, 'again'],
    ])
    expect(received[0]?.media).toEqual(media)
  })

  test('that texts STOP gets nothing more until it texts START', async () => {
    await text('Stop ')
    expect(await send()).toMatchObject({ kind: 'rejected', code: 21610 })
    await text('START')
    expect(await send()).toMatchObject({ kind: 'accepted' })
    await twilio.callbacksSettled()
  })
})

test('stopping a double ends the requests it left hanging', async () => {
  const hanging = await startHttpDouble(() => 'hang')
  const arrived = hanging.nextRequest()
  const request = fetch(hanging.url).then(
    () => 'answered',
    () => 'cut',
  )
  await arrived
  await hanging.stop()
  expect(await request).toBe('cut')
})
