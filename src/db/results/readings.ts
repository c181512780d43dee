import { z } from 'zod'

const planEntry = z.object({ provider: z.enum(['openai', 'anthropic']), model: z.string(), timeoutMs: z.number() })

/** What `api.prepare_reading` answers. */
const readingBrief = z.discriminatedUnion('action', [
  z.object({ action: z.literal('none') }),
  z.object({
    action: z.literal('generate'),
    /** the form of the answer */
    schema: z.enum(['enrichment', 'compression']),
    instructions: z.string(),
    input: z.string(),
    maxOutputTokens: z.number(),
    deadlineMs: z.number(),
    plan: z.array(planEntry),
  }),
])

/** What the functions about reading conversations answer. */
export const readingResults = {
  list_due_readings: z.object({ mode: z.enum(['local', 'model', 'batch']), conversationIds: z.array(z.guid()) }),
  prepare_reading: readingBrief,
  save_reading: z.object({ outcome: z.enum(['saved', 'stale', 'gone', 'invalid']) }),
  fail_reading: z.object({ failures: z.number() }),
  read_locally: z.object({ count: z.number() }),
} satisfies Record<string, z.ZodType>
