import { createRoute, z } from '@hono/zod-openapi'
import type { Api } from '../db/generated.ts'
import { tokensOf } from '../http/chat-auth.ts'
import type { ChatTokens } from '../http/chat-token.ts'
import { problemResponses } from '../http/openapi.ts'
import type { RouteDeps } from '../http/types.ts'
import { newRouter } from '../http/validation.ts'

/** The api functions that issuing chats calls. */
export type ChatsApi = Pick<Api, 'createChat' | 'revokeChat'>

const DAY = 24 * 3600
const tags = ['Chat']

/** Links to chats, for whoever may write to customers. */
export const chatsRoutes = ({ api, env, auth, tokens }: RouteDeps<ChatsApi> & { tokens: ChatTokens | null }) => {
  const app = newRouter()

  const create = createRoute({
    method: 'post',
    path: '/api/v1/chats',
    tags,
    summary: 'Make a chat and the link to it',
    description:
      'With `verifiedBy: staff` you vouch that the link goes to that customer through the customer’s own channel: whoever opens it is taken for them. Without it nothing of the customer is used or shown before a one-time code.',
    ...auth.secured('messages:write'),
    request: {
      body: {
        required: true,
        content: {
          'application/json': {
            schema: z.strictObject({
              customerId: z.uuid().optional(),
              locationId: z.uuid().optional(),
              expiresInSeconds: z
                .int()
                .min(60)
                .max(7 * DAY)
                .default(DAY),
              verifiedBy: z.literal('staff').optional(),
            }),
          },
        },
      },
    },
    responses: {
      201: {
        description: 'The chat; `url` is the link',
        content: {
          'application/json': {
            schema: z.object({ chatId: z.uuid(), token: z.string(), url: z.string(), expiresAt: z.iso.datetime() }),
          },
        },
      },
      ...problemResponses('not_found', 'gone', 'invalid_input', 'chat_off'),
    },
  })

  const revoke = createRoute({
    method: 'delete',
    path: '/api/v1/chats/{id}',
    tags,
    summary: 'End a chat’s links and sessions at once',
    ...auth.secured('messages:write'),
    request: { params: z.object({ id: z.uuid() }) },
    responses: {
      200: { description: 'They are', content: { 'application/json': { schema: z.object({ wasOpen: z.boolean() }) } } },
      ...problemResponses('not_found'),
    },
  })

  app.openapi(create, async (c) => {
    const known = tokensOf(c, tokens)
    const { expiresInSeconds, ...wanted } = c.req.valid('json')
    const { tenantId } = c.var.caller
    const { chatId, epoch } = await api.createChat({ tenantId, ...wanted })
    const { token, expiresAt } = await known.link({ tenantId, chatId, epoch }, expiresInSeconds)
    c.header('Cache-Control', 'no-store')
    const url = `${env.PUBLIC_URL}/chat/${token}`
    return c.json({ chatId, token, url, expiresAt: expiresAt.toISOString() }, 201)
  })

  app.openapi(revoke, async (c) => {
    const { tenantId } = c.var.caller
    return c.json({ wasOpen: await api.revokeChat({ tenantId, chatId: c.req.valid('param').id }) }, 200)
  })

  return app
}
