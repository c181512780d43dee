import type { Answer, NotSent, Rejected, TwilioConfig, Unknown } from './http.ts'
import { createTwilioHttp } from './http.ts'
import type { TwilioMessage } from './message.ts'
import { acceptedSchema, messagePageSchema, messageSchema } from './message.ts'

export type { TwilioConfig } from './http.ts'
export type { TwilioMessage } from './message.ts'

export interface SendRequest {
  /** the number to send from; may be null when a messaging service chooses it */
  from: string | null
  to: string
  body: string
  mediaUrls?: readonly string[]
  /** absolute URL; put our own id in its query, it is the only one Twilio repeats to us */
  statusCallback?: string
  messagingServiceSid?: string
  signal?: AbortSignal
}

export type SendResult =
  /** segments is 0 and price null while Twilio does not know them yet */
  | { kind: 'accepted'; sid: string; status: string; segments: number; price: string | null; priceUnit: string | null }
  | Rejected
  | Unknown
  | NotSent

/** Reading from Twilio failed. Reading changes nothing, so it may simply be tried again. */
export class TwilioReadError extends Error {
  readonly kind: 'rejected' | 'unknown' | 'not_sent'
  /** Twilio's error code, where it gave one */
  readonly code: number | null
  readonly retryAfterSeconds: number | null

  constructor(answer: Rejected | Unknown | NotSent) {
    super(`twilio: ${answer.kind} (${answer.kind === 'rejected' ? `${answer.status} ${answer.code}` : answer.reason})`)
    this.name = 'TwilioReadError'
    this.kind = answer.kind
    this.code = answer.kind === 'rejected' ? answer.code : null
    this.retryAfterSeconds = answer.kind === 'rejected' ? (answer.retryAfterSeconds ?? null) : null
  }
}

export interface ListRequest {
  to: string
  /** at or after; Twilio compares the time of sending, so what is still queued is not listed */
  dateSentAfter: Date
  pageSize?: number
  /** most pages read, 20 when left out; whether more were left is in the answer */
  maxPages?: number
  signal?: AbortSignal
}

export interface TwilioClient {
  /** Creates a message: once, whatever happens. Never throws; see each kind of answer for what it means. */
  send(request: SendRequest): Promise<SendResult>
  /** Messages to one receiver, newest first. `complete` is false when maxPages ended it. @throws TwilioReadError */
  list(request: ListRequest): Promise<{ messages: TwilioMessage[]; complete: boolean }>
  /** Has a call in progress go on with this TwiML. Never throws; again it only begins it anew. */
  updateCall(request: { callSid: string; twiml: string; signal?: AbortSignal }): Promise<Answer>
  /** One message, null when Twilio does not know it. @throws TwilioReadError */
  fetch(sid: string, options?: { signal?: AbortSignal }): Promise<TwilioMessage | null>
}

/** The calls of Twilio's Messages and Calls resources that are used, by fetch: the whole SDK is 426 KiB in a Worker. */
export function createTwilioClient(config: TwilioConfig): TwilioClient {
  const http = createTwilioHttp(config)
  const account = `/2010-04-01/Accounts/${config.accountSid}`
  return {
    async send({ signal, ...request }) {
      const answer = await http('POST', `${account}/Messages.json`, { form: formOf(request), signal })
      if (answer.kind !== 'ok') return answer
      const message = acceptedSchema.safeParse(answer.json)
      if (!message.success) return { kind: 'unknown', reason: 'bad_response' }
      const { sid, status, num_segments: segments, price, price_unit: priceUnit } = message.data
      return { kind: 'accepted', sid, status, segments, price, priceUnit }
    },

    async list({ to, dateSentAfter, pageSize = 50, maxPages = 20, signal }) {
      const filter = new URLSearchParams({
        To: to,
        'DateSent>': dateSentAfter.toISOString().replace(/\.\d+Z$/, 'Z'),
        PageSize: String(pageSize),
      })
      const messages: TwilioMessage[] = []
      let path: string | null | undefined = `${account}/Messages.json?${filter}`
      for (let page = 0; page < maxPages && path; page++) {
        const read = messagePageSchema.safeParse(jsonOf(await http('GET', path, { signal })))
        // A next page outside our account would be handed our credentials.
        const next: string | null | undefined = read.data?.next_page_uri
        if (!read.success || (next && !next.startsWith(`${account}/`))) throw badResponse()
        messages.push(...read.data.messages)
        path = next
      }
      return { messages, complete: !path }
    },

    updateCall: ({ callSid, twiml, signal }) =>
      http('POST', `${account}/Calls/${encodeURIComponent(callSid)}.json`, {
        form: new URLSearchParams({ Twiml: twiml }),
        signal,
      }),

    async fetch(sid, { signal } = {}) {
      const answer = await http('GET', `${account}/Messages/${encodeURIComponent(sid)}.json`, { signal })
      if (answer.kind === 'rejected' && answer.status === 404) return null
      const message = messageSchema.safeParse(jsonOf(answer))
      if (!message.success) throw badResponse()
      return message.data
    },
  }
}

function formOf(request: Omit<SendRequest, 'signal'>): URLSearchParams {
  const form = new URLSearchParams({ To: request.to })
  if (request.from) form.set('From', request.from)
  if (request.messagingServiceSid) form.set('MessagingServiceSid', request.messagingServiceSid)
  if (request.body) form.set('Body', request.body)
  for (const url of request.mediaUrls ?? []) form.append('MediaUrl', url)
  if (request.statusCallback) form.set('StatusCallback', request.statusCallback)
  return form
}

function jsonOf(answer: Answer): unknown {
  if (answer.kind !== 'ok') throw new TwilioReadError(answer)
  return answer.json
}

const badResponse = () => new TwilioReadError({ kind: 'unknown', reason: 'bad_response' })
