import { z } from 'zod'
import { memoryHitSchema } from '../db/results/memory.ts'
import { embedQuery } from '../llm/embeddings/query.ts'
import { defineTool } from './definition.ts'
import { customerId, instant } from './inputs.ts'

export const searchMemory = defineTool({
  name: 'search_memory',
  title: 'Search what was said',
  description:
    'Messages that answer a question, best first, in whatever words they were said. Of one customer, or of the whole business.',
  scope: 'context:read',
  isWrite: false,
  input: z.strictObject({
    query: z.string().min(1).max(4000),
    customerId: customerId.optional(),
    limit: z.int().min(1).max(50).default(10),
    channel: z.enum(['sms', 'voice', 'web', 'email', 'mcp']).optional(),
    direction: z.enum(['inbound', 'outbound']).optional(),
    from: instant.optional(),
    to: instant.optional().describe('Exclusive'),
  }),
  output: z.object({ hits: z.array(memoryHitSchema) }),
  inReplies: ['query', 'limit', 'from', 'to'],
  run: async (context, { query, customerId, limit, ...filters }) => ({
    hits: await context.api.searchMemory({
      tenantId: context.tenantId,
      query,
      limit,
      filters,
      ...(customerId === undefined ? {} : { customerId }),
      ...(await embedQuery(context, { tenantId: context.tenantId, text: query, signal: context.signal })),
    }),
  }),
  customersOf: ({ hits }) => hits.map((hit) => hit.customerId),
})
