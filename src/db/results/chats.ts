import { z } from 'zod'
import { replyBrief } from './ai.ts'

/** A message as a chat shows it. */
export const chatMessage = z.object({
  id: z.uuid(),
  /** what the sender called it; null for what others wrote */
  clientId: z.uuid().nullable(),
  role: z.enum(['customer', 'assistant', 'staff', 'system']),
  text: z.string(),
  at: z.iso.datetime({ offset: true }),
})

/** What anybody may know of the business behind a chat. */
export const chatBusiness = z.object({
  name: z.string(),
  assistantName: z.string(),
  greeting: z.string().nullable(),
  accentColor: z.string().nullable(),
  quickReplies: z.array(z.string()),
  timeZone: z.string(),
})

/** What a verified visitor may see of themselves. */
export const chatCustomer = z.object({
  firstName: z.string().nullable(),
  nextAppointment: z
    .object({
      start: z.string().nullable(),
      end: z.string().nullable(),
      timeZone: z.string().nullable(),
      serviceType: z.string().nullable(),
      technicianName: z.string().nullable(),
    })
    .nullable(),
  lastVisit: z
    .object({ date: z.string().nullable(), serviceType: z.string().nullable(), technicianName: z.string().nullable() })
    .nullable(),
  equipment: z.array(z.string()),
})

export const chatUsage = z.object({
  provider: z.enum(['openai', 'anthropic', 'local']),
  model: z.string(),
  inputTokens: z.int(),
  outputTokens: z.int(),
  /** why it was `local`; null where a model answered */
  reason: z.enum(['providers_failed', 'budget', 'no_provider']).nullable(),
})

export const chatTool = z.object({ name: z.string(), state: z.enum(['started', 'done', 'failed']) })
export const chatFailure = z.enum(['provider_failed', 'time_limit', 'unavailable'])

const openedChat = z.object({
  outcome: z.literal('opened'),
  tenantId: z.uuid(),
  chatId: z.uuid(),
  epoch: z.int(),
  isVerified: z.boolean(),
  allowedOrigins: z.array(z.string()),
  business: chatBusiness,
})

/** How far the answer to a chat message is. */
export const chatProgress = z.discriminatedUnion('state', [
  z.object({ state: z.literal('queued'), messageId: z.uuid(), isBehind: z.boolean() }),
  z.object({
    state: z.literal('writing'),
    messageId: z.uuid(),
    answersMessageId: z.uuid(),
    generation: z.int(),
    text: z.string(),
    tools: z.array(chatTool),
    failure: chatFailure.nullable(),
  }),
  z.object({
    state: z.literal('done'),
    messageId: z.uuid(),
    answersMessageId: z.uuid(),
    reply: chatMessage,
    usage: chatUsage.nullable(),
  }),
])

const [nothing, said, generated] = replyBrief.options
const generation = { generation: z.int() }

/** The results of the functions about chats. */
export const chatResults = {
  create_chat: z.object({ chatId: z.uuid(), epoch: z.int() }),
  open_chat_session: z.discriminatedUnion('outcome', [
    openedChat,
    z.object({ outcome: z.literal('invalid') }),
    z.object({ outcome: z.literal('origin_not_allowed') }),
    z.object({ outcome: z.literal('limited'), retryAfterSeconds: z.int() }),
  ]),
  resolve_chat: z
    .object({
      tenantId: z.uuid(),
      chatId: z.uuid(),
      isVerified: z.boolean(),
      allowedOrigins: z.array(z.string()),
      rate: z.object({
        perMinute: z.int(),
        isExceeded: z.boolean(),
        remaining: z.int(),
        retryAfterSeconds: z.int(),
      }),
    })
    .nullable(),
  revoke_chat: z.boolean(),
  post_chat_message: z.object({
    outcome: z.enum(['stored', 'duplicate']),
    conversationId: z.uuid(),
    message: chatMessage,
    isUrgent: z.boolean(),
  }),
  list_chat_history: z.object({
    messages: z.array(chatMessage),
    nextCursor: z.uuid().nullable(),
    pending: z.uuid().nullable(),
  }),
  get_chat_context: z.object({
    isVerified: z.boolean(),
    business: chatBusiness,
    customerId: z.uuid().nullable(),
    customer: chatCustomer.nullable(),
  }),
  start_chat_verification: z.object({ verificationId: z.uuid(), expiresAt: z.iso.datetime({ offset: true }) }),
  confirm_chat_verification: z.object({
    outcome: z.enum(['linked', 'pending', 'wrong', 'expired', 'locked']),
    attemptsLeft: z.int(),
    isVerified: z.boolean(),
  }),
  prepare_chat_reply: z.discriminatedUnion('action', [
    nothing.extend({ reason: z.enum([...nothing.shape.reason.options, 'being_written']) }),
    said.extend(generation),
    generated.extend(generation),
  ]),
  submit_chat_reply: z.object({
    outcome: z.enum(['stored', 'already_answered', 'not_the_writer']),
    message: chatMessage.nullable(),
  }),
  read_reply_drafts: chatProgress,
} satisfies Record<string, z.ZodType>
