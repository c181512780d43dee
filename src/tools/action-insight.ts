import { z } from 'zod'
import { actionedInsightSchema } from '../db/results/tools.ts'
import { defineTool } from './definition.ts'
import { idempotencyKey } from './inputs.ts'

export const actionInsight = defineTool({
  name: 'action_insight',
  title: 'Close a recommendation',
  description:
    'Close a recommendation: actioned once the customer has taken it up, dismissed (with the reason) once they have declined it.',
  scope: 'insights:write',
  isWrite: true,
  input: z.strictObject({
    insightId: z.guid(),
    status: z.enum(['actioned', 'dismissed']),
    reason: z.string().max(500).optional(),
    idempotencyKey,
  }),
  output: actionedInsightSchema,
  inReplies: ['insightId', 'status', 'reason'],
  run: ({ api, tenantId, reply }, input) =>
    api.actionInsight({ tenantId, ...input, ...(reply && { customerId: reply.customerId }) }),
  customersOf: (output) => [output.customerId],
})
