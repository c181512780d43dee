import { z } from 'zod'
import { customerContextSchema } from '../db/results/context.ts'
import { defineTool } from './definition.ts'
import { customerId, email, phone } from './inputs.ts'
import { ToolError } from './problem.ts'

export const getCustomerContext = defineTool({
  name: 'get_customer_context',
  title: 'Customer context',
  description:
    'Full customer context: who they are, preferences, properties, equipment with ages, service history, appointments, ' +
    'recommendations, notes and the last messages. Use it before booking or answering. Name the customer in exactly one way.',
  scope: 'context:read',
  isWrite: false,
  input: z.strictObject({
    customerId: customerId.optional(),
    phone: phone.optional(),
    email: email.optional(),
    housecallProId: z.string().trim().min(1).max(100).optional().describe('HousecallPro customer id'),
  }),
  output: customerContextSchema,
  inReplies: [],
  run: async ({ api, tenantId }, input) => {
    const [named, ...others] = Object.entries(input).filter(([, value]) => value !== undefined)
    if (!named || others.length > 0) {
      throw new ToolError('validation_failed', 'Send exactly one of customerId, phone, email and housecallProId.')
    }
    const context = await api.getCustomerContext({ tenantId, type: TYPES[named[0]] ?? '', value: String(named[1]) })
    if (context === null) throw new ToolError('not_found', 'Nobody is known by that.')
    return context
  },
  customersOf: (output) => [output.customerId],
})

const TYPES: Record<string, string> = {
  customerId: 'customer_id',
  phone: 'phone',
  email: 'email',
  housecallProId: 'housecall_pro_id',
}
