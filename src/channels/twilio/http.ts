import { errorSchema } from './message.ts'

export interface TwilioConfig {
  accountSid: string
  authToken: string
  /** default `https://api.twilio.com` */
  baseUrl?: string
  /** bounds every request, the reading of its answer included */
  timeoutMs: number
}

/** Twilio understood the request and refused it: nothing was done. */
export interface Rejected {
  kind: 'rejected'
  /** Twilio's error code, e.g. 21610 for a recipient who opted out */
  code: number
  /** Twilio's words, which may quote the number: for the record, never for a log */
  message: string
  /** HTTP status */
  status: number
  retryAfterSeconds?: number
}

/** The request may have been carried out. */
export interface Unknown {
  kind: 'unknown'
  reason: 'timeout' | 'network' | 'server_error' | 'bad_response' | 'aborted'
}

/** The request certainly never reached Twilio. */
export interface NotSent {
  kind: 'not_sent'
  reason: 'refused' | 'dns' | 'aborted'
}

export type Answer = { kind: 'ok'; json: unknown } | Rejected | Unknown | NotSent

export type TwilioHttp = (
  method: 'GET' | 'POST',
  /** from the root on, e.g. `/2010-04-01/Accounts/AC…/Messages.json?PageSize=50` */
  path: string,
  options?: { form?: URLSearchParams; signal?: AbortSignal },
) => Promise<Answer>

/** Codes that are raised before a connection stands, so that no byte of the request has left. */
const NEVER_CONNECTED: Record<string, NotSent['reason']> = {
  ECONNREFUSED: 'refused',
  ConnectionRefused: 'refused',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
}

/**
 * One authenticated request to Twilio's REST API, never retried and never redirected, with an answer that says how sure
 * it is that Twilio did or did not act. A runtime that gives no error code (Workers) yields `unknown`, never `not_sent`.
 */
export function createTwilioHttp(config: TwilioConfig): TwilioHttp {
  const base = (config.baseUrl ?? 'https://api.twilio.com').replace(/\/+$/, '')
  const authorization = `Basic ${btoa(`${config.accountSid}:${config.authToken}`)}`
  return async (method, path, { form, signal: caller } = {}) => {
    if (caller?.aborted) return { kind: 'not_sent', reason: 'aborted' }
    const timeout = AbortSignal.timeout(config.timeoutMs)
    const signal = caller ? AbortSignal.any([caller, timeout]) : timeout
    try {
      const response = await fetch(base + path, {
        method,
        headers: {
          authorization,
          accept: 'application/json',
          ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
        },
        body: form?.toString(),
        redirect: 'manual',
        signal,
      })
      return answerOf(response, await response.text())
    } catch (error) {
      if (caller?.aborted) return { kind: 'unknown', reason: 'aborted' }
      if (timeout.aborted) return { kind: 'unknown', reason: 'timeout' }
      const refused = NEVER_CONNECTED[codeOf(error)]
      return refused ? { kind: 'not_sent', reason: refused } : { kind: 'unknown', reason: 'network' }
    }
  }
}

function answerOf(response: Response, text: string): Answer {
  if (response.status >= 500) return { kind: 'unknown', reason: 'server_error' }
  const json = parseJson(text)
  if (response.ok && json !== undefined) return { kind: 'ok', json }
  const error = response.status >= 400 ? errorSchema.safeParse(json) : null
  // A refusal that is not in Twilio's words may come from a proxy on the way, about a request that got through.
  if (!error?.success) return { kind: 'unknown', reason: 'bad_response' }
  const wait = Number.parseFloat(response.headers.get('retry-after') ?? '')
  return {
    kind: 'rejected',
    code: error.data.code,
    message: error.data.message,
    status: response.status,
    ...(wait >= 0 && { retryAfterSeconds: wait }),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The system's error code: on the error itself under Bun, on its cause under Node. */
function codeOf(error: unknown): string {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: { code?: unknown } }
  return String(code ?? cause?.code ?? '')
}
