import type { DoubleAnswer } from './http-double.ts'

/** A message as the double keeps it; `json` of it is what the API shows. */
export interface StoredMessage {
  sid: string
  from: string | null
  messagingServiceSid: string | null
  to: string
  body: string
  mediaUrls: string[]
  statusCallback: string | null
  direction: 'outbound-api' | 'inbound'
  status: string
  errorCode: number | null
  createdAt: Date
  sentAt: Date | null
}

export const newSid = (prefix: string): string => prefix + crypto.randomUUID().replaceAll('-', '')

/** The message a create stores, before anything happens to it. */
export function outboundMessage(form: URLSearchParams, createdAt: Date): StoredMessage {
  const from = form.get('From')
  const mediaUrls = form.getAll('MediaUrl')
  return {
    sid: newSid(mediaUrls.length > 0 ? 'MM' : 'SM'),
    from,
    messagingServiceSid: form.get('MessagingServiceSid'),
    to: form.get('To') ?? '',
    body: form.get('Body') ?? '',
    mediaUrls,
    statusCallback: form.get('StatusCallback'),
    direction: 'outbound-api',
    // with a service alone the sender is chosen later
    status: from ? 'queued' : 'accepted',
    errorCode: null,
    createdAt,
    sentAt: null,
  }
}

/** The message a phone sent in. */
export function inboundMessage(
  sid: string,
  sms: { from: string; to: string; body: string; media?: { url: string }[] },
  at: Date,
): StoredMessage {
  return {
    sid,
    from: sms.from,
    messagingServiceSid: null,
    to: sms.to,
    body: sms.body,
    mediaUrls: (sms.media ?? []).map((media) => media.url),
    statusCallback: null,
    direction: 'inbound',
    status: 'received',
    errorCode: null,
    createdAt: at,
    sentAt: at,
  }
}

/** RFC 2822 as Twilio writes it. */
const rfc2822 = (date: Date | null): string | null => date?.toUTCString().replace('GMT', '+0000') ?? null

/** Segments as carriers count them: 160 or 153 seven-bit characters, 70 or 67 others. */
export function countSegments(body: string): number {
  const plain = [...body].every((character) => character.charCodeAt(0) < 128)
  const [single, multiple] = plain ? [160, 153] : [70, 67]
  return body.length <= single ? 1 : Math.ceil(body.length / multiple)
}

/** The message resource, with Twilio's own mixture of strings and numbers. */
export function messageJson(accountSid: string, message: StoredMessage) {
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${message.sid}`
  const billed = message.status === 'delivered'
  return {
    sid: message.sid,
    account_sid: accountSid,
    messaging_service_sid: message.messagingServiceSid,
    body: message.body,
    from: message.from,
    to: message.to,
    status: message.status,
    direction: message.direction,
    num_segments: message.status === 'accepted' ? '0' : String(countSegments(message.body)),
    num_media: String(message.mediaUrls.length),
    price: billed ? '-0.00830' : null,
    price_unit: 'USD',
    error_code: message.errorCode,
    error_message: null,
    date_created: rfc2822(message.createdAt),
    date_updated: rfc2822(message.sentAt ?? message.createdAt),
    date_sent: rfc2822(message.sentAt),
    uri: `${uri}.json`,
    subresource_uris: { media: `${uri}/Media.json` },
    api_version: '2010-04-01',
  }
}

export function errorAnswer(status: number, code: number, message: string): DoubleAnswer {
  return { status, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } }
}

/** A page of messages, newest first. A message not sent yet has no DateSent and so passes no filter on it. */
export function listJson(accountSid: string, stored: readonly StoredMessage[], query: URLSearchParams) {
  const matching = stored.filter((message) => passes(message, query)).reverse()
  const size = Math.min(Number(query.get('PageSize') ?? 50), 1000)
  const page = Number(query.get('Page') ?? 0)
  const token = query.get('PageToken')
  const start = token ? matching.findIndex((message) => `PA${message.sid}` === token) + 1 : 0
  const shown = matching.slice(start, start + size)
  const path = `/2010-04-01/Accounts/${accountSid}/Messages.json`
  const uriOf = (number: number, last?: StoredMessage) => {
    const parameters = new URLSearchParams(query)
    parameters.set('PageSize', String(size))
    parameters.set('Page', String(number))
    if (last) parameters.set('PageToken', `PA${last.sid}`)
    else parameters.delete('PageToken')
    return `${path}?${parameters}`
  }
  return {
    messages: shown.map((message) => messageJson(accountSid, message)),
    first_page_uri: uriOf(0),
    next_page_uri: start + size < matching.length ? uriOf(page + 1, shown.at(-1)) : null,
    previous_page_uri: null,
    page,
    page_size: size,
    start,
    end: start + shown.length - 1,
    uri: uriOf(page),
  }
}

function passes(message: StoredMessage, query: URLSearchParams): boolean {
  const after = query.get('DateSent>')
  const before = query.get('DateSent<')
  const sent = message.sentAt?.getTime() ?? null
  return (
    (!query.get('To') || message.to === query.get('To')) &&
    (!query.get('From') || message.from === query.get('From')) &&
    (!after || (sent !== null && sent >= Date.parse(after))) &&
    (!before || (sent !== null && sent <= Date.parse(before)))
  )
}
