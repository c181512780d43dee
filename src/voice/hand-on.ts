import type { TwilioClient } from '../channels/twilio/sender.ts'
import type { Api } from '../db/generated.ts'
import type { Logger } from '../logger.ts'
import { sorryTwiml, stepTwiml } from './twiml.ts'
import type { Leaving } from './types.ts'

export interface HandOnDeps {
  api: Pick<Api, 'continueCall'>
  logger: Logger
  /** null: Twilio is told by the end of the stream instead, and asks what next */
  twilio: Pick<TwilioClient, 'updateCall'> | null
  publicUrl: string
  /** whom calls may be put through to, as for sends */
  channelState: { demoMode: boolean; allowedRecipients: readonly string[] }
}

/**
 * Has Twilio go on with the call as Postgres says, or with a plain voicemail where that cannot be asked. Where Twilio does
 * not take it, the end of the stream has it ask. Never throws.
 */
export async function handOn(
  { api, logger, twilio, publicUrl, channelState }: HandOnDeps,
  call: { tenantId: string; callId: string; callSid: string },
  why: Leaving,
  reason: string | null,
): Promise<void> {
  const { callSid, ...key } = call
  const step = await api
    .continueCall({ ...key, event: { after: why, reason, channelState } })
    .catch((error: unknown) => {
      logger.error('call_not_continued', { ...key, error })
      return null
    })
  logger.info('call_handed_on', { ...key, why, action: step?.action ?? null })
  const answer = await twilio?.updateCall({
    callSid,
    twiml: step ? stepTwiml(publicUrl, key, step) : sorryTwiml(publicUrl),
  })
  if (answer && answer.kind !== 'ok') logger.warn('call_update_failed', { ...key, kind: answer.kind })
}
