import { z } from 'zod'
import { closedInsightSchema } from './context.ts'

const id = z.guid()
const status = z.enum(['needs_scheduling', 'scheduled', 'in_progress', 'completed', 'canceled'])

/** What a recall offers. */
export const recallSchema = z.object({
  customerId: id,
  recallId: id,
  candidates: z.array(
    z.object({
      id,
      kind: z.enum(['message', 'note']),
      text: z.string(),
      /** who said it, or where a note comes from */
      saidBy: z.string(),
      at: z.iso.datetime(),
      score: z.number(),
      /** how often it has helped before */
      helped: z.number().int(),
    }),
  ),
})

export const confirmedRecallSchema = z.object({ customerId: id, recallId: id, helped: z.array(id) })

export const profileSchema = z.object({
  customerId: id,
  isNew: z.boolean(),
  /** fields that staff or the CRM have set and that stay as they are */
  outranked: z.array(z.string()),
  identities: z.record(z.string(), z.enum(['linked', 'pending'])),
})

export const addedAddressSchema = z.object({ customerId: id, addressId: id, isNew: z.boolean() })

export const createdJobSchema = z.object({
  customerId: id,
  jobId: id,
  addressId: id.nullable(),
  itemIds: z.array(id),
  status,
  /** whether it goes to the CRM, or why not */
  crm: z.enum(['queued', 'off', 'not_connected', 'not_linked', 'no_address']),
})

export const addedItemSchema = z.object({ customerId: id, jobId: id, itemId: id, total: z.number().nullable() })

export const recordedEventSchema = z.object({
  customerId: id,
  jobId: id,
  eventId: id,
  status,
  /** whether its note goes to the CRM, or why not */
  crm: z.enum(['queued', 'off', 'not_linked', 'nothing']),
})

export const actionedInsightSchema = closedInsightSchema.omit({ dismissedReason: true })

/** A note after it was set right, or as it is when that came too late. */
export const amendedNoteSchema = z.object({
  customerId: id,
  noteId: id,
  outcome: z.enum(['updated', 'conflict']),
  version: z.number().int(),
})

/** The results of the functions that only tools call. */
export const toolResults = {
  fetch_memory_candidates: recallSchema,
  confirm_memory_context: confirmedRecallSchema,
  upsert_customer_profile: profileSchema,
  add_address: addedAddressSchema,
  create_job: createdJobSchema,
  add_job_item: addedItemSchema,
  record_job_event: recordedEventSchema,
  action_insight: actionedInsightSchema,
  amend_memory_note: amendedNoteSchema,
} satisfies Record<string, z.ZodType>
