import { type BreakerChange, type BreakerPass, type BreakerSnapshot, createCircuitBreaker } from '../circuit-breaker.ts'
import { backoffMs, systemTiming, type Timing } from '../timing.ts'
import { createTokenBucket } from '../token-bucket.ts'
import { HousecallError, type HousecallErrorCode } from './errors.ts'
import { exchange, type HousecallRequest } from './http.ts'
import type { ReportMismatch } from './lenient.ts'

export interface HousecallConfig {
  apiKey: string
  /** `Token` when left out */
  authScheme?: 'Token' | 'Bearer'
  /** `https://api.housecallpro.com` when left out */
  baseUrl?: string
  /** sent as X-Company-Id; leave out unless the key serves several companies */
  companyId?: string | null
  /** bounds one request, the reading of its answer included; 20 s when left out */
  timeoutMs?: number
  /** the account's budget, 5 when left out: the vendor publishes no limit */
  requestsPerSecond?: number
  /** told of every field that is not of its type */
  onMismatch?: ReportMismatch
  onStateChange?: (change: BreakerChange) => void
  timing?: Timing
}

export interface CallOptions {
  /** ends the call wherever it is: waiting for its turn, for an answer or for the next attempt */
  signal?: AbortSignal
  /** in place of the configured one */
  timeoutMs?: number
  /** how often a request that is safe to repeat is made in all, 4 when left out */
  attempts?: number
  /** `bulk` work leaves a fifth of the budget to the rest; `interactive` when left out */
  priority?: 'interactive' | 'bulk'
}

/** One account: its budget, its circuit breaker and how its calls are repeated. */
export interface HousecallAccount {
  /** The answer's JSON; undefined for an empty one. @throws HousecallError */
  call(request: HousecallRequest, options?: CallOptions): Promise<unknown>
  breaker(): BreakerSnapshot
  onMismatch: ReportMismatch
}

/** The longest a call waits for its turn before it is given back to the queue as `rate_limited`. */
const LONGEST_WAIT_MS = 30_000
/** However long a Retry-After is, the vendor is asked again after an hour. */
const LONGEST_HOLD_MS = 3_600_000
const BULK_SHARE = 0.8

/** Failures that say something about the service, not about the request. */
const ILLNESSES: readonly HousecallErrorCode[] = ['unavailable', 'timed_out', 'malformed']

export function createHousecallAccount(config: HousecallConfig): HousecallAccount {
  const { timing = systemTiming, requestsPerSecond = 5, timeoutMs = 20_000 } = config
  const endpoint = {
    baseUrl: (config.baseUrl ?? 'https://api.housecallpro.com').replace(/\/+$/, ''),
    authScheme: config.authScheme ?? 'Token',
    apiKey: config.apiKey,
    companyId: config.companyId ?? null,
    now: timing.now,
  }
  const burst = Math.max(1, Math.ceil(requestsPerSecond))
  const budget = createTokenBucket(timing, { ratePerSecond: requestsPerSecond, burst })
  const bulkBudget = createTokenBucket(timing, { ratePerSecond: requestsPerSecond * BULK_SHARE, burst: 1 })
  const breaker = createCircuitBreaker({ now: timing.now, onStateChange: config.onStateChange })

  const waitForTurn = async (call: string, { priority, signal }: CallOptions) => {
    // Nobody takes leave from the budget only to be refused.
    const openForMs = (breaker.snapshot().retryAt?.getTime() ?? 0) - timing.now()
    if (openForMs > 0) throw circuitOpen(call, openForMs)
    for (const bucket of priority === 'bulk' ? [bulkBudget, budget] : [budget]) {
      const missing = await bucket.take({ longestWaitMs: LONGEST_WAIT_MS, signal }).catch(() => {
        throw new HousecallError(call, 'aborted', { wasSent: false })
      })
      if (missing === null) continue
      throw new HousecallError(call, 'rate_limited', { retryAfterSeconds: missing / 1000, wasSent: false })
    }
  }

  const once = async (request: HousecallRequest, options: CallOptions): Promise<unknown> => {
    await waitForTurn(request.call, options)
    const pass = breaker.admit()
    if ('retryAfterMs' in pass) throw circuitOpen(request.call, pass.retryAfterMs)
    try {
      const limits = { timeoutMs: options.timeoutMs ?? timeoutMs, signal: options.signal }
      const answer = await exchange(endpoint, request, limits)
      pass.succeeded()
      return answer
    } catch (error) {
      judge(pass, error)
      if (error instanceof HousecallError && error.retryAfterSeconds) {
        budget.hold(Math.min(error.retryAfterSeconds * 1000, LONGEST_HOLD_MS))
      }
      throw error
    }
  }

  return {
    breaker: breaker.snapshot,
    onMismatch: config.onMismatch ?? (() => {}),
    async call(request, options = {}) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await once(request, options)
        } catch (error) {
          const isLast = attempt >= (options.attempts ?? 4) || !(error instanceof HousecallError)
          if (isLast || !isWorthRepeating(request, error)) throw outcomeOf(request, error)
          // With a wait that the vendor asked for, the whole account's budget is held: no need to wait here as well.
          const waitMs = error.retryAfterSeconds ? 0 : backoffMs(attempt, timing.random)
          await timing.sleep(waitMs, options.signal).catch(() => {
            throw new HousecallError(request.call, 'aborted', { wasSent: request.method !== 'POST' && error.wasSent })
          })
        }
      }
    },
  }
}

const circuitOpen = (call: string, retryAfterMs: number) =>
  new HousecallError(call, 'circuit_open', { retryAfterSeconds: retryAfterMs / 1000, wasSent: false })

function judge(pass: BreakerPass, error: unknown): void {
  const code = error instanceof HousecallError ? error.code : null
  if (code === null || code === 'aborted') pass.abandoned()
  else if (ILLNESSES.includes(code)) pass.failed(code)
  else pass.succeeded()
}

/** A POST is repeated only when it certainly did nothing: it was turned away unread, or never left. */
function isWorthRepeating({ method }: HousecallRequest, error: HousecallError): boolean {
  if (error.code === 'rate_limited') return error.wasSent
  return ILLNESSES.includes(error.code) && (method !== 'POST' || !error.wasSent)
}

/** What a POST ended in when nobody can tell whether it was carried out. */
function outcomeOf({ method, call }: HousecallRequest, error: unknown): unknown {
  if (method !== 'POST' || !(error instanceof HousecallError) || !error.wasSent) return error
  if (error.code !== 'aborted' && !ILLNESSES.includes(error.code)) return error
  const { code: reason, status, retryAfterSeconds } = error
  return new HousecallError(call, 'unknown_outcome', {
    reason,
    ...(status !== null && { status }),
    ...(retryAfterSeconds !== null && { retryAfterSeconds }),
  })
}
