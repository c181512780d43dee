import { z } from 'zod'

const items = z.array(z.strictObject({ text: z.string(), messageId: z.string() }))

/** What a model answers that summarises a conversation. Postgres keeps what is open, whatever is missing here. */
export const compressionSchema = z.strictObject({
  summary: z.string(),
  /** what the customer needs now; null when nothing is open */
  currentIssue: z.string().nullable(),
  promises: items,
  appointments: items,
  complaints: items,
  /** what was open and is settled, with the message that says so */
  closed: z.array(z.strictObject({ itemId: z.string(), messageId: z.string() })),
  /** the id of the last message that was read */
  readThrough: z.string(),
})
export type Compression = z.infer<typeof compressionSchema>
