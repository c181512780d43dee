import { z } from 'zod'
import { normalizeAddress } from '../phone.ts'
import type { FormParams } from './form.ts'
import { firstValue, firstValues, WebhookFormError } from './form.ts'

/** A message that came in, normalised; everything Twilio sent beside it is in `raw`. */
export interface InboundSms {
  messageSid: string
  accountSid: string
  messagingServiceSid: string | null
  /** canonical addresses, see normalizeAddress: E.164 for phones */
  from: string
  to: string
  /** '' when only media came */
  body: string
  numSegments: number
  /** set only where Twilio's Advanced Opt-Out has handled the word and answered it */
  optOutType: 'STOP' | 'START' | 'HELP' | null
  /** by reference: the bytes stay at Twilio and may need the account's credentials to be read */
  media: { url: string; contentType: string }[]
  /** the `I-Twilio-Idempotency-Token` header of the request */
  idempotencyToken: string | null
  raw: FormParams
}

const sid = (prefix: string) => z.string().regex(new RegExp(`^${prefix}[0-9a-fA-F]{32}$`))

const inboundSchema = z.object({
  MessageSid: sid('(SM|MM)'),
  AccountSid: sid('AC'),
  MessagingServiceSid: sid('MG').nullish().catch(null),
  From: z.string().trim().min(1),
  To: z.string().trim().min(1),
  Body: z.string().default(''),
  NumSegments: z.coerce.number().int().min(0).catch(0),
  // Vendors add values without notice; an unknown one must not cost the message.
  OptOutType: z.enum(['STOP', 'START', 'HELP']).nullish().catch(null),
})

/**
 * Reads the form of an inbound SMS or MMS whose signature was checked. Older aliases of the sid are accepted.
 * @throws WebhookFormError naming the parameters that are missing or malformed
 */
export function readInboundSms(params: FormParams, idempotencyToken?: string | null): InboundSms {
  const values = firstValues(params)
  values.MessageSid ??= values.SmsMessageSid ?? values.SmsSid ?? ''
  const parsed = inboundSchema.safeParse(values)
  if (!parsed.success) throw new WebhookFormError(parsed.error.issues.map((issue) => String(issue.path[0])))
  const event = parsed.data
  return {
    messageSid: event.MessageSid,
    accountSid: event.AccountSid,
    messagingServiceSid: event.MessagingServiceSid ?? null,
    from: normalizeAddress(event.From).address,
    to: normalizeAddress(event.To).address,
    body: event.Body,
    numSegments: event.NumSegments,
    optOutType: event.OptOutType ?? null,
    media: readMedia(params),
    idempotencyToken: idempotencyToken || null,
    raw: params,
  }
}

/** What is there counts, not what NumMedia claims. */
function readMedia(params: FormParams): InboundSms['media'] {
  return Object.keys(params)
    .flatMap((name) => /^MediaUrl(\d{1,3})$/.exec(name)?.[1] ?? [])
    .sort((a, b) => Number(a) - Number(b))
    .map((index) => ({
      url: firstValue(params, `MediaUrl${index}`) ?? '',
      contentType: firstValue(params, `MediaContentType${index}`) ?? 'application/octet-stream',
    }))
}
