import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import type { StoredMessage } from './twilio-messages.ts'
import { countSegments, newSid } from './twilio-messages.ts'
import type { TwilioAccount } from './twilio-rules.ts'

export interface WebhookAnswer {
  status: number
  body: string
  contentType: string | null
}

/** A status callback that was posted, and what came back; null when the receiver could not be reached. */
export interface PostedCallback {
  messageSid: string
  status: string
  answer: number | null
}

export interface InboundOptions {
  /** the webhook's public URL: it is what gets signed */
  url: string
  from: string
  to: string
  body: string
  media?: { url: string; contentType: string }[]
  optOutType?: 'STOP' | 'START' | 'HELP'
  /** repeat a delivery by giving the sid of the first */
  messageSid?: string
  /** sent as I-Twilio-Idempotency-Token, as on a delivery Twilio repeats */
  idempotencyToken?: string
  /** further parameters, as Twilio may add without notice */
  extra?: Record<string, string>
}

/** Posts a form as Twilio does: signed for the public URL, delivered to wherever the test's server listens. */
export async function postSigned(
  authToken: string,
  publicUrl: string,
  deliverTo: (publicUrl: string) => string,
  params: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<WebhookAnswer> {
  const response = await fetch(deliverTo(publicUrl), {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': 'TwilioProxy/1.1',
      'x-twilio-signature': getExpectedTwilioSignature(authToken, publicUrl, params),
      ...headers,
    },
    body: new URLSearchParams(params).toString(),
    // Twilio gives up after 15 seconds.
    signal: AbortSignal.timeout(15_000),
  })
  return { status: response.status, body: await response.text(), contentType: response.headers.get('content-type') }
}

/** The form of an inbound message as Twilio sends it. */
export function inboundParams(account: TwilioAccount, options: InboundOptions): Record<string, string> {
  const media = options.media ?? []
  const sid = options.messageSid ?? newSid(media.length > 0 ? 'MM' : 'SM')
  return {
    ToCountry: 'US',
    ToState: 'DC',
    SmsMessageSid: sid,
    NumMedia: String(media.length),
    ...Object.fromEntries(media.map(({ url }, index) => [`MediaUrl${index}`, url])),
    ...Object.fromEntries(media.map(({ contentType }, index) => [`MediaContentType${index}`, contentType])),
    SmsSid: sid,
    SmsStatus: 'received',
    Body: options.body,
    FromCountry: 'US',
    To: options.to,
    NumSegments: String(countSegments(options.body)),
    MessageSid: sid,
    AccountSid: account.accountSid,
    From: options.from,
    ApiVersion: '2010-04-01',
    ...(options.optOutType && { OptOutType: options.optOutType }),
    ...options.extra,
  }
}

/** The form of one status callback. */
export function callbackParams(account: TwilioAccount, message: StoredMessage, status: string, errorCode?: number) {
  const failed = (status === 'failed' || status === 'undelivered') && errorCode !== undefined
  return {
    MessageSid: message.sid,
    MessageStatus: status,
    SmsSid: message.sid,
    SmsStatus: status,
    AccountSid: account.accountSid,
    From: message.from ?? '',
    To: message.to,
    ApiVersion: '2010-04-01',
    ...(failed && { ErrorCode: String(errorCode) }),
    ...(status === 'delivered' && { RawDlrDoneDate: '2611211005' }),
  }
}
