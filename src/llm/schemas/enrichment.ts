import { z } from 'zod'

/** What a model answers that reads a conversation. Postgres checks every fact (memory.check_facts) and every class. */
export const enrichmentSchema = z.strictObject({
  facts: z.array(
    z.strictObject({
      kind: z.enum(['preference', 'property', 'equipment', 'household', 'complaint', 'promise', 'contact', 'schedule']),
      /** what it is about, e.g. `preferred_time` */
      slot: z.string(),
      value: z.string(),
      /** the words that say so, copied from the message */
      quote: z.string(),
      messageId: z.string(),
      /** 0 to 1 */
      confidence: z.number(),
    }),
  ),
  /** what customers' messages are about (memory.store_classes) */
  classes: z.array(
    z.strictObject({
      messageId: z.string(),
      category: z.enum(['issue_report', 'booking_request', 'price_inquiry', 'feedback', 'general']),
      addresses: z.array(z.string()),
      services: z.array(z.string()),
      dates: z.array(z.string()),
    }),
  ),
  /** the id of the last message that was read */
  readThrough: z.string(),
})
export type Enrichment = z.infer<typeof enrichmentSchema>
