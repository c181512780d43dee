import { z } from 'zod'
import { phoneToFind } from '../channels/phone.ts'

export const customerId = z.guid().describe('The customer, as get_customer_context or search_customers names them')

export const idempotencyKey = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .describe('Your own key for this one act: the same call with it again gets the first answer and does nothing twice')

const E164 = /^\+[1-9]\d{6,14}$/

/** A number as people write it, in E.164. */
export const phone = z
  .string()
  .max(40)
  .transform((text) => phoneToFind(text) ?? text)
  .pipe(z.string().regex(E164, 'not a telephone number'))
  .describe('A telephone number, E.164 or as written in the USA')

export const email = z.string().trim().toLowerCase().max(320).pipe(z.email()).describe('An e-mail address')

export const instant = z.iso.datetime({ offset: true })

export const jobItem = z.strictObject({
  name: z.string().min(1).max(200),
  description: z.string().max(1000).optional(),
  kind: z.enum(['labor', 'material', 'discount', 'fee', 'other']).default('other'),
  quantity: z.number().positive().max(100_000).default(1),
  unitPrice: z.number().min(-1_000_000).max(1_000_000).optional().describe('US dollars; negative for a discount'),
})
