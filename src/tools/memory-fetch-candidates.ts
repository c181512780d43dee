import { z } from 'zod'
import { recallSchema } from '../db/results/tools.ts'
import { embedQuery } from '../llm/embeddings/query.ts'
import { defineTool } from './definition.ts'
import { customerId } from './inputs.ts'

export const memoryFetchCandidates = defineTool({
  name: 'memory_fetch_candidates',
  title: 'Recall',
  description:
    'What is remembered of a customer that may answer a question: messages and notes, best first. Afterwards say with ' +
    'memory_confirm_context which of them helped.',
  scope: 'context:read',
  isWrite: false,
  input: z.strictObject({
    customerId,
    query: z.string().min(1).max(4000),
    limit: z.int().min(1).max(20).default(8),
  }),
  output: recallSchema,
  inReplies: ['query', 'limit'],
  run: async (context, input) => {
    const { api, tenantId, reply } = context
    return api.fetchMemoryCandidates({
      tenantId,
      ...input,
      ...(await embedQuery(context, { tenantId: context.tenantId, text: input.query, signal: context.signal })),
      ...(reply && { conversationId: reply.conversationId, answersMessageId: reply.answersMessageId }),
    })
  },
  customersOf: (output) => [output.customerId],
})
