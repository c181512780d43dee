import type { z } from 'zod'
import { aiResults } from './results/ai.ts'
import { batchResults } from './results/batches.ts'
import { contextResults } from './results/context.ts'
import { crmPushResults } from './results/crm-pushes.ts'
import { crmSyncResults } from './results/crm-sync.ts'
import { housecallResults } from './results/housecall.ts'
import { identityResults } from './results/identity.ts'
import { identityHistoryResults } from './results/identity-history.ts'
import { insightResults } from './results/insight.ts'
import { memoryResults } from './results/memory.ts'
import { outreachResults } from './results/outreach.ts'
import { tenancyResults } from './results/tenancy.ts'

/**
 * Schemas of what functions return as JSON, by function name: of the value, or for a function that returns rows, of one
 * row (keys in camelCase). `bun run types` picks them up; what has none is read by its column types, JSON as any JSON.
 */
export const results = {
  ...aiResults,
  ...batchResults,
  ...contextResults,
  ...crmPushResults,
  ...crmSyncResults,
  ...housecallResults,
  ...identityHistoryResults,
  ...identityResults,
  ...memoryResults,
  ...insightResults,
  ...outreachResults,
  ...tenancyResults,
} satisfies Record<string, z.ZodType>
