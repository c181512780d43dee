import type { Context, MiddlewareHandler } from 'hono'
import type { Api } from '../db/generated.ts'
import type { ChatTokens } from './chat-token.ts'
import { enforceOrigin } from './cors.ts'
import { ProblemError } from './problem.ts'
import { enforceRate } from './rate-limit.ts'
import type { AppEnv } from './types.ts'

export interface ChatAuthOptions {
  api: Pick<Api, 'resolveChat'>
  /** null: no JWT_SECRET, and chats are off */
  tokens: ChatTokens | null
  publicUrl: string
}

export interface ChatAuth {
  /** Middleware: 401 without a session of the path's chat, 403 for a foreign origin, 429 over its limit, else `c.var.chat`. */
  requireChat: MiddlewareHandler<AppEnv>
  /** The parts of a route definition that guard it and say so in the OpenAPI document: spread it into `createRoute`. */
  secured: { middleware: MiddlewareHandler<AppEnv>[]; security: { chatSession: string[] }[] }
}

const bearer = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i

/** The tokens, or a problem: without a secret nobody can be let in. @throws ProblemError chat_off */
export function tokensOf(c: Context<AppEnv>, tokens: ChatTokens | null): ChatTokens {
  if (!tokens) throw readable(c, new ProblemError('chat_off', { detail: 'JWT_SECRET is not set.' }))
  return tokens
}

/**
 * Lets a page of any origin read that its token is no good: whose it was cannot be known, and without this a browser shows its
 * script nothing but a failed request.
 */
export function readable(c: Context<AppEnv>, problem: ProblemError): ProblemError {
  const origin = c.req.header('Origin')
  if (origin) c.header('Access-Control-Allow-Origin', origin)
  c.header('Vary', 'Origin', { append: true })
  return problem
}

/** Sessions of chats as bearer tokens. Each request asks the database, so that a revoked chat ends at once. */
export function createChatAuth({ api, tokens, publicUrl }: ChatAuthOptions): ChatAuth {
  const requireChat: MiddlewareHandler<AppEnv> = async (c, next) => {
    const given = bearer.exec(c.req.header('Authorization') ?? '')?.[1]
    const session = given === undefined ? null : await tokensOf(c, tokens).read(given, 'session')
    const isHere = session && !session.isExpired && session.chatId === c.req.param('chatId')
    const chat = isHere ? await api.resolveChat(session) : null
    if (!chat) throw readable(c, new ProblemError('chat_token_invalid'))
    const { tenantId, chatId } = chat
    c.set('chat', chat)
    // Who reads of a customer here is whoever holds the chat.
    c.set('caller', { keyId: chatId, tenantId, scopes: [] })
    const attribution = c.get('attribution')
    if (attribution) attribution.actor = `chat:${chatId}`
    enforceOrigin(c, chat.allowedOrigins, publicUrl)
    enforceRate(c, chat.rate, 'chat')
    await next()
  }
  return { requireChat, secured: { middleware: [requireChat], security: [{ chatSession: [] }] } }
}
