import { createRoute, z } from '@hono/zod-openapi'
import type { Api } from '../db/generated.ts'
import { crmSyncSchema } from '../db/results/crm-sync.ts'
import type { Auth } from '../http/auth.ts'
import { problemResponses } from '../http/openapi.ts'
import type { RouteDeps } from '../http/types.ts'
import { newRouter } from '../http/validation.ts'

/** The api functions that these routes call. */
export type CustomerContextSyncApi = Pick<Api, 'startCustomerSync' | 'getCrmSync'>

const tags = ['Customer context']
const sync = { 'application/json': { schema: z.object(crmSyncSchema.shape).openapi('CrmSync') } }
const startBody = z.object({
  housecallProId: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .openapi({ description: "The customer's id in HousecallPro", example: 'cus_0123456789abcdef0123456789abcdef' }),
})

const definitions = (auth: Auth) => ({
  start: createRoute({
    method: 'post',
    path: '/api/v1/customer-context/sync',
    tags,
    summary: 'Read a customer of HousecallPro anew, with their jobs',
    description:
      'It runs in the background: ask the address in Location how far it is. One that is under way is not begun twice.',
    ...auth.secured('context:write'),
    request: { body: { required: true, content: { 'application/json': { schema: startBody } } } },
    responses: {
      202: {
        description: 'It is queued or under way',
        headers: z.object({ Location: z.string() }),
        content: sync,
      },
      ...problemResponses('malformed_body', 'validation_failed', 'conflict', 'gone'),
    },
  }),
  progress: createRoute({
    method: 'get',
    path: '/api/v1/customer-context/sync/{id}',
    tags,
    summary: 'How far a reading of HousecallPro is, of one customer or of all',
    ...auth.secured('context:read'),
    request: { params: z.object({ id: z.guid() }) },
    responses: {
      200: { description: 'State, progress from 0 to 1, what came of it', content: sync },
      ...problemResponses('not_found', 'validation_failed'),
    },
  }),
})

/** Reading HousecallPro on demand, for agents and staff. */
export const customerContextSyncRoutes = ({ api, auth, access }: RouteDeps<CustomerContextSyncApi>) => {
  const app = newRouter()
  const routes = definitions(auth)

  app.openapi(routes.start, async (c) => {
    const { tenantId, keyId } = c.var.caller
    const { housecallProId } = c.req.valid('json')
    const started = await api.startCustomerSync({ tenantId, housecallProId, requestedBy: `key:${keyId}` })
    if (started.customerId) access.read(c, started.customerId)
    c.header('Location', `/api/v1/customer-context/sync/${started.id}`)
    c.header('Cache-Control', 'no-store')
    return c.json(started, 202)
  })

  app.openapi(routes.progress, async (c) => {
    const found = await api.getCrmSync({ tenantId: c.var.caller.tenantId, runId: c.req.valid('param').id })
    if (found.customerId) access.read(c, found.customerId)
    c.header('Cache-Control', 'no-store')
    return c.json(found, 200)
  })

  return app
}
