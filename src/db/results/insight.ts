import { z } from 'zod'

const count = z.number().int()

/** How many insights one evaluation made, reworded, opened again and ended. */
const changes = { generated: count, reworded: count, reopened: count, expired: count }

export const insightRuleSchema = z.object({
  rule: z.string(),
  insightType: z.string(),
  description: z.string(),
  isEnabled: z.boolean(),
  priority: z.enum(['low', 'medium', 'high', 'urgent']),
  cooldownDays: count,
  expiresAfterDays: count,
  /** what the tenant calls this maintenance, besides the usual names */
  serviceNames: z.array(z.string()),
  /** whether the tenant has made choices of its own */
  isOwn: z.boolean(),
  thresholds: z.record(
    z.string(),
    z.object({
      value: z.number(),
      default: z.number(),
      least: z.number(),
      most: z.number(),
      description: z.string(),
    }),
  ),
})

/** Results of the api functions of this module, by function name. */
export const insightResults = {
  list_insight_rules: z.array(insightRuleSchema),
  update_insight_rule: insightRuleSchema,
  refresh_insights: z.object({ marks: count, customers: count, ...changes }),
  pass_insights: z.object({ isFull: z.boolean(), customers: count, ...changes, next: z.guid().nullable() }),
}
