import { z } from 'zod'

const id = z.guid()
const moment = z.iso.datetime()
const day = z.iso.date()

const fieldSource = z.object({
  source: z.enum(['staff', 'crm', 'channel', 'import', 'demo']),
  sourceRef: z.string().nullable(),
  setAt: moment,
  setBy: z.string(),
})

/** The record of a customer that people edit; `version` goes into the next change. */
export const customerRecordSchema = z.object({
  customerId: id,
  version: z.int(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  companyName: z.string().nullable(),
  customerSince: day.nullable(),
  summary: z.string().nullable(),
  currentIssueSummary: z.string().nullable(),
  source: z.string(),
  preferredTechnicianId: z.string().nullable(),
  preferredTechnicianName: z.string().nullable(),
  communicationPreference: z.enum(['sms', 'call', 'email', 'any']),
  preferredTimeWindow: z.enum(['morning', 'afternoon', 'evening']).nullable(),
  membershipStatus: z.enum(['none', 'family_discount', 'vip']),
  membershipExpiresAt: moment.nullable(),
  tags: z.array(z.string()),
  leadSource: z.string().nullable(),
  identities: z.array(
    z.object({
      type: z.string(),
      value: z.string(),
      isPrimary: z.boolean(),
      isShared: z.boolean(),
      verifiedAt: moment.nullable(),
      verifiedBy: z.string().nullable(),
      label: z.string().nullable(),
    }),
  ),
  /** by field; a field without one was set when the customer was made */
  fieldSources: z.record(z.string(), fieldSource),
  /** not undone, newest first */
  merges: z.array(
    z.object({ mergeId: id, mergedId: id, reason: z.string().nullable(), mergedBy: z.string(), mergedAt: moment }),
  ),
  createdAt: moment,
  updatedAt: moment,
})

/** How many rows of which table. */
const rowCounts = z.record(z.string(), z.int())

export const mergeSchema = z.object({ mergeId: id, customerId: id, mergedId: id, moved: rowCounts })
export const undoneMergeSchema = mergeSchema.omit({ moved: true })

const brief = z.object({
  customerId: id,
  name: z.string().nullable(),
  companyName: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
})

export const mergeProposalSchema = z.object({
  customers: z.tuple([brief, brief]),
  score: z.number().min(0).max(1),
  reasons: z.array(z.string()),
  pendingLinkId: id.nullable(),
})

export const customerExportSchema = z.object({
  format: z.literal('rapport.customer.v1'),
  customerId: id,
  /** rows by table, columns named as in the database */
  tables: z.record(z.string(), z.array(z.record(z.string(), z.json()))),
})

export const erasureSchema = z.object({
  erasureId: id,
  erasedAt: moment,
  erasedBy: z.string(),
  rowCounts,
  optOutsKept: z.int(),
})

const importLine = z.object({
  line: z.int(),
  outcome: z.enum(['created', 'linked', 'pending', 'skipped']),
  reason: z.string().nullable(),
  customerId: id.nullable(),
})

/** What the functions about the history of customers answer: records, merges, exports, erasures, imports. */
export const identityHistoryResults = {
  get_customer: customerRecordSchema,
  update_customer: z.object({
    outcome: z.enum(['updated', 'conflict']),
    outranked: z.array(z.string()),
    customer: customerRecordSchema,
  }),
  merge_customers: mergeSchema,
  undo_merge: undoneMergeSchema,
  list_merge_proposals: z.array(mergeProposalSchema),
  reject_merge_proposal: z.boolean(),
  export_customer: customerExportSchema,
  erase_customer: erasureSchema,
  import_customers: z.array(importLine),
  import_messages: z.object({ created: z.int(), known: z.int(), skipped: z.int() }),
} satisfies Record<string, z.ZodType>
