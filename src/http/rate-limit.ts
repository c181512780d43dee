import type { Context } from 'hono'
import { ProblemError } from './problem.ts'
import type { AppEnv } from './types.ts'

/** What `api.resolveApiKey` says of a key's bucket after it took one token for this request. */
export interface Rate {
  perMinute: number
  isExceeded: boolean
  /** requests that could follow at once */
  remaining: number
  retryAfterSeconds: number
}

const WINDOW_SECONDS = 60

/**
 * Tells the caller its limit (draft-ietf-httpapi-ratelimit-headers-10) and refuses the request when it is used up. The
 * bucket is in Postgres, so the limit is one over all processes. @throws ProblemError rate_limited
 */
export function enforceRate(c: Context<AppEnv>, rate: Rate, policy = 'key'): void {
  const { perMinute, isExceeded, remaining, retryAfterSeconds } = rate
  // Until the bucket is full again.
  const reset = Math.ceil(((perMinute - remaining) * WINDOW_SECONDS) / perMinute)
  const headers = {
    'RateLimit-Policy': `"${policy}";q=${perMinute};w=${WINDOW_SECONDS}`,
    RateLimit: `"${policy}";r=${remaining};t=${reset}`,
  }
  if (isExceeded) {
    throw new ProblemError('rate_limited', { headers: { ...headers, 'Retry-After': String(retryAfterSeconds) } })
  }
  for (const [name, value] of Object.entries(headers)) c.header(name, value)
}
