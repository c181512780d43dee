import { z } from 'zod'
import { confirmedRecallSchema } from '../db/results/tools.ts'
import { defineTool } from './definition.ts'
import { idempotencyKey } from './inputs.ts'

export const memoryConfirmContext = defineTool({
  name: 'memory_confirm_context',
  title: 'Say what helped',
  description:
    'Say which candidates of a recall (memory_fetch_candidates) you used for your answer. They come a little earlier next time.',
  scope: 'context:read',
  isWrite: true,
  input: z.strictObject({
    recallId: z.guid(),
    candidateIds: z.array(z.guid()).min(1).max(20),
    idempotencyKey,
  }),
  output: confirmedRecallSchema,
  inReplies: ['recallId', 'candidateIds'],
  run: ({ api, tenantId, reply }, input) =>
    api.confirmMemoryContext({ tenantId, ...input, ...(reply && { customerId: reply.customerId }) }),
  customersOf: () => [],
})
