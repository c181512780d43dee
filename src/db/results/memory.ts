import { z } from 'zod'

const id = z.guid()
const moment = z.iso.datetime()
const role = z.enum(['customer', 'assistant', 'staff', 'system', 'tool'])
const neighbor = z.object({ messageId: id, role, at: moment, text: z.string() }).nullable()

/** A message that answers a search. */
export const memoryHitSchema = z.object({
  messageId: id,
  conversationId: id,
  customerId: id.nullable(),
  customerName: z.string().nullable(),
  channel: z.enum(['sms', 'voice', 'web', 'email', 'mcp']),
  direction: z.enum(['inbound', 'outbound']),
  role,
  at: moment,
  /** at most 2,000 characters of the message */
  text: z.string(),
  /** what answers, in reading order: plain text, never HTML */
  snippet: z.array(z.object({ text: z.string(), isMatch: z.boolean() })),
  /** false where only the rest of its conversation speaks for the message */
  isMatch: z.boolean(),
  /** comparable within one answer only; best first */
  score: z.number(),
  parts: z.object({
    words: z.number(),
    neighbors: z.number(),
    conversation: z.number(),
    /** cosine of the vectors, null without them */
    vector: z.number().nullable(),
  }),
  before: neighbor,
  after: neighbor,
})
export type MemoryHit = z.output<typeof memoryHitSchema>

/** What the functions of the memory answer. */
export const memoryResults = {
  search_memory: z.array(memoryHitSchema),
}
