import type { Context, MiddlewareHandler } from 'hono'
import { ProblemError } from './problem.ts'
import type { AppEnv } from './types.ts'

const PREFLIGHT_SECONDS = 600
const exposed = 'X-Request-Id, RateLimit, RateLimit-Policy, Retry-After'
const isShared = (path: string) => path.startsWith('/api/') || path === '/mcp'

/**
 * Answers every preflight of the api alike, whatever the origin: it comes without a key, so there is no tenant to ask,
 * and an answer that differed would tell who our tenants are. The request itself is what `enforceOrigin` judges.
 */
export const preflight: MiddlewareHandler<AppEnv> = async (c, next) => {
  const origin = c.req.header('Origin')
  const method = c.req.header('Access-Control-Request-Method')
  if (c.req.method !== 'OPTIONS' || !origin || !method || !isShared(c.req.path)) return next()
  return c.body(null, 204, {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Methods': 'GET, POST, PUT, PATCH, DELETE',
    'Access-Control-Allow-Headers':
      'Authorization, Content-Type, X-Request-Id, Last-Event-ID, MCP-Protocol-Version, Mcp-Method, Mcp-Name',
    'Access-Control-Max-Age': String(PREFLIGHT_SECONDS),
    Vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
  })
}

/**
 * Lets a page of another origin call only when the key's tenant lists that origin (`allowedOrigins`), and then lets it
 * read the answer. Whatever is no browser sends no Origin. Cookies are never asked for. @throws ProblemError
 * origin_not_allowed
 */
export function enforceOrigin(c: Context<AppEnv>, allowedOrigins: readonly string[], publicUrl: string): void {
  c.header('Vary', 'Origin', { append: true })
  const origin = c.req.header('Origin')
  if (origin === undefined || origin === new URL(publicUrl).origin) return
  if (!allowedOrigins.includes(origin)) throw new ProblemError('origin_not_allowed')
  c.header('Access-Control-Allow-Origin', origin)
  c.header('Access-Control-Expose-Headers', exposed)
}
