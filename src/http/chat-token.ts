import { sign, verify } from 'hono/jwt'
import { z } from 'zod'

/** What a token of a chat says: whose chat, and of which epoch, which revoking counts up. */
export interface ChatClaims {
  tenantId: string
  chatId: string
  epoch: number
}

/** `link` opens a session and nothing else; `session` is what the routes of a chat take. Neither passes for the other. */
export type ChatTokenUse = 'link' | 'session'

export interface ReadChatToken extends ChatClaims {
  expiresAt: Date
  isExpired: boolean
}

export interface ChatTokens {
  link(claims: ChatClaims, seconds: number): Promise<IssuedToken>
  session(claims: ChatClaims): Promise<IssuedToken>
  /** What a token says, once its signature and use are right; null when they are not. Expired ones are told of as such. */
  read(token: string, use: ChatTokenUse): Promise<ReadChatToken | null>
}

export interface IssuedToken {
  token: string
  expiresAt: Date
}

const SESSION_SECONDS = 12 * 3600
const ALG = 'HS256'

const payload = z.object({
  use: z.enum(['link', 'session']),
  tid: z.uuid(),
  cid: z.uuid(),
  epo: z.int(),
  exp: z.int(),
})

/** Tokens of chats, signed with HMAC-SHA256 and no other algorithm; they expire by the application's clock. */
export function createChatTokens(secret: string, clock: () => Date): ChatTokens {
  const issue = async (use: ChatTokenUse, { tenantId, chatId, epoch }: ChatClaims, seconds: number) => {
    const exp = Math.floor(clock().getTime() / 1000) + seconds
    const token = await sign({ use, tid: tenantId, cid: chatId, epo: epoch, exp }, secret, ALG)
    return { token, expiresAt: new Date(exp * 1000) }
  }
  return {
    link: (claims, seconds) => issue('link', claims, seconds),
    session: (claims) => issue('session', claims, SESSION_SECONDS),
    async read(token, use) {
      // The library compares exp with the machine's clock; ours is compared below.
      const verified = await verify(token, secret, { alg: ALG, exp: false }).catch(() => null)
      const claims = payload.safeParse(verified).data
      if (claims?.use !== use) return null
      const expiresAt = new Date(claims.exp * 1000)
      return {
        tenantId: claims.tid,
        chatId: claims.cid,
        epoch: claims.epo,
        expiresAt,
        isExpired: expiresAt <= clock(),
      }
    },
  }
}
