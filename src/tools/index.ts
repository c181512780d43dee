import { actionInsight } from './action-insight.ts'
import { addAddress } from './add-address.ts'
import { addJobItem } from './add-job-item.ts'
import { correctNote } from './correct-note.ts'
import { createJob } from './create-job.ts'
import type { AnyTool } from './definition.ts'
import { getCustomerContext } from './get-customer-context.ts'
import { listInsights } from './list-insights.ts'
import { listNotes } from './list-notes.ts'
import { memoryConfirmContext } from './memory-confirm-context.ts'
import { memoryFetchCandidates } from './memory-fetch-candidates.ts'
import { recordJobEvent } from './record-job-event.ts'
import { searchCustomers } from './search-customers.ts'
import { searchMemory } from './search-memory.ts'
import { upsertCustomerProfile } from './upsert-customer-profile.ts'

/** Every tool there is, for agents through MCP and, those with `inReplies`, for the models that write replies. */
export const tools: readonly AnyTool[] = [
  getCustomerContext,
  searchCustomers,
  memoryFetchCandidates,
  memoryConfirmContext,
  searchMemory,
  listNotes,
  correctNote,
  upsertCustomerProfile,
  addAddress,
  createJob,
  addJobItem,
  recordJobEvent,
  listInsights,
  actionInsight,
]

export const toolNamed = (name: string): AnyTool | undefined => tools.find((tool) => tool.name === name)
