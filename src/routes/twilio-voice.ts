import type { Context } from 'hono'
import { type CallEvent, readCallEvent } from '../channels/twilio/call.ts'
import { emptyTwiml, hangUp, say, twiml } from '../channels/twilio/twiml.ts'
import type { Api } from '../db/generated.ts'
import { within } from '../http/limits.ts'
import type { AppEnv, RouteDeps } from '../http/types.ts'
import { newRouter } from '../http/validation.ts'
import { type CallKey, GOODBYE, sorryTwiml, stepTwiml, streamTwiml } from '../voice/twiml.ts'
import { readForm, readSignedForm } from './twilio-form.ts'
import { describeVoiceWebhooks, stepQuery } from './twilio-voice-definitions.ts'

export type TwilioVoiceApi = Pick<Api, 'receiveCall' | 'continueCall' | 'storeCallRecording' | 'applyCallStatus'>

export type TwilioVoiceDeps = Pick<RouteDeps<TwilioVoiceApi>, 'api' | 'env' | 'logger' | 'twilioTokens' | 'voice'>

/** Twilio waits 15 seconds for an answer, and the caller with it. */
const DATABASE_MS = 5_000

/**
 * `POST /webhooks/twilio/voice` and what Twilio asks later about a call. Whatever is wrong inside, a signed request is
 * answered with TwiML that somebody hears: a caller is never left in silence.
 */
export const twilioVoiceRoutes = (deps: TwilioVoiceDeps) => {
  const { api, env, logger } = deps
  const app = newRouter()
  describeVoiceWebhooks(app)
  const channelState = { demoMode: env.DEMO_MODE, allowedRecipients: env.DEMO_ALLOWED_RECIPIENTS }
  const answer = (c: Context<AppEnv>, xml: string) => c.body(xml, 200, { 'Content-Type': 'text/xml' })

  /** Who calls whom, and what the call meets; makes the call known. */
  const receive = (event: CallEvent, canStream: boolean) =>
    within(
      DATABASE_MS,
      api.receiveCall({
        call: {
          callSid: event.callSid,
          from: event.from,
          to: event.to,
          canStream,
          providers: deps.voice?.providers ?? [],
          channelState,
          raw: event.raw,
        },
      }),
    )

  const open = async (event: CallEvent, canStream: boolean): Promise<string> => {
    const call = await receive(event, canStream)
    const facts = { outcome: call.outcome, tenantId: call.tenantId }
    if (call.outcome === 'unrouted') {
      logger.warn('call_unrouted', facts)
      return sorryTwiml(env.PUBLIC_URL)
    }
    const { tenantId, callId, action, reason, token, model } = call
    logger.info('call_received', { ...facts, callId, action, reason })
    if (action !== 'stream') return stepTwiml(env.PUBLIC_URL, { tenantId, callId }, { ...call, action })
    const streamUrl = deps.voice?.streamUrl
    if (!streamUrl || !token || !model) throw new Error('Postgres chose a stream that nobody serves')
    return streamTwiml(env.PUBLIC_URL, streamUrl, { tenantId, callId }, { token, model, greeting: call.say ?? '' })
  }

  /** The TwiML of `work`, or of a plain voicemail where that fails. */
  const audibly = async (
    c: Context<AppEnv>,
    event: CallEvent,
    work: () => Promise<string>,
    otherwise: () => string,
  ) => {
    try {
      return answer(c, await work())
    } catch (error) {
      logger.error('call_webhook_failed', { requestId: c.get('requestId'), callSid: event.callSid, error })
      return answer(c, otherwise())
    }
  }
  const sorry = () => sorryTwiml(env.PUBLIC_URL)
  const readEvent = async (c: Context<AppEnv>) => {
    const params = await readSignedForm(c, deps)
    return readForm(() => readCallEvent(params))
  }

  app.post('/webhooks/twilio/voice', async (c) => {
    const event = await readEvent(c)
    return audibly(c, event, () => open(event, Boolean(deps.voice?.streamUrl)), sorry)
  })

  // Twilio asks this when the webhook itself did not answer.
  app.post('/webhooks/twilio/voice/fallback', async (c) => {
    const event = await readEvent(c)
    return audibly(c, event, () => open(event, false), sorry)
  })

  /** The call that a URL of ours names, else the one of the form. */
  const keyOf = async (c: Context<AppEnv>, event: CallEvent): Promise<CallKey> => {
    const query = stepQuery.safeParse(c.req.query())
    if (query.data?.tenant && query.data.call) return { tenantId: query.data.tenant, callId: query.data.call }
    if (event.to === '') return null
    const call = await receive(event, false)
    return call.outcome === 'unrouted' ? null : { tenantId: call.tenantId, callId: call.callId }
  }

  const keepRecording = async (c: Context<AppEnv>, event: CallEvent): Promise<CallKey> => {
    const key = await keyOf(c, event)
    if (key === null) {
      logger.warn('call_recording_unrouted', { requestId: c.get('requestId'), callSid: event.callSid })
    } else if (event.recording) {
      const { outcome } = await within(DATABASE_MS, api.storeCallRecording({ ...key, recording: event.recording }))
      logger.info('call_recording', { requestId: c.get('requestId'), ...key, outcome })
    }
    return key
  }

  app.post('/webhooks/twilio/voice/action', async (c) => {
    const event = await readEvent(c)
    const after = stepQuery.safeParse(c.req.query()).data?.after ?? 'recording'
    const goodbye = () => twiml(say(GOODBYE), hangUp())
    return audibly(
      c,
      event,
      async () => {
        const key = after === 'recording' ? await keepRecording(c, event) : await keyOf(c, event)
        if (key === null) return goodbye()
        const { dialStatus, status: callStatus } = event
        const step = await within(
          DATABASE_MS,
          api.continueCall({ ...key, event: { after, dialStatus, callStatus, channelState } }),
        )
        logger.info('call_continued', { requestId: c.get('requestId'), ...key, after, action: step.action })
        return stepTwiml(env.PUBLIC_URL, key, step)
      },
      after === 'recording' ? goodbye : sorry,
    )
  })

  // These two are told, not asked: an error is one, so that Twilio lists it and may repeat.
  app.post('/webhooks/twilio/voice/recording', async (c) => {
    await keepRecording(c, await readEvent(c))
    return answer(c, emptyTwiml())
  })

  app.post('/webhooks/twilio/voice/status', async (c) => {
    const { callSid, to, status, seconds } = await readEvent(c)
    const { outcome, tenantId } = await api.applyCallStatus({ event: { callSid, to, status, seconds } })
    logger.info('call_status', { requestId: c.get('requestId'), outcome, tenantId, status })
    return answer(c, emptyTwiml())
  })

  return app
}
