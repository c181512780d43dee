import { createRoute, z } from '@hono/zod-openapi'
import type { Api } from '../db/generated.ts'
import { foundCustomerSchema } from '../db/results/identity.ts'
import { problemResponses } from '../http/openapi.ts'
import type { RouteDeps } from '../http/types.ts'
import { newRouter } from '../http/validation.ts'

/** The api functions that the routes of customers call. */
export type CustomersApi = Pick<Api, 'searchCustomers'>

const search = z.object({
  query: z.string().trim().min(1).max(200).openapi({
    description: 'A name (accents and typos are forgiven), a phone or its last four digits, an e-mail, a CRM id',
  }),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})

/** `GET /api/v1/customers`: search for staff. Answers hold personal data and are never cached on the way. */
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

  return app
}
