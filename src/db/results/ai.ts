import { z } from 'zod'

const turn = z.object({ role: z.enum(['user', 'assistant']), content: z.string() })

const planEntry = z.object({
  provider: z.enum(['openai', 'anthropic', 'local']),
  model: z.string(),
  timeoutMs: z.number(),
})

/** What `api.prepare_reply` answers. */
export const replyBrief = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('none'),
    reason: z.enum(['closed', 'opted_out', 'nothing_to_answer', 'already_answered']),
  }),
  z.object({
    action: z.literal('say'),
    answersMessageId: z.uuid(),
    text: z.string(),
    provider: z.literal('local'),
    model: z.string(),
  }),
  z.object({
    action: z.literal('generate'),
    answersMessageId: z.uuid(),
    safetyIdentifier: z.string(),
    /** the system prompt: what all customers of the business share, known by its key, and what is of this one */
    instructions: z.object({ shared: z.string(), own: z.string(), key: z.string() }),
    turns: z.array(turn),
    maxOutputTokens: z.number(),
    deadlineMs: z.number(),
    plan: z.array(planEntry),
    /** why the plan holds local alone; null also where that was chosen */
    localReason: z.enum(['no_provider', 'budget']).nullable(),
    /** under which the calls are made */
    experiment: z.string().nullable(),
    arm: z.string().nullable(),
    /** whose tools these are; null: nobody's, and there are none */
    customerId: z.uuid().nullable(),
    tools: z.array(z.string()),
    toolRounds: z.number().int(),
    /** begins the idempotency keys of what tools write */
    toolKey: z.uuid(),
  }),
])

const localReply = z.object({ text: z.string(), intent: z.string().nullable(), needsPerson: z.boolean() })

const submittedReply = z.object({
  outcome: z.enum(['queued', 'stale', 'suppressed', 'already_answered', 'closed']),
  deliveryId: z.uuid().nullable(),
})

const providerHealth = z.object({
  provider: z.enum(['openai', 'anthropic']),
  status: z.enum(['ok', 'degraded', 'skipped']),
  consecutiveFailures: z.number(),
  lastSuccessAt: z.string().nullable(),
  lastFailureAt: z.string().nullable(),
  lastOutcome: z.string().nullable(),
  skipUntil: z.string().nullable(),
})

/** The results of the functions about replies and models. */
export const aiResults = {
  prepare_reply: replyBrief,
  compose_local_reply: localReply,
  submit_reply: submittedReply,
  get_provider_health: z.array(providerHealth),
} satisfies Record<string, z.ZodType>
