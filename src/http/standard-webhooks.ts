import { Buffer } from 'node:buffer'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { isOfNow } from './replay.ts'

export interface SignedWebhook {
  /** the `webhook-id` header */
  id: string | undefined
  /** the `webhook-timestamp` header: seconds since the epoch */
  timestamp: string | undefined
  /** the `webhook-signature` header: `v1,<base64>`, several separated by blanks while a secret is changed */
  signature: string | undefined
  /** the body exactly as received */
  rawBody: Uint8Array
  /** `whsec_` and base64 */
  secret: string
  now: Date
}

/** Why a webhook is turned away; null when it is signed, and lately. */
export type WebhookFlaw = 'absent' | 'forged' | 'stale' | null

/**
 * Standard Webhooks (standardwebhooks.com), as OpenAI and Resend sign: HMAC-SHA256 over `id.timestamp.body`. A repetition
 * within the tolerance passes: that it does nothing twice is for whoever keeps the ids.
 */
export function checkStandardWebhook({ id, timestamp, signature, rawBody, secret, now }: SignedWebhook): WebhookFlaw {
  if (!id || !timestamp || !signature) return 'absent'
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  if (key.length === 0) return 'absent'
  const wanted = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(rawBody).digest()
  // All are compared, so that the time taken does not tell which one matched.
  const matches = signature.split(' ').filter((each) => isSame(wanted, each))
  if (matches.length === 0) return 'forged'
  return isOfNow(timestamp, now) ? null : 'stale'
}

function isSame(wanted: Buffer, given: string): boolean {
  const [version, base64 = ''] = given.split(',')
  const bytes = Buffer.from(base64, 'base64')
  return version === 'v1' && bytes.length === wanted.length && timingSafeEqual(bytes, wanted)
}
