import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from './types.ts'

const shape = /^[A-Za-z0-9][\w-]{7,63}$/

// Only digits could be a telephone number, and the id goes into every log line.
const isSane = (id: string) => shape.test(id) && /[A-Za-z]/.test(id)

/** Keeps the caller's X-Request-Id when it is 8 to 64 letters, digits, `-` or `_` with a letter among them, else makes one. */
export const requestId: MiddlewareHandler<AppEnv> = async (c, next) => {
  const given = c.req.header('X-Request-Id')
  const id = given !== undefined && isSane(given) ? given : crypto.randomUUID()
  c.set('requestId', id)
  c.header('X-Request-Id', id)
  await next()
}
