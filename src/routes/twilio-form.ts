import type { Context } from 'hono'
import { type FormParams, parseForm, WebhookFormError } from '../channels/twilio/form.ts'
import { isTwilioSignatureValid } from '../channels/twilio/signature.ts'
import { ProblemError } from '../http/problem.ts'
import type { AppEnv, RouteDeps } from '../http/types.ts'

export type SignedFormDeps = Pick<RouteDeps<unknown>, 'env' | 'logger' | 'twilioTokens'>

/** The form of a request that Twilio signed. 415 for anything but a form, 403 without a valid signature. */
export async function readSignedForm(c: Context<AppEnv>, deps: SignedFormDeps): Promise<FormParams> {
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

/** What `parse` makes of a form; what the form lacks is a 422 that names it. */
export function readForm<T>(parse: () => T): T {
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
