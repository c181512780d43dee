import { createRoute, z } from '@hono/zod-openapi'
import type { Api } from '../db/generated.ts'
import { experiment, usage } from '../db/results/usage.ts'
import type { Auth } from '../http/auth.ts'
import { problemResponses } from '../http/openapi.ts'
import type { RouteDeps } from '../http/types.ts'
import { newRouter } from '../http/validation.ts'

/** The api functions that these routes call. */
export type UsageApi = Pick<Api, 'getUsage' | 'listExperiments' | 'saveExperiment'>

const tags = ['Models']
const json = <Schema extends z.ZodType>(schema: Schema) => ({ 'application/json': { schema } })
const usageSchema = z.object(usage.shape).openapi('Usage')
const experimentSchema = z.object(experiment.shape).openapi('Experiment')

const DIVISIONS = ['provider', 'model', 'channel', 'purpose', 'day'] as const

const experimentInput = z.strictObject({
  isActive: z.boolean(),
  arms: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/),
        provider: z.enum(['openai', 'anthropic']),
        model: z
          .string()
          .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/)
          .nullable()
          .default(null),
        share: z.int().min(0).max(100),
      }),
    )
    .min(1)
    .max(10),
})

const definitions = (auth: Auth) => ({
  usage: createRoute({
    method: 'get',
    path: '/api/v1/usage',
    tags,
    summary: 'What language models cost the business, and how much of its budget is used',
    description:
      "Days are the business's own. `costUsd` has no part of the `unpricedCalls`, whose model has no price. Requests of batches count at half the price, on channel `none`.",
    ...auth.secured('metrics:read'),
    request: {
      query: z.object({
        from: z.iso.date().optional().openapi({ description: 'the first day; else the first of the month' }),
        to: z.iso.date().optional().openapi({ description: 'the last day, at most 400 after `from`; else today' }),
        by: z
          .string()
          .regex(new RegExp(`^(${DIVISIONS.join('|')})(,(${DIVISIONS.join('|')}))*$`))
          .optional()
          .openapi({ description: `divided by any of ${DIVISIONS.join(', ')}`, example: 'provider,channel,day' }),
      }),
    },
    responses: {
      200: { description: 'Calls, tokens and cost', content: json(usageSchema) },
      ...problemResponses('invalid_input', 'validation_failed'),
    },
  }),
  experiments: createRoute({
    method: 'get',
    path: '/api/v1/experiments',
    tags,
    summary: 'Which models were tried side by side on replies, and how each did',
    ...auth.secured('admin'),
    responses: { 200: { description: 'The active one first', content: json(z.array(experimentSchema)) } },
  }),
  saveExperiment: createRoute({
    method: 'put',
    path: '/api/v1/experiments/{name}',
    tags,
    summary: 'Try models side by side on replies',
    description:
      'A share is hundredths of the parties (a phone number, a chat); who is in none is answered as usual. A party keeps its arm: when shares change, only as many change theirs as must. One experiment at a time is active.',
    ...auth.secured('admin'),
    request: {
      params: z.object({ name: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/) }),
      body: { required: true, content: json(experimentInput) },
    },
    responses: {
      200: { description: 'The experiment as it is now', content: json(experimentSchema) },
      ...problemResponses('conflict', 'malformed_body', 'invalid_input', 'validation_failed'),
    },
  }),
})

/** What models cost a business, and which of them it tries. */
export const usageRoutes = ({ api, auth }: RouteDeps<UsageApi>) => {
  const app = newRouter()
  const routes = definitions(auth)

  app.openapi(routes.usage, async (c) => {
    const { from, to, by } = c.req.valid('query')
    const { tenantId } = c.var.caller
    return c.json(await api.getUsage({ tenantId, from, to, by: by?.split(',') ?? [] }), 200)
  })

  app.openapi(routes.experiments, async (c) =>
    c.json(await api.listExperiments({ tenantId: c.var.caller.tenantId }), 200),
  )

  app.openapi(routes.saveExperiment, async (c) => {
    const { tenantId, keyId } = c.var.caller
    const saved = await api.saveExperiment({
      tenantId,
      name: c.req.valid('param').name,
      ...c.req.valid('json'),
      actor: `key:${keyId}`,
    })
    return c.json(saved, 200)
  })

  return app
}
