import type { Context, MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { Logger } from '../logger.ts'
import type { AppMetrics } from './app-metrics.ts'
import type { AppEnv } from './types.ts'

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
const quiet = new Set(['/healthz', '/api/health', '/metrics'])

/** The pattern of the route that answered the request, such as `/api/v1/customers/:id`, or `unmatched`. */
export const routeOf = (c: Context): string => {
  const matched = matchedRoutes(c).filter((route) => route.method !== 'ALL' || !route.path.endsWith('*'))
  // A path written out comes before one with a parameter that it would fit as well.
  return (matched.find(({ path }) => !path.includes(':')) ?? matched.at(-1))?.path ?? 'unmatched'
}

const level = (route: string, status: number) => {
  if (status >= 500) return 'error'
  return quiet.has(route) ? 'debug' : 'info'
}

/**
 * One log line and one count a request. Both hold the route's pattern and never the path, in which telephone numbers
 * stand, nor the query.
 */
export const accessLog =
  ({ logger, metrics }: { logger: Logger; metrics: AppMetrics }): MiddlewareHandler<AppEnv> =>
  async (c, next) => {
    const start = performance.now()
    await next()
    const seconds = (performance.now() - start) / 1000
    const route = routeOf(c)
    const method = methods.has(c.req.method) ? c.req.method : 'OTHER'
    const status = c.res.status
    const caller = c.get('caller')
    metrics.request({ route, method, status, seconds })
    const provider = /^\/webhooks\/([a-z]+)/.exec(route)?.[1]
    if (provider) metrics.webhook({ provider, seconds })
    logger[level(route, status)]('request', {
      requestId: c.get('requestId'),
      method,
      route,
      status,
      ms: Math.round(seconds * 10_000) / 10,
      ...(caller ? { tenantId: caller.tenantId, keyId: caller.keyId } : {}),
    })
  }
