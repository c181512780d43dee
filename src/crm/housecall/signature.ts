import { Buffer } from 'node:buffer'
import { createHmac, timingSafeEqual } from 'node:crypto'

export type SignatureVerdict =
  | { isValid: true; signedAt: Date }
  /**
   * - `absent` one of the headers is missing, or there is no secret to check with
   * - `malformed` a header is not what HousecallPro sends
   * - `forged` the signature is of another body, timestamp or secret
   * - `stale`, `early` signed longer ago, or further ahead, than the tolerance
   */
  | { isValid: false; reason: 'absent' | 'malformed' | 'forged' | 'stale' | 'early' }

export interface SignedRequest {
  /** the `Api-Timestamp` header: seconds since the epoch */
  timestamp: string | null | undefined
  /** the `Api-Signature` header: lower-case hexadecimal HMAC-SHA256 */
  signature: string | null | undefined
  /** the body exactly as received; text only when it was never anything else, decoding drops a byte order mark */
  rawBody: Uint8Array | string
  /** several, so that a secret can be changed; an empty one never matches */
  secrets: readonly string[]
  /** how far the timestamp may be from `now`, both ways: the vendor documents no bound */
  toleranceSeconds: number
  now: Date
}

const TIMESTAMP = /^[1-9]\d{0,10}$/
const SIGNATURE = /^[0-9a-f]{64}$/

/**
 * Whether HousecallPro signed this webhook with one of the secrets, lately. A repetition within the tolerance is valid: that
 * it has no second effect is for whoever stores it.
 */
export function verifyHousecallSignature(request: SignedRequest): SignatureVerdict {
  const { timestamp, signature } = request
  const secrets = request.secrets.filter((secret) => secret !== '')
  if (!timestamp || !signature || secrets.length === 0) return { isValid: false, reason: 'absent' }
  if (!TIMESTAMP.test(timestamp) || !SIGNATURE.test(signature)) return { isValid: false, reason: 'malformed' }
  const given = Buffer.from(signature, 'hex')
  // Every secret is tried, so that the time taken does not tell which one matched.
  const matches = secrets.filter((secret) => timingSafeEqual(given, digest(secret, timestamp, request.rawBody)))
  if (matches.length === 0) return { isValid: false, reason: 'forged' }
  const aheadSeconds = Number(timestamp) - request.now.getTime() / 1000
  if (aheadSeconds < -request.toleranceSeconds) return { isValid: false, reason: 'stale' }
  if (aheadSeconds > request.toleranceSeconds) return { isValid: false, reason: 'early' }
  return { isValid: true, signedAt: new Date(Number(timestamp) * 1000) }
}

/** The `Api-Signature` HousecallPro would send with this body at this time. */
export const signHousecallBody = (secret: string, timestamp: string, rawBody: Uint8Array | string): string =>
  digest(secret, timestamp, rawBody).toString('hex')

const digest = (secret: string, timestamp: string, rawBody: Uint8Array | string): Buffer =>
  createHmac('sha256', secret).update(`${timestamp}.`).update(rawBody).digest()
