import { z } from 'zod'

/**
 * What a model proposes for a customer's insights. Strict structured output knows no lengths and no bounds, so those are
 * kept by `insight.save_proposals`.
 */
export const insightProposals = z.object({
  proposals: z.array(
    z.object({
      type: z.enum([
        'equipment_replacement',
        'maintenance_due',
        'upsell_membership',
        'churn_risk',
        'review_request',
        'unpaid_balance',
        'warranty_expiring',
        'other',
      ]),
      priority: z.enum(['low', 'medium', 'high', 'urgent']),
      title: z.string(),
      description: z.string(),
      suggestedAction: z.string().nullable(),
      /** the fact that it rests on */
      evidence: z.string(),
      /** 0 to 1 */
      confidence: z.number(),
    }),
  ),
})
