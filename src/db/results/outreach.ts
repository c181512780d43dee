import { z } from 'zod'

const state = z.enum([
  'queued',
  'sending',
  'sent',
  'delivered',
  'failed',
  'unknown',
  'canceled',
  'held',
  'undeliverable',
  'needs_person',
])

/** What `api.receive_sms` answers. */
const received = z.object({
  outcome: z.enum(['stored', 'duplicate', 'unrouted']),
  tenantId: z.uuid().nullable(),
  conversationId: z.uuid().nullable(),
  messageId: z.uuid().nullable(),
  customerId: z.uuid().nullable(),
  isAmbiguous: z.boolean(),
  isNewCustomer: z.boolean(),
  consent: z.enum(['opt_out', 'opt_in', 'help']).nullable(),
  isUrgent: z.boolean(),
  replyQueued: z.boolean(),
})

/** What `api.claim_delivery` answers: send this, or nothing to do and why. */
const claim = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('send'),
    attempt: z.number().int(),
    from: z.string(),
    to: z.string(),
    body: z.string(),
    mediaUrls: z.array(z.string()),
    messagingServiceSid: z.string().nullable(),
  }),
  z.object({ action: z.literal('none'), state: state.nullable(), reason: z.string().nullable() }),
])

/** The results of the functions about messages coming in and going out. */
export const outreachResults = {
  receive_sms: received,
  claim_delivery: claim,
  record_send_result: z.object({ state, reason: z.string().nullable() }),
  apply_status_callback: z.object({ outcome: z.enum(['applied', 'repeated', 'unrouted']), state: state.nullable() }),
  reconcile_delivery: z.object({
    outcome: z.enum(['resolved', 'unresolved', 'settled']),
    state: state.nullable(),
  }),
  close_idle_conversations: z.number().int(),
  prune: z.object({
    webhookEvents: z.number().int(),
    unroutedEvents: z.number().int(),
    verifications: z.number().int(),
    auditLog: z.number().int(),
    accessLog: z.number().int(),
    syncs: z.number().int(),
    jobExecutions: z.number().int(),
  }),
} satisfies Record<string, z.ZodType>
