import { z } from 'zod'
import { foundCustomerSchema } from '../db/results/identity.ts'
import { defineTool } from './definition.ts'

export const searchCustomers = defineTool({
  name: 'search_customers',
  title: 'Search customers',
  description:
    'Customers by name (typos are forgiven), phone or its last four digits, e-mail or CRM id, best match first.',
  scope: 'customers:read',
  isWrite: false,
  input: z.strictObject({
    query: z.string().trim().min(1).max(200),
    limit: z.int().min(1).max(100).default(20),
  }),
  output: z.object({ customers: z.array(foundCustomerSchema) }),
  run: async ({ api, tenantId }, input) => {
    const found = await api.searchCustomers({ tenantId, ...input })
    return { customers: z.array(foundCustomerSchema).parse(found) }
  },
  customersOf: ({ customers }) => customers.map((customer) => customer.customerId),
})
