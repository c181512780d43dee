import { z } from 'zod'

const count = z.number().int()

export const usageRow = z.object({
  provider: z.string().optional(),
  model: z.string().optional(),
  channel: z.string().optional(),
  purpose: z.string().optional(),
  day: z.iso.date().optional(),
  calls: count,
  failures: count,
  inputTokens: count,
  cachedInputTokens: count,
  outputTokens: count,
  /** US dollars; the unpriced calls are not in it */
  costUsd: z.number(),
  unpricedCalls: count,
  /** null where nothing was timed: requests of batches */
  meanLatencyMs: count.nullable(),
})

const level = z.enum(['soft', 'hard'])

export const usage = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  timeZone: z.string(),
  rows: z.array(usageRow),
  budget: z.object({
    month: z.string(),
    spentUsd: z.number(),
    softUsd: z.number().nullable(),
    hardUsd: z.number().nullable(),
    /** the limit that this month has reached */
    level: level.nullable(),
    notices: z.array(
      z.object({
        month: z.string(),
        level,
        limitUsd: z.number(),
        spentUsd: z.number(),
        noticedAt: z.string(),
      }),
    ),
  }),
})

export const experiment = z.object({
  name: z.string(),
  isActive: z.boolean(),
  updatedAt: z.string(),
  updatedBy: z.string(),
  arms: z.array(
    z.object({
      name: z.string(),
      provider: z.enum(['openai', 'anthropic']),
      model: z.string().nullable(),
      /** hundredths of the parties */
      share: count,
    }),
  ),
  results: z.array(
    z.object({
      arm: z.string(),
      conversations: count,
      /** conversations with one */
      bookingWishes: count,
      handovers: count,
      calls: count,
      /** calls by "<provider> <outcome>" */
      outcomes: z.record(z.string(), count),
      inputTokens: count,
      outputTokens: count,
      costUsd: z.number(),
      meanLatencyMs: count,
      p95LatencyMs: count,
    }),
  ),
})

/** Results of the api functions about what models cost and which answer better. */
export const usageResults = {
  get_usage: usage,
  list_experiments: z.array(experiment),
  save_experiment: experiment,
} satisfies Record<string, z.ZodType>
