import type { DoubleReply, DoubleRequest, HttpDouble } from './http-double.ts'
import { after, createScript, startHttpDouble } from './http-double.ts'
import { type LiveCall, updateCall } from './twilio-calls.ts'
import type { StoredMessage } from './twilio-messages.ts'
import { errorAnswer, inboundMessage, listJson, messageJson, newSid, outboundMessage } from './twilio-messages.ts'
import type { TwilioAccount } from './twilio-rules.ts'
import { noteKeyword, optOutKey, refusalOf } from './twilio-rules.ts'
import type { InboundOptions, PostedCallback, WebhookAnswer } from './twilio-webhooks.ts'
import { callbackParams, inboundParams, postSigned } from './twilio-webhooks.ts'

/** How the next create goes; without a step it is accepted, sent and delivered. */
export interface SendStep {
  /** refuse it, nothing stored */
  reject?: { status: number; code: number; message?: string; retryAfter?: number }
  /** the connection is cut before the message is stored */
  dropConnection?: true
  delayMs?: number
  /** the message is stored and goes out, but the answer to the create is lost in this way */
  hangAfterAccept?: true
  dropAfterAccept?: true
  stallAfterAccept?: true
  failAfterAccept?: number
  garbleAfterAccept?: true
  /** how the message ends */
  outcome?: 'delivered' | 'undelivered' | 'failed'
  errorCode?: number
  /** each callback is posted this many times */
  repeatCallbacks?: number
  /** last first */
  reorderCallbacks?: true
  /** the message stays queued until releaseCallbacks() */
  holdCallbacks?: true
}

export interface TwilioDouble extends HttpDouble, TwilioAccount {
  /** everything sent and received, oldest first */
  messages: StoredMessage[]
  /** calls in progress, by sid; a test puts them there */
  calls: Map<string, LiveCall>
  callbacks: PostedCallback[]
  next(...steps: SendStep[]): void
  optOut(recipient: string, sender: string): void
  /** lets the held messages go their way */
  releaseCallbacks(): void
  /** settles when every callback under way has been posted */
  callbacksSettled(): Promise<void>
  /** acts as a phone: the message reaches Twilio, which calls the webhook */
  inbound(options: InboundOptions): Promise<WebhookAnswer & { messageSid: string }>
}

export interface TwilioDoubleOptions {
  numbers?: string[]
  messagingServices?: string[]
  landlines?: string[]
  now?: () => Date
  /** where a public URL is really served; the signature stays that of the public URL */
  deliverTo?: (publicUrl: string) => string
}

