import type { DoubleAnswer } from './http-double.ts'
import { errorAnswer } from './twilio-messages.ts'

/** A call in progress, and the TwiML it was told to go on with. */
export interface LiveCall {
  sid: string
  updates: string[]
  /** what Twilio does when it is updated: it ends the stream */
  onUpdate?: (twiml: string) => void
}

const KNOWN = new Set([
  'Twiml',
  'Url',
  'Method',
  'Status',
  'FallbackUrl',
  'FallbackMethod',
  'StatusCallback',
  'StatusCallbackMethod',
  'TimeLimit',
])

/** `POST …/Calls/{sid}.json` of the vendor. */
export function updateCall(
  accountSid: string,
  calls: ReadonlyMap<string, LiveCall>,
  sid: string,
  form: URLSearchParams,
): DoubleAnswer {
  const call = calls.get(sid)
  if (!call) return errorAnswer(404, 20404, `The requested resource /Calls/${sid}.json was not found`)
  const unknown = [...form.keys()].find((name) => !KNOWN.has(name))
  if (unknown) return errorAnswer(400, 20001, `Unknown parameter ${unknown}`)
  const twiml = form.get('Twiml')
  if (!twiml) return errorAnswer(400, 21218, 'Invalid or missing Url')
  if (twiml.length > 4000 || !/^<\?xml [^>]*\?><Response>.*<\/Response>$/s.test(twiml))
    return errorAnswer(400, 12100, 'Document parse failure')
  call.updates.push(twiml)
  call.onUpdate?.(twiml)
  return {
    status: 200,
    body: { sid, account_sid: accountSid, status: 'in-progress', direction: 'inbound', api_version: '2010-04-01' },
  }
}
