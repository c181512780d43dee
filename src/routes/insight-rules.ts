import { createRoute, z } from '@hono/zod-openapi'
import type { Api } from '../db/generated.ts'
import { insightRuleSchema } from '../db/results/insight.ts'
import type { Auth } from '../http/auth.ts'
import { problemResponses } from '../http/openapi.ts'
import type { RouteDeps } from '../http/types.ts'
import { newRouter } from '../http/validation.ts'

/** The api functions that these routes call. */
export type InsightRulesApi = Pick<Api, 'listInsightRules' | 'updateInsightRule'>

const tags = ['Insights']
const json = <Schema extends z.ZodType>(schema: Schema) => ({ 'application/json': { schema } })
const rule = z.object(insightRuleSchema.shape).openapi('InsightRule')

/** Null takes the default again. The database knows which thresholds a rule has, and their bounds. */
const changes = z.strictObject({
  isEnabled: z.boolean().nullable().optional(),
  priority: z.enum(['low', 'medium', 'high', 'urgent']).nullable().optional(),
  cooldownDays: z.number().int().min(0).max(3650).nullable().optional(),
  expiresAfterDays: z.number().int().min(1).max(3650).nullable().optional(),
  thresholds: z.record(z.string().max(60), z.number().nullable()).nullable().optional(),
  serviceNames: z.array(z.string().trim().min(1).max(120)).max(50).nullable().optional(),
})

const definitions = (auth: Auth) => ({
  list: createRoute({
    method: 'get',
    path: '/api/v1/insight-rules',
    tags,
    summary: 'The rules that insights are made by, as they hold for the business',
    ...auth.secured('context:read'),
    responses: { 200: { description: 'The rules, with the bounds of their thresholds', content: json(z.array(rule)) } },
  }),
  update: createRoute({
    method: 'patch',
    path: '/api/v1/insight-rules/{rule}',
    tags,
    summary: 'Switch a rule, or set its thresholds',
    description:
      'What is not named stays; null takes the default again. All customers are then looked at again, which takes a while.',
    ...auth.secured('admin'),
    request: {
      params: z.object({ rule: z.string().regex(/^[a-z_]{1,41}$/) }),
      body: { required: true, content: json(changes) },
    },
    responses: {
      200: { description: 'The rule as it holds now', content: json(rule) },
      ...problemResponses('not_found', 'malformed_body', 'invalid_input', 'validation_failed'),
    },
  }),
})

/** What a business chooses of the rules that its insights are made by. */
export const insightRulesRoutes = ({ api, auth }: RouteDeps<InsightRulesApi>) => {
  const app = newRouter()
  const routes = definitions(auth)

  app.openapi(routes.list, async (c) => c.json(await api.listInsightRules({ tenantId: c.var.caller.tenantId }), 200))

  app.openapi(routes.update, async (c) => {
    const { tenantId, keyId } = c.var.caller
    const updated = await api.updateInsightRule({
      tenantId,
      rule: c.req.valid('param').rule,
      changes: c.req.valid('json'),
      actor: `key:${keyId}`,
    })
    return c.json(updated, 200)
  })

  return app
}