/** Twilio's Messages API, its status callbacks and the phones behind it. */
export async function startTwilioDouble(options: TwilioDoubleOptions = {}): Promise<TwilioDouble> {
  const { now = () => new Date(), deliverTo = (url: string) => url } = options
  const account: TwilioAccount = {
    accountSid: newSid('AC'),
    authToken: newSid(''),
    numbers: new Set(options.numbers ?? ['+12025550100']),
    messagingServices: new Set(options.messagingServices),
    optedOut: new Set(),
    landlines: new Set(options.landlines),
  }
  const messages: StoredMessage[] = []
  const calls = new Map<string, LiveCall>()
  const callbacks: PostedCallback[] = []
  const script = createScript<SendStep>()
  const held: (() => void)[] = []
  const underWay = new Set<Promise<void>>()
  const root = `/2010-04-01/Accounts/${account.accountSid}`

  const handle = (request: DoubleRequest): DoubleReply | Promise<DoubleReply> => {
    const expected = `Basic ${btoa(`${account.accountSid}:${account.authToken}`)}`
    if (request.headers.get('authorization') !== expected) return errorAnswer(401, 20003, 'Authenticate')
    if (request.path === `${root}/Messages.json`) {
      if (request.method === 'POST') return create(request)
      if (request.method === 'GET') return { status: 200, body: listJson(account.accountSid, messages, request.query) }
    }
    const callSid = request.path.match(/\/Calls\/(\w+)\.json$/)?.[1]
    if (callSid && request.path.startsWith(root) && request.method === 'POST') {
      return updateCall(account.accountSid, calls, callSid, new URLSearchParams(request.body))
    }
    const sid = request.path.match(/\/Messages\/(\w+)\.json$/)?.[1]
    const found = request.path.startsWith(root) && messages.find((message) => message.sid === sid)
    if (found && request.method === 'GET') return { status: 200, body: messageJson(account.accountSid, found) }
    return errorAnswer(404, 20404, `The requested resource ${request.path} was not found`)
  }

  const create = async (request: DoubleRequest): Promise<DoubleReply> => {
    const step = script.take() ?? {}
    await after(step.delayMs ?? 0)
    if (step.dropConnection) return 'drop'
    if (step.reject) {
      const { status, code, message = `rejected with ${code}`, retryAfter } = step.reject
      const headers = retryAfter === undefined ? undefined : { 'retry-after': String(retryAfter) }
      return { ...errorAnswer(status, code, message), headers }
    }
    const isForm = request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded')
    const form = new URLSearchParams(isForm ? request.body : '')
    const refusal = refusalOf(account, form)
    if (refusal) return refusal
    const message = outboundMessage(form, now())
    messages.push(message)
    const answer = { status: 201, body: messageJson(account.accountSid, message) }
    if (step.holdCallbacks) held.push(() => follow(message, step))
    else follow(message, step)
    if (step.hangAfterAccept) return 'hang'
    if (step.dropAfterAccept) return 'drop'
    if (step.stallAfterAccept) return { stall: answer }
    if (step.failAfterAccept) return { status: step.failAfterAccept, body: 'upstream error' }
    if (step.garbleAfterAccept) return { status: 201, body: '<html>created</html>' }
    return answer
  }

  const follow = (message: StoredMessage, step: SendStep): void => {
    const outcome = step.outcome ?? 'delivered'
    const course = outcome === 'failed' ? ['queued', 'failed'] : ['queued', 'sent', outcome]
    message.sentAt = outcome === 'failed' ? null : now()
    const posts = course.flatMap((status) => Array.from({ length: step.repeatCallbacks ?? 1 }, () => status))
    if (step.reorderCallbacks) posts.reverse()
    const going = report(message, posts, step.errorCode).finally(() => underWay.delete(going))
    underWay.add(going)
    message.status = outcome
    message.errorCode = outcome === 'delivered' ? null : (step.errorCode ?? null)
  }

  const report = async (message: StoredMessage, posts: string[], errorCode?: number): Promise<void> => {
    if (!message.statusCallback) return
    for (const status of posts) {
      const params = callbackParams(account, message, status, errorCode)
      const answer = await postSigned(account.authToken, message.statusCallback, deliverTo, params).catch(() => null)
      callbacks.push({ messageSid: message.sid, status, answer: answer?.status ?? null })
    }
  }

  const double = await startHttpDouble(handle)
  return {
    ...double,
    ...account,
    messages,
    calls,
    callbacks,
    next: script.next,
    optOut: (recipient, sender) => void account.optedOut.add(optOutKey(recipient, sender)),
    releaseCallbacks: () => {
      for (const go of held.splice(0)) go()
    },
    callbacksSettled: async () => {
      while (underWay.size > 0) await Promise.all(underWay)
    },
    async inbound(sms) {
      noteKeyword(account, sms.from, sms.to, sms.body)
      const params = inboundParams(account, sms)
      const messageSid = params.MessageSid ?? ''
      if (!messages.some((message) => message.sid === messageSid)) messages.push(inboundMessage(messageSid, sms, now()))
      const headers: Record<string, string> = {}
      if (sms.idempotencyToken) headers['i-twilio-idempotency-token'] = sms.idempotencyToken
      const answer = await postSigned(account.authToken, sms.url, deliverTo, params, headers)
      return { ...answer, messageSid }
    },
  }
}
