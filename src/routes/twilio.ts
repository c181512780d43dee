import { z } from '@hono/zod-openapi'
import { readInboundSms } from '../channels/twilio/inbound.ts'
import { readStatusCallback } from '../channels/twilio/status.ts'
import { emptyTwiml } from '../channels/twilio/twiml.ts'
import type { Api } from '../db/generated.ts'
import type { RouteDeps } from '../http/types.ts'
import { newRouter } from '../http/validation.ts'
import { describeTwilioWebhook } from './twilio-definitions.ts'
import { readForm, readSignedForm } from './twilio-form.ts'

export type TwilioApi = Pick<Api, 'receiveSms' | 'applyStatusCallback' | 'keepUnroutedEvent'>

export type TwilioRouteDeps = Pick<RouteDeps<TwilioApi>, 'api' | 'env' | 'logger' | 'twilioTokens' | 'afterInbound'>

/** What our status callback URL carries; a URL that somebody set up by hand carries none of it. */
const attemptQuery = z.object({
  tenant: z.uuid(),
  delivery: z.uuid(),
  attempt: z.coerce.number().int().min(1).max(32_767),
})

/** `POST /webhooks/twilio/sms` and `…/status`: signature, one call of Postgres, answer. All that follows is done by jobs. */
export const twilioRoutes = (deps: TwilioRouteDeps) => {
  const { api, env, logger } = deps
  const app = newRouter()
  describe(app)

  app.post('/webhooks/twilio/sms', async (c) => {
    const params = await readSignedForm(c, deps)
    const message = readForm(() => readInboundSms(params, c.req.header('I-Twilio-Idempotency-Token')))
    const { outcome, tenantId } = await api.receiveSms({
      message: { ...message, defaultTimeoutHours: env.CONVERSATION_TIMEOUT_HOURS },
    })
    const facts = { requestId: c.get('requestId'), outcome, tenantId }
    if (outcome === 'unrouted') logger.warn('sms_unrouted', facts)
    else logger.info('sms_received', facts)
    deps.afterInbound?.()
    return c.body(emptyTwiml(), 200, { 'Content-Type': 'text/xml' })
  })

  app.post('/webhooks/twilio/status', async (c) => {
    const params = await readSignedForm(c, deps)
    const event = readForm(() => readStatusCallback(params))
    const query = attemptQuery.safeParse(c.req.query())
    if (query.success) {
      const { tenant: tenantId, delivery: deliveryId, attempt } = query.data
      const { outcome, state } = await api.applyStatusCallback({ tenantId, deliveryId, attempt, event })
      logger.info('sms_status', { requestId: c.get('requestId'), outcome, tenantId, deliveryId, attempt, state })
    } else {
      await api.keepUnroutedEvent({
        provider: 'twilio',
        kind: 'sms_status',
        eventKey: `${event.messageSid}:${event.status}`,
        address: event.to,
        reason: 'the callback URL names no delivery',
        payload: event.raw,
      })
      logger.warn('sms_status_unrouted', { requestId: c.get('requestId') })
    }
    return c.body(emptyTwiml(), 200, { 'Content-Type': 'text/xml' })
  })

  return app
}

function describe(app: ReturnType<typeof newRouter>) {
  const described = (path: string, summary: string, description: string, query?: z.ZodObject) =>
    describeTwilioWebhook(app, { path, summary, description, answer: 'Empty TwiML', ...(query && { query }) })
  described(
    '/webhooks/twilio/sms',
    'A text message came in',
    'Kept once by MessageSid; the answer is empty, the reply is a message of its own.',
  )
  described(
    '/webhooks/twilio/status',
    'What became of a message we sent',
    'May repeat and come in any order. The query is the one of the StatusCallback URL we gave.',
    attemptQuery,
  )
}
