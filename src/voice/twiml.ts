import { connectStream, dial, hangUp, record, say, twiml } from '../channels/twilio/twiml.ts'
import type { ApiResult } from '../db/generated.ts'

/** How long a person's telephone rings before the caller gets the voicemail. */
const RING_SECONDS = 25
const VOICEMAIL_SECONDS = 180

/** Said where Postgres cannot be asked. */
const SORRY =
  'Thanks for calling. We cannot take your call right now. Please leave your name, your number and what you need after the tone.'
export const GOODBYE = 'Thank you. Goodbye.'

/** Of which call the URLs that Twilio asks later are; null: they say nothing, and its form alone tells. */
export type CallKey = { tenantId: string; callId: string } | null

const urlOf = (publicUrl: string, path: string, key: CallKey, after?: string): string => {
  const query = new URLSearchParams({
    ...(key ? { tenant: key.tenantId, call: key.callId } : {}),
    ...(after ? { after } : {}),
  })
  return `${publicUrl}/webhooks/twilio/voice/${path}${query.size > 0 ? `?${query}` : ''}`
}

type Step = Pick<ApiResult<'continueCall'>, 'say' | 'number' | 'callerId'> & {
  action: 'dial' | 'voicemail' | 'hang_up'
}

/** What is said and done next in a call, with what Twilio asks when that ends. */
export function stepTwiml(publicUrl: string, key: CallKey, step: Step): string {
  if (step.action === 'dial' && step.number) {
    const action = urlOf(publicUrl, 'action', key, 'dial')
    return twiml(say(step.say), dial(step.number, { action, seconds: RING_SECONDS, callerId: step.callerId }))
  }
  if (step.action === 'hang_up') return twiml(say(step.say), hangUp())
  const action = urlOf(publicUrl, 'action', key, 'recording')
  const callback = urlOf(publicUrl, 'recording', key)
  // Whoever says nothing after the tone is told goodbye: a recording of silence has no action.
  return twiml(say(step.say), record({ action, callback, maxSeconds: VOICEMAIL_SECONDS }), say(GOODBYE), hangUp())
}

/** Takes a message without asking Postgres. */
export const sorryTwiml = (publicUrl: string): string =>
  stepTwiml(publicUrl, null, { action: 'voicemail', say: SORRY, number: null, callerId: null })

/** Joins the call with the assistant. The token opens the stream once; the greeting names nobody. */
export const streamTwiml = (
  publicUrl: string,
  streamUrl: string,
  key: NonNullable<CallKey>,
  opening: { token: string; model: string; greeting: string },
): string =>
  twiml(
    connectStream({
      url: streamUrl,
      action: urlOf(publicUrl, 'action', key, 'stream'),
      parameters: { tenant: key.tenantId, call: key.callId, ...opening },
    }),
  )
