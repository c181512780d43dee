import { z } from 'zod'
import { normalizeAddress } from '../phone.ts'
import type { FormParams } from './form.ts'
import { firstValues, WebhookFormError } from './form.ts'

/** One step of a message we sent, as Twilio reports it. Steps come out of order and more than once. */
export interface StatusCallback {
  messageSid: string
  accountSid: string
  /** queued, sending, sent, delivered, undelivered, failed, read, ...; new ones are passed on as they are */
  status: string
  /** set for failed and undelivered, e.g. 30003 */
  errorCode: number | null
  /** canonical addresses, '' where Twilio left them out */
  from: string
  to: string
  /** the carrier's time of delivery as sent, YYMMDDhhmm, zone unknown */
  rawDlrDoneDate: string | null
  raw: FormParams
}

const statusSchema = z.object({
  MessageSid: z.string().regex(/^(SM|MM)[0-9a-fA-F]{32}$/),
  AccountSid: z.string().regex(/^AC[0-9a-fA-F]{32}$/),
  MessageStatus: z
    .string()
    .toLowerCase()
    .regex(/^[a-z_-]{1,40}$/),
  ErrorCode: z.coerce.number().int().positive().nullish().catch(null),
  From: z.string().default(''),
  To: z.string().default(''),
  RawDlrDoneDate: z.string().nullish(),
})

/**
 * Reads the form of a status callback whose signature was checked. Older aliases of sid and status are accepted.
 * @throws WebhookFormError naming the parameters that are missing or malformed
 */
export function readStatusCallback(params: FormParams): StatusCallback {
  const values = firstValues(params)
  values.MessageSid ??= values.SmsSid ?? ''
  values.MessageStatus ??= values.SmsStatus ?? ''
  const parsed = statusSchema.safeParse(values)
  if (!parsed.success) throw new WebhookFormError(parsed.error.issues.map((issue) => String(issue.path[0])))
  const event = parsed.data
  return {
    messageSid: event.MessageSid,
    accountSid: event.AccountSid,
    status: event.MessageStatus,
    errorCode: event.ErrorCode ?? null,
    from: normalizeAddress(event.From).address,
    to: normalizeAddress(event.To).address,
    rawDlrDoneDate: event.RawDlrDoneDate || null,
    raw: params,
  }
}
