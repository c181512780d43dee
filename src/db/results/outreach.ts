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
const received = z.object({ outcome: z.enum(['accepted', 'duplicate', 'unrouted']), tenantId: z.uuid().nullable() })

/** What `api.process_inbox` says of each message that it took in, or could not. */
const takenIn = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.enum(['stored', 'duplicate']),
    requestId: z.string().nullable(),
    conversationId: z.uuid(),
    messageId: z.uuid(),
    customerId: z.uuid().nullable(),
    isAmbiguous: z.boolean(),
    isNewCustomer: z.boolean(),
    consent: z.enum(['opt_out', 'opt_in', 'help']).nullable(),
    isUrgent: z.boolean(),
    replyQueued: z.boolean(),
  }),
  z.object({ outcome: z.literal('failed'), requestId: z.string().nullable(), errorCode: z.string() }),
])

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
  process_inbox: z.object({ isBusy: z.boolean(), messages: z.array(takenIn) }),
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
    crmPushes: z.number().int(),
    toolCalls: z.number().int(),
    recalls: z.number().int(),
    jobExecutions: z.number().int(),
  }),
} satisfies Record<string, z.ZodType>
