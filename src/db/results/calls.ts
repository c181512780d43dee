import { z } from 'zod'

const step = {
  say: z.string().nullable(),
  /** whom to dial */
  number: z.string().nullable(),
  /** what the dialled person sees instead of the caller's number */
  callerId: z.string().nullable(),
}

/** What `api.receive_call` answers. */
const received = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('unrouted'), tenantId: z.null() }),
  z.object({
    outcome: z.enum(['accepted', 'ended']),
    tenantId: z.uuid(),
    callId: z.uuid(),
    action: z.enum(['stream', 'dial', 'voicemail', 'hang_up']),
    reason: z.enum(['closed', 'voice_off', 'no_model', 'budget']).nullish(),
    /** opens the stream, once */
    token: z.string().nullish(),
    /** who answers, for a stream */
    model: z.string().nullish(),
    ...step,
  }),
])

/** What `api.continue_call` answers. */
const nextStep = z.object({ action: z.enum(['dial', 'voicemail', 'hang_up']), ...step })

const brief = {
  conversationId: z.uuid(),
  /** whom the tools are for; null: it is not clear who calls, and there are none */
  customerId: z.uuid().nullable(),
  instructions: z.string(),
  greeting: z.string(),
  tools: z.array(z.string()),
  voice: z.string(),
  maxSeconds: z.number().int(),
  safetyIdentifier: z.string(),
}

/** What `api.open_call_stream` answers. */
const openedStream = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('refused'), reason: z.enum(['unknown', 'wrong', 'used', 'expired']) }),
  z.object({
    outcome: z.literal('open'),
    /** without a sound for so long the model is given up on */
    answerMs: z.number().int(),
    maxOutputTokens: z.number().int(),
    ...brief,
  }),
])

const storedTurn = z.object({
  /** null: it was stored before */
  messageId: z.uuid().nullable(),
  isUrgent: z.boolean(),
  wantsPerson: z.boolean(),
  isBriefChanged: z.boolean(),
})

/** The results of the functions about telephone calls. */
export const callResults = {
  receive_call: received,
  continue_call: nextStep,
  open_call_stream: openedStream,
  get_call_brief: z.object(brief),
  store_call_turn: storedTurn,
  store_call_recording: z.object({ outcome: z.enum(['stored', 'duplicate']) }),
  close_lost_calls: z.number().int(),
  apply_call_status: z.object({ outcome: z.enum(['ended', 'noted', 'unrouted']), tenantId: z.uuid().nullable() }),
} satisfies Record<string, z.ZodType>
