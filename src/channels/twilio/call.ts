import { z } from 'zod'
import { normalizeAddress } from '../phone.ts'
import { type FormParams, firstValues, WebhookFormError } from './form.ts'

/** A call that comes in, or what Twilio says later about one: the parameters that every voice webhook has. */
export interface CallEvent {
  callSid: string
  accountSid: string
  /** canonical addresses, see normalizeAddress; from is '' where the caller shows no number at all */
  from: string
  to: string
  /** queued, ringing, in-progress, completed, busy, failed, no-answer, canceled */
  status: string
  /** of the whole call, in a status callback of its end */
  seconds: number | null
  /** how a <Dial> ended: completed, answered, busy, no-answer, failed, canceled */
  dialStatus: string | null
  /** of a <Record> */
  recording: { recordingSid: string; url: string; seconds: number } | null
  raw: FormParams
}

const callSchema = z.object({
  CallSid: z.string().regex(/^CA[0-9a-fA-F]{32}$/),
  AccountSid: z.string().regex(/^AC[0-9a-fA-F]{32}$/),
  From: z.string().trim().default(''),
  // A recording's own callback names the call and neither number.
  To: z.string().trim().default(''),
  CallStatus: z
    .string()
    .toLowerCase()
    .regex(/^[a-z-]{1,40}$/)
    .catch('unknown'),
  CallDuration: z.coerce.number().int().min(0).optional().catch(undefined),
  DialCallStatus: z
    .string()
    .toLowerCase()
    .regex(/^[a-z-]{1,40}$/)
    .optional()
    .catch(undefined),
  RecordingSid: z
    .string()
    .regex(/^RE[0-9a-fA-F]{32}$/)
    .optional()
    .catch(undefined),
  RecordingUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .catch(undefined),
  RecordingDuration: z.coerce.number().int().min(0).max(86_400).catch(0),
})

/**
 * Reads the form of a voice webhook whose signature was checked.
 * @throws WebhookFormError naming the parameters that are missing or malformed
 */
export function readCallEvent(params: FormParams): CallEvent {
  const parsed = callSchema.safeParse(firstValues(params))
  if (!parsed.success) throw new WebhookFormError(parsed.error.issues.map((issue) => String(issue.path[0])))
  const event = parsed.data
  const { RecordingSid: recordingSid, RecordingUrl: url, RecordingDuration: seconds } = event
  return {
    callSid: event.CallSid,
    accountSid: event.AccountSid,
    from: event.From === '' ? '' : normalizeAddress(event.From).address,
    to: event.To === '' ? '' : normalizeAddress(event.To).address,
    status: event.CallStatus,
    seconds: event.CallDuration ?? null,
    dialStatus: event.DialCallStatus ?? null,
    recording: recordingSid && url ? { recordingSid, url, seconds } : null,
    raw: params,
  }
}
