import { z } from 'zod'
import { insightSchema } from '../db/results/context.ts'
import { defineTool } from './definition.ts'
import { customerId } from './inputs.ts'

export const listInsights = defineTool({
  name: 'list_insights',
  title: 'Recommendations',
  description: "A customer's open recommendations (replacements, maintenance, memberships …), most pressing first.",
  scope: 'context:read',
  isWrite: false,
  input: z.strictObject({ customerId }),
  output: z.object({ customerId: z.guid(), insights: z.array(insightSchema) }),
  inReplies: [],
  run: async ({ api, tenantId }, { customerId }) => ({
    customerId,
    insights: await api.getCustomerInsights({ tenantId, customerId }),
  }),
  customersOf: (output) => [output.customerId],
})
