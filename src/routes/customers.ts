import { createRoute, z } from '@hono/zod-openapi'
import type { Api } from '../db/generated.ts'
import { foundCustomerSchema } from '../db/results/identity.ts'
import { customerMessagesSchema } from '../db/results/memory.ts'
import { problemResponses } from '../http/openapi.ts'
import type { RouteDeps } from '../http/types.ts'
import { newRouter } from '../http/validation.ts'

/** The api functions that the routes of customers call. */
export type CustomersApi = Pick<Api, 'searchCustomers' | 'listCustomerMessages'>

const search = z.object({
  query: z.string().trim().min(1).max(200).openapi({
    description: 'A name (accents and typos are forgiven), a phone or its last four digits, an e-mail, a CRM id',
  }),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})

const page = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  before: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z_[0-9a-f-]{36}$/)
    .optional()
    .openapi({ description: 'The `next` of the page before; left out, the newest' }),
})

/** `GET /api/v1/customers` and what one said: for staff. Answers hold personal data and are never cached on the way. */
export const customersRoutes = ({ api, auth, access }: RouteDeps<CustomersApi>) => {
  const app = newRouter()
  const route = createRoute({
    method: 'get',
    path: '/api/v1/customers',
    tags: ['Customers'],
    summary: 'Customers by name, phone, e-mail or CRM id, best match first',
    ...auth.secured('customers:read'),
    request: { query: search },
    responses: {
      200: {
        description: 'Empty when nobody matches; `score` goes from 0 to 1',
        content: {
          'application/json': { schema: z.array(z.object(foundCustomerSchema.shape).openapi('FoundCustomer')) },
        },
      },
      ...problemResponses('validation_failed'),
    },
  })

  app.openapi(route, async (c) => {
    const { query, limit } = c.req.valid('query')
    const found = await api.searchCustomers({ tenantId: c.var.caller.tenantId, query, limit })
    access.read(c, ...found.flatMap(({ customerId }) => customerId ?? []))
    c.header('Cache-Control', 'no-store')
    return c.json(found, 200)
  })

  const messages = createRoute({
    method: 'get',
    path: '/api/v1/customers/{id}/messages',
    tags: ['Customers'],
    summary: 'What a customer and the business said to each other, on every channel, newest first',
    description: 'The id of a customer who was merged gives the one they became. One-time codes are left out.',
    ...auth.secured('customers:read'),
    request: { params: z.object({ id: z.guid() }), query: page },
    responses: {
      200: {
        description: 'A page of messages, with the conversations that they belong to',
        content: {
          'application/json': { schema: z.object(customerMessagesSchema.shape).openapi('CustomerMessages') },
        },
      },
      ...problemResponses('not_found', 'gone', 'validation_failed'),
    },
  })

  app.openapi(messages, async (c) => {
    const { limit, before = null } = c.req.valid('query')
    const customerId = c.req.valid('param').id
    const said = await api.listCustomerMessages({ tenantId: c.var.caller.tenantId, customerId, limit, before })
    access.read(c, said.customerId)
    c.header('Cache-Control', 'no-store')
    return c.json(said, 200)
  })

  return app
}
