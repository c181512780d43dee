import { z } from 'zod'

/** What a model answers that reads a conversation for facts. Postgres checks every one of them (memory.check_facts). */
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
  /** the id of the last message that was read */
  readThrough: z.string(),
})
export type Enrichment = z.infer<typeof enrichmentSchema>
