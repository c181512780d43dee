import type { MiddlewareHandler } from 'hono'
import type { Attributed } from '../db/attribution.ts'
import type { Attribution } from '../db/call.ts'
import type { AppEnv } from './types.ts'

const isReading = (method: string) => method === 'GET' || method === 'HEAD'

/**
 * Puts what a request changes down to its webhook's provider, or to its API key, which `requireScope` fills in. A GET
 * changes nothing and is spared the two arguments.
 */
export const attribution =
  (run: Attributed<object>['run']): MiddlewareHandler<AppEnv> =>
  (c, next) => {
    if (isReading(c.req.method)) return next()
    const provider = /^\/webhooks\/([a-z]+)/.exec(c.req.path)?.[1]
    const by: Attribution = { actor: provider ? `webhook:${provider}` : 'anonymous', requestId: c.get('requestId') }
    c.set('attribution', by)
    return run(by, next)
  }
