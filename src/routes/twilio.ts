import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { type FormParams, parseForm, WebhookFormError } from '../channels/twilio/form.ts'
import { readInboundSms } from '../channels/twilio/inbound.ts'
import { isTwilioSignatureValid } from '../channels/twilio/signature.ts'
import { readStatusCallback } from '../channels/twilio/status.ts'
import { emptyTwiml } from '../channels/twilio/twiml.ts'
import type { Api } from '../db/generated.ts'
import { ProblemError } from '../http/problem.ts'
import type { AppEnv, RouteDeps } from '../http/types.ts'
import { newRouter } from '../http/validation.ts'

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
    const message = read(() => readInboundSms(params, c.req.header('I-Twilio-Idempotency-Token')))
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
    const event = read(() => readStatusCallback(params))
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

/** The form of a request that Twilio signed. 415 for anything but a form, 403 without a valid signature. */
async function readSignedForm(c: Context<AppEnv>, deps: TwilioRouteDeps): Promise<FormParams> {
  const mediaType = c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase()
  if (mediaType !== 'application/x-www-form-urlencoded') throw new ProblemError('unsupported_media_type')
  if (deps.twilioTokens.length === 0) {
    deps.logger.warn('twilio_webhook_off', { requestId: c.get('requestId') })
    throw new ProblemError('invalid_signature', { detail: 'No Twilio auth token is configured: this channel is off.' })
  }
  const params = parseForm(await c.req.text())
  const isValid = isTwilioSignatureValid({
    publicUrl: deps.env.PUBLIC_URL,
    requestUrl: c.req.url,
    params,
    signature: c.req.header('X-Twilio-Signature'),
    authTokens: deps.twilioTokens,
  })
  if (!isValid) throw new ProblemError('invalid_signature')
  return withoutNul(params)
}

/** Postgres stores any character but NUL, and one of it must not cost the message. Only after the signature is checked. */
function withoutNul(params: FormParams): FormParams {
  const clean = (text: string) => text.replaceAll('\0', '')
  const entries = Object.entries(params).map(([name, value]) => [
    clean(name),
    Array.isArray(value) ? value.map(clean) : clean(value),
  ])
  return Object.fromEntries(entries)
}

function read<T>(parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof WebhookFormError)) throw error
    const errors = error.fields.map((field) => ({
      in: 'body' as const,
      pointer: `/${field}`,
      code: 'invalid',
      detail: 'It is missing or malformed.',
    }))
    throw new ProblemError('validation_failed', { errors })
  }
}

function describe(app: ReturnType<typeof newRouter>) {
  const form = z.record(z.string(), z.string())
  const described = (path: string, summary: string, description: string, query?: z.ZodObject) =>
    app.openAPIRegistry.registerPath({
      method: 'post',
      path,
      tags: ['Webhooks'],
      summary,
      description,
      request: {
        headers: z.object({ 'X-Twilio-Signature': z.string() }),
        body: { required: true, content: { 'application/x-www-form-urlencoded': { schema: form } } },
        ...(query && { query }),
      },
      responses: { 200: { description: 'Empty TwiML', content: { 'text/xml': { schema: z.string() } } } },
    })
  described(
    '/webhooks/twilio/sms',
    'A text message came in',
    'Signed by Twilio. Kept once by MessageSid; the answer is empty, the reply is a message of its own.',
  )
  described(
    '/webhooks/twilio/status',
    'What became of a message we sent',
    'Signed by Twilio. May repeat and come in any order. The query is the one of the StatusCallback URL we gave.',
    attemptQuery,
  )
}
