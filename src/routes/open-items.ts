import { createRoute, z } from '@hono/zod-openapi'
import type { Api } from '../db/generated.ts'
import { openItemsSchema } from '../db/results/memory.ts'
import { problemResponses } from '../http/openapi.ts'
import type { RouteDeps } from '../http/types.ts'
import { newRouter } from '../http/validation.ts'

/** The api functions that these routes call. */
export type OpenItemsApi = Pick<Api, 'listOpenItems' | 'closeOpenItem'>

const tags = ['Memory']
const open = {
  description: 'What is open, oldest first',
  content: { 'application/json': { schema: z.object(openItemsSchema.shape).openapi('OpenItems') } },
}

/** Promises, appointments and complaints that conversations left open: for people to look at and to close. */
export const openItemsRoutes = ({ api, auth, access }: RouteDeps<OpenItemsApi>) => {
  const app = newRouter()
  const list = createRoute({
    method: 'get',
    path: '/api/v1/customers/{id}/open-items',
    tags,
    summary: 'Promises, appointments and complaints that conversations left open with a customer',
    ...auth.secured('customers:read'),
    request: { params: z.object({ id: z.guid() }) },
    responses: { 200: open, ...problemResponses('not_found', 'gone', 'validation_failed') },
  })
  const close = createRoute({
    method: 'post',
    path: '/api/v1/customers/{id}/open-items/{itemId}/close',
    tags,
    summary: 'Close what was left open, as a person’s word',
    description: 'The customer’s summary says it no more. One that is closed stays as it was closed.',
    ...auth.secured('customers:write'),
    request: { params: z.object({ id: z.guid(), itemId: z.guid() }) },
    responses: { 200: open, ...problemResponses('not_found', 'gone', 'validation_failed') },
  })

  app.openapi(list, async (c) => {
    const customerId = c.req.valid('param').id
    const found = await api.listOpenItems({ tenantId: c.var.caller.tenantId, customerId })
    access.read(c, found.customerId)
    c.header('Cache-Control', 'no-store')
    return c.json(found, 200)
  })

  app.openapi(close, async (c) => {
    const { id: customerId, itemId } = c.req.valid('param')
    const { tenantId, keyId } = c.var.caller
    const left = await api.closeOpenItem({ tenantId, customerId, itemId, actor: `key:${keyId}` })
    access.read(c, left.customerId)
    c.header('Cache-Control', 'no-store')
    return c.json(left, 200)
  })

  return app
}
