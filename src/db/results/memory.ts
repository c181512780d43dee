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

const channel = z.enum(['sms', 'voice', 'web', 'email', 'mcp'])

/** A page of what a customer and the business said to each other, on every channel. */
export const customerMessagesSchema = z.object({
  customerId: id,
  /** newest first */
  messages: z.array(
    z.object({
      id,
      conversationId: id,
      channel,
      direction: z.enum(['inbound', 'outbound']),
      role,
      text: z.string(),
      status: z.string(),
      /** to the microsecond */
      at: moment,
      /** provider and model of an assistant's message */
      writtenBy: z.string().nullable(),
      media: z.array(z.object({ url: z.string(), contentType: z.string().nullable() })),
    }),
  ),
  /** those that the messages belong to */
  conversations: z.array(
    z.object({
      id,
      channel,
      status: z.enum(['open', 'closed']),
      openedAt: moment,
      lastMessageAt: moment,
      summary: z.string().nullable(),
      urgentAt: moment.nullable(),
      needsPersonAt: moment.nullable(),
      needsPersonReason: z.string().nullable(),
    }),
  ),
  /** what asks for the page before this one; null on the last */
  next: z.string().nullable(),
})

/** What conversations left open with a customer, oldest first. */
export const openItemsSchema = z.object({
  customerId: id,
  items: z.array(z.object({ id, kind: z.enum(['promise', 'appointment', 'complaint']), text: z.string(), at: moment })),
})

/** What a tenant's messages need next to have vectors. */
const embeddingClaim = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('embed'),
    /** of memory.embedding_models */
    model: z.string(),
    /** `fingerprint` goes back with the vector */
    texts: z.array(z.object({ messageId: id, text: z.string(), fingerprint: z.string() })),
  }),
  z.object({ action: z.literal('again'), reason: z.string() }),
  z.object({
    action: z.literal('none'),
    reason: z.enum(['done', 'off', 'no_model', 'nightly', 'provider_unwell', 'busy']),
  }),
])
export type EmbeddingClaim = z.output<typeof embeddingClaim>

/** What the functions of the memory answer. */
export const memoryResults = {
  claim_embeddings: embeddingClaim,
  get_recall_query: z.object({ text: z.string().nullable(), model: z.string().nullable() }),
  close_open_item: openItemsSchema,
  list_customer_messages: customerMessagesSchema,
  list_open_items: openItemsSchema,
  release_embeddings: z.object({ isPostponed: z.boolean() }),
  search_memory: z.array(memoryHitSchema),
}
