import type { z } from 'zod'
import { aiResults } from './results/ai.ts'
import { batchResults } from './results/batches.ts'
import { callResults } from './results/calls.ts'
import { chatResults } from './results/chats.ts'
import { contextResults } from './results/context.ts'
import { crmPushResults } from './results/crm-pushes.ts'
import { crmSyncResults } from './results/crm-sync.ts'
import { housecallResults } from './results/housecall.ts'
import { identityResults } from './results/identity.ts'
import { identityHistoryResults } from './results/identity-history.ts'
import { insightResults } from './results/insight.ts'
import { intakeResults } from './results/intake.ts'
import { memoryResults } from './results/memory.ts'
import { memoryNoteResults } from './results/memory-notes.ts'
import { outreachResults } from './results/outreach.ts'
import { readingResults } from './results/readings.ts'
import { tenancyResults } from './results/tenancy.ts'
import { toolResults } from './results/tools.ts'
import { usageResults } from './results/usage.ts'

/**
 * Schemas of what functions return as JSON, by function name: of the value, or for a function that returns rows, of one
 * row (keys in camelCase). `bun run types` picks them up; what has none is read by its column types, JSON as any JSON.
 */
export const results = {
  ...aiResults,
  ...batchResults,
  ...callResults,
  ...chatResults,
  ...contextResults,
  ...crmPushResults,
  ...crmSyncResults,
  ...housecallResults,
  ...identityHistoryResults,
  ...identityResults,
  ...memoryNoteResults,
  ...memoryResults,
  ...intakeResults,
  ...insightResults,
  ...outreachResults,
  ...readingResults,
  ...tenancyResults,
  ...toolResults,
  ...usageResults,
} satisfies Record<string, z.ZodType>
