import { describe, expect, test } from 'bun:test'
import MessagingResponse from 'twilio/lib/twiml/MessagingResponse.js'
import { parseForm, WebhookFormError } from '../../src/channels/twilio/form.ts'
import { readInboundSms } from '../../src/channels/twilio/inbound.ts'
import { readStatusCallback } from '../../src/channels/twilio/status.ts'
import { emptyTwiml } from '../../src/channels/twilio/twiml.ts'

const ACCOUNT = `AC${'0'.repeat(32)}`
const MESSAGE = `SM${'1'.repeat(32)}`
const form = (over: Record<string, string> = {}) =>
  parseForm(
    new URLSearchParams({
      MessageSid: MESSAGE,
      AccountSid: ACCOUNT,
      From: '+12025550147',
      To: '+12025550100',
      Body: 'No heat since last night 🥶',
      NumSegments: '1',
      NumMedia: '0',
      ...over,
    }).toString(),
  )
const without = (name: string) => {
  const params = form()
  delete params[name]
  return params
}

describe('an inbound message', () => {
  test('is read into one normalised event that keeps everything sent', () => {
    const params = form({ FromCity: 'WASHINGTON', SomethingNew: 'kept' })
    expect(readInboundSms(params, 'token-1')).toEqual({
      messageSid: MESSAGE,
      accountSid: ACCOUNT,
      messagingServiceSid: null,
      from: '+12025550147',
      to: '+12025550100',
      body: 'No heat since last night 🥶',
      numSegments: 1,
      optOutType: null,
      media: [],
      idempotencyToken: 'token-1',
      raw: params,
    })
  })

  test('may come without a body and with media', () => {
    const params = form({
      Body: '',
      NumMedia: '2',
      MediaUrl0: 'https://api.twilio.com/m/0',
      MediaContentType0: 'image/jpeg',
      MediaUrl1: 'https://api.twilio.com/m/1',
    })
    expect(readInboundSms(params)).toMatchObject({
      body: '',
      media: [
        { url: 'https://api.twilio.com/m/0', contentType: 'image/jpeg' },
        { url: 'https://api.twilio.com/m/1', contentType: 'application/octet-stream' },
      ],
    })
  })

  test('has the media that are there, in their order, whatever number it claims', () => {
    const urls = Array.from({ length: 11 }, (_, index) => [`MediaUrl${10 - index}`, `https://m/${10 - index}`])
    const event = readInboundSms(form({ NumMedia: '1000000', ...Object.fromEntries(urls) }))
    expect(event.media.map((media) => media.url)).toEqual(urls.map(([, url]) => url as string).reverse())
  })

  test('carries what Advanced Opt-Out did, and survives a type nobody knew', () => {
    expect(readInboundSms(form({ OptOutType: 'STOP' })).optOutType).toBe('STOP')
    expect(readInboundSms(form({ OptOutType: 'PAUSE' })).optOutType).toBeNull()
  })

  test('is accepted under the older names of its sid', () => {
    const params = without('MessageSid')
    params.SmsSid = MESSAGE
    expect(readInboundSms(params).messageSid).toBe(MESSAGE)
  })

  test.each([
    ['+1 (202) 555-0147', '+12025550147'],
    ['72645', '72645'],
    ['whatsapp:+12025550147', 'whatsapp:+12025550147'],
  ])('from %s is from %s', (from, address) => {
    expect(readInboundSms(form({ From: from })).from).toBe(address)
  })

  test.each(['MessageSid', 'AccountSid', 'From', 'To'])(
    'without %s is an error that names it and quotes nothing',
    (name) => {
      const read = () => readInboundSms(without(name))
      expect(read).toThrow(new WebhookFormError([name]))
      expect(read).not.toThrow(/555|heat/)
    },
  )

  test('with a malformed sid is an error', () => {
    expect(() => readInboundSms(form({ MessageSid: 'SM1; drop' }))).toThrow(WebhookFormError)
  })
})

describe('a status callback', () => {
  test('of a failure is read with its error code', () => {
    const params = form({ MessageStatus: 'undelivered', ErrorCode: '30003', RawDlrDoneDate: '2611211005' })
    expect(readStatusCallback(params)).toEqual({
      messageSid: MESSAGE,
      accountSid: ACCOUNT,
      status: 'undelivered',
      errorCode: 30003,
      from: '+12025550147',
      to: '+12025550100',
      rawDlrDoneDate: '2611211005',
      raw: params,
    })
  })

  test('without an error code, or with an empty one, has none', () => {
    expect(readStatusCallback(form({ MessageStatus: 'delivered' })).errorCode).toBeNull()
    expect(readStatusCallback(form({ MessageStatus: 'delivered', ErrorCode: '' })).errorCode).toBeNull()
  })

  test('with a status nobody knew is passed on as it is', () => {
    expect(readStatusCallback(form({ MessageStatus: 'Partially_Delivered' })).status).toBe('partially_delivered')
  })

  test('is accepted under the older name of its status, and refused without any', () => {
    expect(readStatusCallback(form({ SmsStatus: 'sent' })).status).toBe('sent')
    expect(() => readStatusCallback(form())).toThrow(new WebhookFormError(['MessageStatus']))
  })
})

test("the empty TwiML is what Twilio's own builder writes", () => {
  expect(emptyTwiml()).toBe(new MessagingResponse().toString())
})
