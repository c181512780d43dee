import { z } from 'zod'

const whole = z.coerce.number().int()

/** Twilio's message resource; counts and prices come as strings, dates as RFC 2822. */
export const messageSchema = z
  .object({
    sid: z.string().regex(/^(SM|MM)[0-9a-fA-F]{32}$/),
    status: z.string(),
    direction: z.string(),
    from: z.string().nullable(),
    to: z.string(),
    body: z.string().nullable(),
    num_segments: whole,
    price: z.string().nullable(),
    price_unit: z.string().nullable(),
    error_code: whole.nullable(),
    date_created: z.string().nullable(),
    date_sent: z.string().nullable(),
  })
  .transform((message) => ({
    sid: message.sid,
    status: message.status,
    direction: message.direction,
    from: message.from,
    to: message.to,
    body: message.body ?? '',
    segments: message.num_segments,
    /** as Twilio writes it: a negative decimal such as "-0.00790"; null until the carrier has billed */
    price: message.price,
    priceUnit: message.price_unit,
    errorCode: message.error_code,
    createdAt: dateOf(message.date_created),
    /** null until Twilio has handed the message to the carrier */
    sentAt: dateOf(message.date_sent),
  }))

export type TwilioMessage = z.output<typeof messageSchema>

/** The answer to a create: the message exists once it has a sid, so nothing else may make it unreadable. */
export const acceptedSchema = z.object({
  sid: z.string().min(1),
  status: z.string().catch('accepted'),
  num_segments: whole.catch(0),
  price: z.string().nullable().catch(null),
  price_unit: z.string().nullable().catch(null),
})

export const messagePageSchema = z.object({
  messages: z.array(messageSchema),
  next_page_uri: z.string().nullish(),
})

export const errorSchema = z.object({
  code: z.number().int(),
  message: z.string().default(''),
  status: z.number().int().optional(),
})

function dateOf(text: string | null): Date | null {
  const date = text === null ? null : new Date(text)
  return date && !Number.isNaN(date.getTime()) ? date : null
}
