import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Api } from '../db/generated.ts'
import { chatBusiness } from '../db/results/chats.ts'
import { readable, tokensOf } from '../http/chat-auth.ts'
import type { ChatTokens } from '../http/chat-token.ts'
import { enforceOrigin } from '../http/cors.ts'
import { problemResponses } from '../http/openapi.ts'
import { ProblemError } from '../http/problem.ts'
import type { AppEnv, RouteDeps } from '../http/types.ts'
import { newRouter } from '../http/validation.ts'

/** The api functions that opening a session calls. */
export type ChatSessionsApi = Pick<Api, 'openChatSession'>
type ChatSessionDeps = Pick<RouteDeps<ChatSessionsApi>, 'api' | 'env' | 'clock'> & { tokens: ChatTokens | null }

const token = z.string().min(20).max(2000)
const given = z.union([
  z.strictObject({ token }),
  z.strictObject({
    widget: z.string().min(1).max(200).openapi({ description: 'The public key of the web endpoint' }),
    visitor: z
      .strictObject({ chatId: z.uuid(), token })
      .optional()
      .openapi({ description: 'The chat and session of an earlier visit, to go on with it' }),
  }),
])

const open = createRoute({
  method: 'post',
  path: '/api/chat/sessions',
  tags: ['Chat'],
  summary: 'Open a session of a chat, by a link or as a visitor of a page',
  description: 'A session lasts for 12 hours. A visitor whose earlier chat cannot be gone on with gets a new one.',
  request: { body: { required: true, content: { 'application/json': { schema: given } } } },
  responses: {
    200: {
      description: 'The session',
      content: {
        'application/json': {
          schema: z.object({
            chatId: z.uuid(),
            token: z.string(),
            expiresAt: z.iso.datetime(),
            isVerified: z.boolean(),
            business: z.object(chatBusiness.shape).openapi('ChatBusiness'),
          }),
        },
      },
    },
    ...problemResponses('chat_token_invalid', 'origin_not_allowed', 'rate_limited', 'chat_off'),
  },
})

/** A visitor's session leads back to what they said for a month after it has expired. */
const COMEBACK_MS = 30 * 24 * 3600 * 1000

/** `POST /api/chat/sessions`: the one route of a chat that needs no session. */
export const chatSessionsRoutes = ({ api, env, clock = () => new Date(), tokens }: ChatSessionDeps) => {
  const app = newRouter()

  /** The chat that a visitor may go on with, as far as their token says. */
  async function chatOf(known: ChatTokens, visitor: { chatId: string; token: string } | undefined) {
    const session = visitor && (await known.read(visitor.token, 'session'))
    if (!session || session.chatId !== visitor?.chatId) return {}
    if (clock().getTime() - session.expiresAt.getTime() > COMEBACK_MS) return {}
    return { token: session }
  }

  async function wanted(c: Context<AppEnv>, known: ChatTokens, body: z.infer<typeof given>) {
    if ('widget' in body) return { widget: body.widget, ...(await chatOf(known, body.visitor)) }
    const link = await known.read(body.token, 'link')
    if (!link || link.isExpired) throw readable(c, new ProblemError('chat_token_invalid'))
    return { token: link }
  }

  app.openapi(open, async (c) => {
    const known = tokensOf(c, tokens)
    const origin = c.req.header('Origin')
    const isForeign = origin !== undefined && origin !== new URL(env.PUBLIC_URL).origin
    const found = await api.openChatSession({
      ...(await wanted(c, known, c.req.valid('json'))),
      ...(isForeign ? { origin } : {}),
    })
    if (found.outcome === 'invalid') throw readable(c, new ProblemError('chat_token_invalid'))
    if (found.outcome === 'origin_not_allowed') throw new ProblemError('origin_not_allowed')
    if (found.outcome === 'limited') {
      throw readable(
        c,
        new ProblemError('rate_limited', { headers: { 'Retry-After': String(found.retryAfterSeconds) } }),
      )
    }
    enforceOrigin(c, found.allowedOrigins, env.PUBLIC_URL)
    const { chatId, isVerified, business } = found
    const session = await known.session(found)
    c.header('Cache-Control', 'no-store')
    return c.json(
      { chatId, token: session.token, expiresAt: session.expiresAt.toISOString(), isVerified, business },
      200,
    )
  })

  return app
}
