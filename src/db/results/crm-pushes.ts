import { z } from 'zod'

const state = z.enum(['queued', 'sending', 'done', 'skipped', 'failed', 'unknown', 'needs_person'])
const frame = { pushId: z.uuid(), attempt: z.number().int() }
const customerId = z.string()

const customerBody = z.object({ notes: z.string().optional(), tags: z.array(z.string()).optional() })
const addressBody = z.object({
  type: z.enum(['service', 'billing']).optional(),
  street: z.string().optional(),
  street_line_2: z.string().optional(),
  city: z.string().optional(),
  state: z.string().optional(),
  zip: z.string().optional(),
  country: z.string().optional(),
})

const jobBody = z.object({
  customer_id: z.string(),
  address_id: z.string(),
  schedule: z
    .object({
      scheduled_start: z.string(),
      scheduled_end: z.string().optional(),
      arrival_window: z.number().int().optional(),
    })
    .optional(),
  line_items: z
    .array(
      z.object({
        name: z.string(),
        description: z.string().optional(),
        quantity: z.number().optional(),
        unit_price: z.number().int().optional(),
        kind: z.string().optional(),
      }),
    )
    .optional(),
  lead_source: z.string().optional(),
  notes: z.string(),
})

/** What a push asks of HousecallPro next, or with `call: null` how it ended or why there is none. */
const step = z.discriminatedUnion('call', [
  z.object({ ...frame, call: z.literal('get_customer'), customerId }),
  z.object({
    ...frame,
    call: z.literal('replace_customer'),
    customerId,
    /** what was read: where it is not that any more, nothing is written */
    expected: z.object({ notes: z.string().nullable(), tags: z.array(z.string()) }),
    body: customerBody,
  }),
  z.object({ ...frame, call: z.literal('list_addresses'), customerId }),
  z.object({ ...frame, call: z.literal('create_address'), customerId, body: addressBody }),
  z.object({ ...frame, call: z.literal('get_job'), jobId: z.string() }),
  z.object({ ...frame, call: z.literal('create_job_note'), jobId: z.string(), content: z.string() }),
  z.object({ ...frame, call: z.literal('list_jobs'), customerId }),
  z.object({ ...frame, call: z.literal('create_job'), body: jobBody }),
  z.object({
    pushId: z.uuid().optional(),
    attempt: z.number().int().optional(),
    call: z.null(),
    state: state.nullish(),
    reason: z.string().nullable(),
  }),
])

/** The results of the functions that bring changes to HousecallPro. */
export const crmPushResults = {
  claim_crm_push: step,
  advance_crm_push: step,
} satisfies Record<string, z.ZodType>
