/**
 * - `not_found` 404; deleted customers, too
 * - `gone` 410: a job that was deleted or archived
 * - `invalid` 400, 422: the vendor refuses what was sent; see `fields`
 * - `unauthorised` 401, 403: key, scheme, plan or company
 * - `rejected` any other refusal in the vendor's words
 * - `rate_limited` 429, or our own budget is used up; see `retryAfterSeconds`
 * - `unavailable` 5xx, or no connection
 * - `timed_out` no whole answer within the time-out
 * - `malformed` an answer that is not the vendor's: unreadable, a proxy's page, or without what it is about
 * - `circuit_open` nothing was sent, because too much had failed; see `retryAfterSeconds`
 * - `aborted` the caller's signal
 * - `unknown_outcome` a POST that may have been carried out (`reason` says what went wrong): read back before sending again
 */
export type HousecallErrorCode =
  | 'not_found'
  | 'gone'
  | 'invalid'
  | 'unauthorised'
  | 'rejected'
  | 'rate_limited'
  | 'unavailable'
  | 'timed_out'
  | 'malformed'
  | 'circuit_open'
  | 'aborted'
  | 'unknown_outcome'

export interface HousecallErrorDetails {
  /** HTTP status, where there was an answer */
  status?: number
  /** what to wait before trying again; the queue reads it too */
  retryAfterSeconds?: number
  /** the vendor's complaints by field, `base` for those about the whole; they may quote values: never for a log */
  fields?: Record<string, string[]>
  /** the vendor's own words, which may quote values: for the record, never for a log */
  vendorMessage?: string
  /** of an unknown outcome: what went wrong */
  reason?: HousecallErrorCode
  /** false when the request certainly never reached the vendor */
  wasSent?: boolean
  cause?: unknown
}

/** A call of HousecallPro that did not do what it was asked. Its message names call and code, never a value. */
export class HousecallError extends Error {
  override readonly name = 'HousecallError'
  readonly status: number | null
  readonly retryAfterSeconds: number | null
  readonly fields: Record<string, string[]>
  readonly vendorMessage: string | null
  readonly reason: HousecallErrorCode | null
  readonly wasSent: boolean

  constructor(
    /** e.g. `jobs.get` */
    readonly call: string,
    readonly code: HousecallErrorCode,
    details: HousecallErrorDetails = {},
  ) {
    const facts = [details.reason, details.status].filter((fact) => fact !== undefined)
    super(`housecall ${call}: ${code}${facts.length > 0 ? ` (${facts.join(' ')})` : ''}`, { cause: details.cause })
    this.status = details.status ?? null
    this.retryAfterSeconds = details.retryAfterSeconds ?? null
    this.fields = details.fields ?? {}
    this.vendorMessage = details.vendorMessage ?? null
    this.reason = details.reason ?? null
    this.wasSent = details.wasSent ?? true
  }
}

/** The code of a HousecallError; null for anything else. */
export const housecallCode = (error: unknown): HousecallErrorCode | null =>
  error instanceof HousecallError ? error.code : null
