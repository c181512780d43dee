import { phoneToFind } from '../channels/phone.ts'
import type { Api } from '../db/generated.ts'
import type { CustomerContext } from '../db/results/context.ts'
import { createContextCache } from '../http/context-cache.ts'
import { jsonText } from '../http/json-text.ts'
import { ProblemError } from '../http/problem.ts'
import type { RouteDeps } from '../http/types.ts'
import { newRouter } from '../http/validation.ts'
import { type ContextType, contextRouteDefinitions } from './context-definitions.ts'

/** The api functions that the routes of the customer context call. */
export type ContextApi = Pick<
  Api,
  'getCustomerContextText' | 'getContextPrompt' | 'getCustomerInsights' | 'updateInsight' | 'countTokensAtMost'
>

/** The form in which the database knows an identifier. */
function normalize(type: ContextType, identifier: string): string {
  if (type !== 'phone') return type === 'email' ? identifier.trim().toLowerCase() : identifier.trim()
  const phone = phoneToFind(identifier)
  if (phone) return phone
  const detail = 'This is not a telephone number.'
  throw new ProblemError('validation_failed', {
    errors: [{ in: 'path', pointer: '/identifier', code: 'invalid_phone', detail }],
  })
}

/** A context as Postgres wrote it: JSON that is handed on as it is, its form kept by tests and not looked at here. */
interface LoadedContext {
  customerId: string
  json: string
}

/** The text begins with the customer's id. @throws Error when it does not: who reads a customer must be noted */
function customerOf(json: string): string {
  const id = /^\{"customerId":"([0-9a-f-]{36})"/.exec(json)?.[1]
  if (id === undefined) throw new Error('a context that does not begin with its customer')
  return id
}

/** The text of a JSON object with one more field, `cache`, at its end. */
const withCache = (json: string, cache: 'hit' | 'miss') => `${json.slice(0, -1)},"cache":"${cache}"}`

/** Customer context, prompt and insights for agents and staff. Answers hold personal data and are never cached on the way. */
export const contextRoutes = ({ api, auth, access, metrics, clock = () => new Date() }: RouteDeps<ContextApi>) => {
  const app = newRouter()
  const routes = contextRouteDefinitions(auth)
  const cache = createContextCache<LoadedContext>({ clock })

  app.openapi(routes.context, async (c) => {
    const { type, maxAge } = c.req.valid('query')
    const { tenantId } = c.var.caller
    const value = normalize(type, c.req.valid('param').identifier)
    const key = JSON.stringify([tenantId, type, value])
    const start = performance.now()
    c.header('Cache-Control', 'no-store')
    const answer = ({ customerId, json }: LoadedContext, result: 'hit' | 'miss') => {
      access.read(c, customerId)
      return jsonText<CustomerContext & { cache: 'hit' | 'miss' }>(c, withCache(json, result))
    }
    const done = (result: 'hit' | 'miss') =>
      metrics.contextLoad({ cache: result, seconds: (performance.now() - start) / 1000 })

    const cached = maxAge > 0 ? cache.get(key, maxAge) : undefined
    if (cached) {
      done('hit')
      return answer(cached, 'hit')
    }
    const json = await api.getCustomerContextText({ tenantId, type, value })
    done('miss')
    if (json === null) throw new ProblemError('not_found')
    const loaded = { customerId: customerOf(json), json }
    if (maxAge > 0) cache.set(key, loaded)
    return answer(loaded, 'miss')
  })

  app.openapi(routes.prompt, async (c) => {
    const { tenantId } = c.var.caller
    const { budget } = c.req.valid('query')
    const prompt = await api.getContextPrompt({
      tenantId,
      customerId: c.req.valid('param').id,
      ...(budget === undefined ? {} : { budget }),
    })
    if (prompt === null) throw new ProblemError('not_found')
    access.read(c, c.req.valid('param').id)
    c.header('Cache-Control', 'no-store')
    c.header('Vary', 'Accept')
    if (!c.req.header('Accept')?.includes('application/json')) {
      return c.text(prompt, 200, { 'Content-Type': 'text/markdown; charset=utf-8' })
    }
    const tokensAtMost = (await api.countTokensAtMost({ text: prompt })) ?? 0
    return c.json({ prompt, tokensAtMost }, 200)
  })

  app.openapi(routes.insights, async (c) => {
    const insights = await api.getCustomerInsights({
      tenantId: c.var.caller.tenantId,
      customerId: c.req.valid('param').id,
    })
    access.read(c, c.req.valid('param').id)
    c.header('Cache-Control', 'no-store')
    return c.json(insights, 200)
  })

  app.openapi(routes.updateInsight, async (c) => {
    const { tenantId, name, keyId } = c.var.caller
    const { status, reason } = c.req.valid('json')
    const closed = await api.updateInsight({
      tenantId,
      insightId: c.req.valid('param').id,
      status,
      actionedBy: name ?? keyId,
      ...(reason === undefined ? {} : { reason }),
    })
    access.read(c, closed.customerId)
    return c.json(closed, 200)
  })

  return app
}
