import { createRoute, z } from '@hono/zod-openapi'
import { chatBusiness, chatCustomer, chatMessage } from '../db/results/chats.ts'
import type { ChatAuth } from '../http/chat-auth.ts'
import { problemResponses } from '../http/openapi.ts'

const json = <Schema extends z.ZodType>(schema: Schema) => ({ 'application/json': { schema } })
const tags = ['Chat']
const ofChat = z.object({ chatId: z.uuid() })

export const message = z.object(chatMessage.shape).openapi('ChatMessage')
const business = z.object(chatBusiness.shape).openapi('ChatBusiness')
const posted = z
  .strictObject({
    message: z
      .string()
      .max(4000)
      .refine((text) => text.trim() !== '' && text.isWellFormed() && !text.includes('\0'), 'must be text'),
    clientId: z.uuid().openapi({ description: 'Made by the sender: the same one again is the same message' }),
  })
  .openapi('ChatPost')
const body = { required: true, content: json(posted) }
const refused = ['chat_token_invalid', 'origin_not_allowed', 'rate_limited', 'chat_off'] as const

/** The routes of a chat: paths, guards, what they take and answer. */
export const chatDefinitions = ({ secured }: ChatAuth) => ({
  post: createRoute({
    method: 'post',
    path: '/api/chat/{chatId}',
    tags,
    summary: 'Say something and wait for the answer',
    description: 'Waits 25 seconds at most; then `state` is `pending`, and the answer comes with the history.',
    ...secured,
    request: { params: ofChat, body },
    responses: {
      200: {
        description: 'It is stored',
        content: json(z.object({ message, reply: message.nullable(), state: z.enum(['answered', 'pending']) })),
      },
      ...problemResponses(...refused),
    },
  }),
  stream: createRoute({
    method: 'post',
    path: '/api/chat/{chatId}/stream',
    tags,
    summary: 'Say something and watch the answer come',
    description: [
      'Server-sent events: `session`, `delta` (a piece of the answer), `tool`, `error` (with `recovering: true` the text so far is',
      'void and begins again), `message` (the answer as it is stored, which replaces the pieces), `usage`, `done`.',
      'The answer is written and stored whether or not anybody watches. The same `clientId` again, with the last event’s id in',
      '`Last-Event-ID`, goes on from there.',
    ].join(' '),
    ...secured,
    request: {
      params: ofChat,
      body,
      headers: z.object({ 'last-event-id': z.string().max(200).optional() }),
    },
    responses: {
      200: { description: 'The stream', content: { 'text/event-stream': { schema: z.string() } } },
      ...problemResponses(...refused),
    },
  }),
  history: createRoute({
    method: 'get',
    path: '/api/chat/{chatId}/history',
    tags,
    summary: 'What was said, oldest first',
    ...secured,
    request: {
      params: ofChat,
      query: z.object({ cursor: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(100).default(50) }),
    },
    responses: {
      200: {
        description: '`nextCursor` leads to older ones; `pending` is the oldest message that has no answer yet',
        content: json(
          z.object({
            messages: z.array(message),
            nextCursor: z.uuid().nullable(),
            pending: z.uuid().nullable().openapi({ description: 'Its clientId: post it again to watch' }),
          }),
        ),
      },
      ...problemResponses(...refused, 'invalid_input'),
    },
  }),
  context: createRoute({
    method: 'get',
    path: '/api/chat/{chatId}/context',
    tags,
    summary: 'The business, and what a verified visitor may see of themselves',
    ...secured,
    request: { params: ofChat },
    responses: {
      200: {
        description: '`customer` is null until the chat is verified',
        content: json(
          z.object({
            isVerified: z.boolean(),
            business,
            customer: z.object(chatCustomer.shape).openapi('ChatCustomer').nullable(),
          }),
        ),
      },
      ...problemResponses(...refused),
    },
  }),
  startVerification: createRoute({
    method: 'post',
    path: '/api/chat/{chatId}/verification',
    tags,
    summary: 'Have a one-time code texted to a number',
    description: 'The answer is the same whether or not anybody is known by the number.',
    ...secured,
    request: {
      params: ofChat,
      body: {
        required: true,
        content: json(z.strictObject({ type: z.enum(['phone', 'email']), value: z.string().trim().min(3).max(320) })),
      },
    },
    responses: {
      202: {
        description: 'A code is on its way',
        content: json(z.object({ verificationId: z.uuid(), expiresAt: z.string() })),
      },
      ...problemResponses(...refused, 'forbidden_by_rule', 'too_many_attempts'),
    },
  }),
  confirmVerification: createRoute({
    method: 'post',
    path: '/api/chat/{chatId}/verification/{verificationId}',
    tags,
    summary: 'Confirm the code',
    description: '`pending`: several customers have the number, and a person decides.',
    ...secured,
    request: {
      params: ofChat.extend({ verificationId: z.uuid() }),
      body: { required: true, content: json(z.strictObject({ code: z.string().trim().min(1).max(20) })) },
    },
    responses: {
      200: {
        description: 'What came of it',
        content: json(
          z.object({
            outcome: z.enum(['linked', 'pending', 'wrong', 'expired', 'locked']),
            attemptsLeft: z.int(),
            isVerified: z.boolean(),
          }),
        ),
      },
      ...problemResponses(...refused, 'not_found'),
    },
  }),
})
