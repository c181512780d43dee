import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import type { TwilioClient } from '../../src/channels/twilio/sender.ts'
import { createTwilioClient, TwilioReadError } from '../../src/channels/twilio/sender.ts'
import { startHttpDouble } from '../fakes/http-double.ts'
import type { TwilioDouble } from '../fakes/twilio.ts'
import { startTwilioDouble } from '../fakes/twilio.ts'

const OURS = '+12025550100'
const THEIRS = '+12025550147'
let now = new Date('2026-11-21T10:00:00Z')
let twilio: TwilioDouble
let client: TwilioClient
const settings = () => ({
  accountSid: twilio.accountSid,
  authToken: twilio.authToken,
  baseUrl: twilio.url,
  timeoutMs: 5_000,
})
beforeAll(async () => {
  twilio = await startTwilioDouble({ numbers: [OURS], now: () => now })
  client = createTwilioClient(settings())
})
afterAll(() => twilio.stop())
beforeEach(() => {
  twilio.messages.splice(0)
  twilio.requests.splice(0)
  now = new Date('2026-11-21T10:00:00Z')
})

const send = (body: string, to = THEIRS) => client.send({ from: OURS, to, body })
const since = new Date('2026-11-21T09:59:00.500Z')
const failure = (reading: Promise<unknown>) =>
  reading.then(
    () => null,
    (error: unknown) => error as TwilioReadError,
  )

describe('listing messages', () => {
  test('finds a message whose create was never answered, which is what it is for', async () => {
    twilio.next({ hangAfterAccept: true })
    const lost = createTwilioClient({ ...settings(), timeoutMs: 200 }).send({ from: OURS, to: THEIRS, body: 'lost?' })
    expect(await lost).toMatchObject({ kind: 'unknown' })
    const { messages, complete } = await client.list({ to: THEIRS, dateSentAfter: since })
    expect(complete).toBe(true)
    expect(messages).toEqual([
      {
        sid: twilio.messages[0]?.sid as string,
        status: 'delivered',
        direction: 'outbound-api',
        from: OURS,
        to: THEIRS,
        body: 'lost?',
        segments: 1,
        price: '-0.00830',
        priceUnit: 'USD',
        errorCode: null,
        createdAt: now,
        sentAt: now,
      },
    ])
  })

  test('walks all pages, newest first, and asks for the receiver and the time', async () => {
    for (const body of ['1', '2', '3', '4', '5']) await send(body)
    await send('other', '+12025550150')
    twilio.requests.splice(0)
    const { messages, complete } = await client.list({ to: THEIRS, dateSentAfter: since, pageSize: 2 })
    expect(messages.map((message) => message.body)).toEqual(['5', '4', '3', '2', '1'])
    expect([complete, twilio.requests.length]).toEqual([true, 3])
    expect(twilio.requests[0]?.query.get('DateSent>')).toBe('2026-11-21T09:59:00Z')
  })

  test('says so when it stopped before the last page', async () => {
    for (const body of ['1', '2', '3']) await send(body)
    const read = await client.list({ to: THEIRS, dateSentAfter: since, pageSize: 1, maxPages: 2 })
    expect([read.messages.length, read.complete]).toEqual([2, false])
  })

  test('leaves out what was sent earlier, and what is still queued', async () => {
    now = new Date('2026-11-21T08:00:00Z')
    await send('earlier')
    now = new Date('2026-11-21T10:00:00Z')
    twilio.next({ holdCallbacks: true })
    await send('queued')
    expect((await client.list({ to: THEIRS, dateSentAfter: since })).messages).toEqual([])
    twilio.releaseCallbacks()
    expect((await client.list({ to: THEIRS, dateSentAfter: since })).messages).toMatchObject([{ body: 'queued' }])
  })

  test('never follows a next page out of our account, where it would take our credentials', async () => {
    for (const next_page_uri of ['https://evil.example/', '/2010-04-01/Accounts/AC0/Messages.json', '@evil.example/']) {
      const evil = await startHttpDouble(() => ({ status: 200, body: { messages: [], next_page_uri } }))
      const reading = createTwilioClient({ ...settings(), baseUrl: evil.url }).list({
        to: THEIRS,
        dateSentAfter: since,
      })
      expect(await failure(reading)).toMatchObject({ kind: 'unknown' })
      expect(evil.requests).toHaveLength(1)
      await evil.stop()
    }
  })

  test('fails with a typed error that holds neither credentials nor numbers', async () => {
    const wrong = createTwilioClient({ ...settings(), authToken: 'wrong-token' })
    const error = await failure(wrong.list({ to: THEIRS, dateSentAfter: since }))
    expect(error).toBeInstanceOf(TwilioReadError)
    expect(error).toMatchObject({ kind: 'rejected', code: 20003, message: 'twilio: rejected (401 20003)' })
    expect(Bun.inspect(error)).not.toMatch(/wrong-token|5550147/)
  })

  test('times out on a Twilio that hangs', async () => {
    const hanging = await startHttpDouble(() => 'hang')
    const reading = createTwilioClient({ ...settings(), baseUrl: hanging.url, timeoutMs: 200 })
    expect(await failure(reading.list({ to: THEIRS, dateSentAfter: since }))).toMatchObject({ kind: 'unknown' })
    await hanging.stop()
  })
})

describe('fetching one message', () => {
  test('gives its present state', async () => {
    twilio.next({ outcome: 'undelivered', errorCode: 30003 })
    const sent = await send('hi')
    const sid = sent.kind === 'accepted' ? sent.sid : ''
    expect(await client.fetch(sid)).toMatchObject({ sid, status: 'undelivered', errorCode: 30003, sentAt: now })
  })

  test('that Twilio does not know gives null, and a sid cannot leave its place in the path', async () => {
    expect(await client.fetch(`SM${'0'.repeat(32)}`)).toBeNull()
    expect(await client.fetch('../../Accounts')).toBeNull()
    expect(twilio.requests.at(-1)?.target).toEndWith('/Messages/..%2F..%2FAccounts.json')
  })
})
