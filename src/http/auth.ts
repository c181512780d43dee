import type { Context, MiddlewareHandler } from 'hono'
import { hashApiKey } from '../api-key.ts'
import type { Logger } from '../logger.ts'
import { enforceOrigin } from './cors.ts'
import { createKeyUsage } from './key-usage.ts'
import { ProblemError } from './problem.ts'
import { enforceRate, type Rate } from './rate-limit.ts'
import type { AppEnv } from './types.ts'

/** What an API key may be good for, with what it opens. */
export const scopes = {
  'context:read': 'read the context, prompt and insights of customers',
  'context:write': 'add profiles and addresses of customers, start a sync of one',
  'customers:read': 'search customers and read them',
  'customers:write': 'merge, link and erase customers',
  'messages:write': 'send messages',
  'insights:write': 'action and dismiss insights',
  'jobs:write': 'create jobs and report what happened on them',
  'metrics:read': 'read the metrics',
  admin: 'everything',
} as const

export type Scope = keyof typeof scopes

/** Who is calling: the key, its tenant, and its scopes. */
export interface Caller {
  keyId: string
  tenantId: string
  /** what the key is called */
  name?: string
  scopes: readonly string[]
  /** web origins of its tenant; absent: none */
  allowedOrigins?: readonly string[]
  /** absent: no limit */
  rate?: Rate
}

export interface AuthApi {
  resolveApiKey(args: { keyHash: string }): Promise<Caller | null>
  touchApiKeys(args: { keyIds: string[]; usedAt: Date[] }): Promise<unknown>
}

export interface AuthOptions {
  api: AuthApi
  logger: Logger
  clock: () => Date
  publicUrl: string
  deferFlush?: (flush: () => Promise<void>) => void
}

export interface Auth {
  /** Middleware: 401 without a valid key, 403 for a foreign origin, 429 over the key's limit, else `c.var.caller`. */
  requireKey: MiddlewareHandler<AppEnv>
  /** The same, and 403 without the scope. */
  requireScope(scope: Scope): MiddlewareHandler<AppEnv>
  /** The parts of a route definition that guard it and say so in the OpenAPI document: spread it into `createRoute`. */
  secured(scope: Scope): { middleware: MiddlewareHandler<AppEnv>[]; security: { apiKey: string[] }[] }
  /** Writes the last-used times noted so far. */
  flush(): Promise<void>
}

const bearer = /^Bearer +(rk_[A-Za-z0-9_-]{16,128})$/i

// RFC 6750, section 3: without credentials no error code is given.
const challenge = (error?: string) => ({
  headers: { 'WWW-Authenticate': error ? `Bearer realm="rapport", ${error}` : 'Bearer realm="rapport"' },
})

/** Whether a key has a scope; `admin` has every one. */
export const hasScope = (held: readonly string[], scope: Scope): boolean =>
  held.includes(scope) || held.includes('admin')

/** @throws ProblemError missing_scope */
export function assertScope(caller: Caller, scope: Scope): void {
  if (hasScope(caller.scopes, scope)) return
  throw new ProblemError('missing_scope', {
    detail: `The scope ${scope} is required.`,
    ...challenge(`error="insufficient_scope", scope="${scope}"`),
  })
}

/** API keys as bearer tokens. Each request asks the database, so that a revoked key ends at once. */
export function createAuth({ api, logger, clock, publicUrl, deferFlush }: AuthOptions): Auth {
  const usage = createKeyUsage({ touch: (args) => api.touchApiKeys(args), logger, defer: deferFlush })

  const identify = async (header: string | undefined): Promise<Caller> => {
    if (header === undefined) throw new ProblemError('unauthorized', challenge())
    const key = bearer.exec(header)?.[1]
    const caller = key === undefined ? null : await api.resolveApiKey({ keyHash: await hashApiKey(key) })
    if (!caller) throw new ProblemError('unauthorized', challenge('error="invalid_token"'))
    return caller
  }

  const admit = async (c: Context<AppEnv>): Promise<Caller> => {
    const caller = await identify(c.req.header('Authorization'))
    c.set('caller', caller)
    const attribution = c.get('attribution')
    if (attribution) attribution.actor = `key:${caller.keyId}`
    usage.note(caller.keyId, clock())
    enforceOrigin(c, caller.allowedOrigins ?? [], publicUrl)
    if (caller.rate) enforceRate(c, caller.rate)
    return caller
  }

  const requireScope =
    (scope: Scope): MiddlewareHandler<AppEnv> =>
    async (c, next) => {
      assertScope(await admit(c), scope)
      await next()
    }

  return {
    requireKey: async (c, next) => {
      await admit(c)
      await next()
    },
    requireScope,
    secured: (scope) => ({ middleware: [requireScope(scope)], security: [{ apiKey: [scope] }] }),
    flush: () => usage.flush(),
  }
}
