import type { DoubleAnswer } from './http-double.ts'
import { errorAnswer } from './twilio-messages.ts'

/** What the account knows: the double's and the test's shared state. */
export interface TwilioAccount {
  accountSid: string
  authToken: string
  /** numbers the account may send from */
  numbers: Set<string>
  messagingServices: Set<string>
  /** `<recipient> <sender>` of everyone who opted out */
  optedOut: Set<string>
  landlines: Set<string>
}

const KNOWN = new Set(['To', 'From', 'MessagingServiceSid', 'Body', 'MediaUrl', 'StatusCallback'])
const E164 = /^\+[1-9]\d{6,14}$/
const SHORT_CODE = /^\d{3,8}$/

export const optOutKey = (recipient: string, sender: string): string => `${recipient} ${sender}`

/** The refusal the vendor would answer a create with, null when it would accept. */
export function refusalOf(account: TwilioAccount, form: URLSearchParams): DoubleAnswer | null {
  const to = form.get('To')
  const from = form.get('From')
  const service = form.get('MessagingServiceSid')
  const body = form.get('Body') ?? ''
  const media = form.getAll('MediaUrl')
  const callback = form.get('StatusCallback')
  const bad = (code: number, message: string, status = 400) => errorAnswer(status, code, message)

  const unknown = [...form.keys()].find((name) => !KNOWN.has(name))
  if (unknown) return bad(20001, `Unknown parameter ${unknown}`)
  if (!to) return bad(21604, "A 'To' phone number is required.")
  if (!E164.test(to)) return bad(21211, `Invalid 'To' Phone Number: ${to}`)
  if (!from && !service) return bad(21603, "A 'From' phone number is required.")
  if (service && !account.messagingServices.has(service)) return bad(21701, 'The Messaging Service does not exist.')
  if (from && !E164.test(from) && !SHORT_CODE.test(from)) return bad(21212, `Invalid 'From' Phone Number: ${from}`)
  if (from && !account.numbers.has(from)) return bad(21606, `The 'From' number ${from} is not your number.`)
  if (from === to) return bad(21266, "'To' and 'From' number cannot be the same")
  if (!body && media.length === 0) return bad(21602, 'Message body is required.')
  if (body.length > 1600) return bad(21617, 'The concatenated message body exceeds the 1600 character limit.')
  if (media.length > 10 || media.some((url) => !isHttpUrl(url))) return bad(21620, 'Invalid media URL(s)')
  if (callback !== null && !isHttpUrl(callback)) return bad(21609, `The 'StatusCallback' URL ${callback} is not valid.`)
  if (account.landlines.has(to)) return bad(21614, "'To' number is not a valid mobile number")
  if (account.optedOut.has(optOutKey(to, from ?? service ?? ''))) {
    return bad(21610, 'Attempt to send to unsubscribed recipient')
  }
  return null
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}

const STOP_WORDS = new Set(['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'])
const START_WORDS = new Set(['START', 'YES', 'UNSTOP'])

/** Twilio's own handling of a one-word STOP or START, which happens before the webhook is called. */
export function noteKeyword(account: TwilioAccount, sender: string, receiver: string, body: string): void {
  const word = body.trim().toUpperCase()
  if (STOP_WORDS.has(word)) account.optedOut.add(optOutKey(sender, receiver))
  if (START_WORDS.has(word)) account.optedOut.delete(optOutKey(sender, receiver))
}
