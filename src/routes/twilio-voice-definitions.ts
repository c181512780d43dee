import { z } from '@hono/zod-openapi'
import type { newRouter } from '../http/validation.ts'
import { describeTwilioWebhook } from './twilio-definitions.ts'

/** What our action URLs carry; one that was made while Postgres was away carries `after` alone. */
export const stepQuery = z.object({
  tenant: z.uuid().optional(),
  call: z.uuid().optional(),
  after: z.enum(['stream', 'dial', 'recording']).optional(),
})

/** Describes the voice webhooks in the OpenAPI document. */
export function describeVoiceWebhooks(app: ReturnType<typeof newRouter>) {
  const described = (path: string, summary: string, description: string, query?: z.ZodObject) =>
    describeTwilioWebhook(app, { path, summary, description, answer: 'TwiML', ...(query && { query }) })
  described(
    '/webhooks/twilio/voice',
    'A call comes in',
    'Answered by the assistant, a person or the voicemail. The same CallSid again is the same call.',
  )
  described(
    '/webhooks/twilio/voice/fallback',
    'A call comes in and the webhook before did not answer',
    'Takes a message, also while the database is away.',
  )
  described(
    '/webhooks/twilio/voice/action',
    'What Twilio was told to do in a call has ended',
    'Says what comes next. The query is that of the URL we gave.',
    stepQuery,
  )
  described(
    '/webhooks/twilio/voice/recording',
    'A voicemail is ready',
    'Kept by reference, once.',
    stepQuery.omit({ after: true }),
  )
  described('/webhooks/twilio/voice/status', 'How a call ended', 'May repeat and come in any order.')
}
