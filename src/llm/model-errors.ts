import { retryAfterSeconds } from '../retry-after.ts'
import type { ModelErrorDetails, ModelErrorKind } from './provider.ts'
import { ModelError } from './provider.ts'

/** Vendor codes that mean the request itself was judged unacceptable, whatever the HTTP status. */
const POLICY_CODES = new Set([
  'invalid_prompt',
  'bio_policy',
  'misalignment_policy_violation',
  'content_policy_violation',
])

/** What both SDKs put on the error of an HTTP answer. */
interface SdkStatusError {
  status?: number
  headers?: Headers
  requestID?: string | null
  code?: string | null
  type?: string | null
}

/** The error classes both SDKs share by name. */
export interface SdkErrors {
  APIError: abstract new (...args: never[]) => SdkStatusError
  APIConnectionError: abstract new (...args: never[]) => object
  APIConnectionTimeoutError: abstract new (...args: never[]) => object
}

/** The kind an HTTP status stands for at OpenAI and Anthropic (529 is Anthropic's "overloaded"). */
export function kindOfStatus(status: number): ModelErrorKind {
  if (status === 401 || status === 402 || status === 403) return 'auth'
  if (status === 408) return 'timeout'
  if (status === 429) return 'rate_limited'
  if (status === 409 || status >= 500) return 'unavailable'
  return 'invalid_request'
}

/** The kind of an error code found in the body of an answer (OpenAI's `response.error.code`). */
export function kindOfCode(code: string): ModelErrorKind {
  if (POLICY_CODES.has(code)) return 'refused'
  if (code === 'rate_limit_exceeded') return 'rate_limited'
  return code === 'server_error' || code === 'vector_store_timeout' ? 'unavailable' : 'invalid_request'
}

const KIND_OF_TYPE: Record<string, ModelErrorKind> = {
  authentication_error: 'auth',
  billing_error: 'auth',
  permission_error: 'auth',
  rate_limit_error: 'rate_limited',
  timeout_error: 'timeout',
  invalid_request_error: 'invalid_request',
  not_found_error: 'invalid_request',
  request_too_large: 'invalid_request',
}

/** The kind of an error event in a stream of Anthropic, which has a type and no status. */
export const kindOfType = (type: string | undefined): ModelErrorKind => KIND_OF_TYPE[type ?? ''] ?? 'unavailable'

/** A vendor's code if it looks like one, so that free text with a key or a prompt in it can never pass. */
export const safeCode = (code: unknown): string | undefined =>
  typeof code === 'string' && /^[a-z][a-z0-9_.]{0,63}$/.test(code) ? code : undefined

/** Turns whatever an SDK threw into a ModelError, dropping its message, body and cause. */
export function toModelError(provider: string, error: unknown, sdk: SdkErrors): ModelError {
  if (error instanceof ModelError) return error
  if (error instanceof sdk.APIConnectionTimeoutError) return new ModelError(provider, 'timeout')
  if (error instanceof sdk.APIConnectionError) return new ModelError(provider, 'network')
  if (error instanceof sdk.APIError && error.status !== undefined) {
    const code = safeCode(error.code) ?? safeCode(error.type)
    const details: ModelErrorDetails = { status: error.status, code, requestId: error.requestID ?? undefined }
    if (error.headers) details.retryAfterSeconds = retryAfterSeconds(error.headers)
    const kind = code && POLICY_CODES.has(code) ? 'refused' : kindOfStatus(error.status)
    return new ModelError(provider, kind, details)
  }
  // A connection lost while the body was read is the runtime's own error with a system code such as ECONNRESET.
  const lost = /^E[A-Z]+$/.test(String((error as { code?: unknown } | null)?.code ?? ''))
  if (lost) return new ModelError(provider, 'network')
  // Unreadable JSON or a shape the SDK stumbles over; any other error is the SDK's own refusal to send the request.
  const unreadable = error instanceof SyntaxError || error instanceof TypeError
  return unreadable ? badResponse(provider) : new ModelError(provider, 'invalid_request', { code: 'sdk_refused' })
}

/** The vendor (or a proxy before it) answered something that is not the documented shape. */
export const badResponse = (provider: string): ModelError =>
  new ModelError(provider, 'unavailable', { code: 'bad_response' })

/**
 * Runs one call under a time-out and the caller's signal, and lets nothing but a ModelError out.
 * The bound is ours because the SDKs' own differ in whether the body counts.
 * @param run gets the request options both SDKs take
 */
export async function bounded<T>(
  provider: string,
  sdk: SdkErrors,
  limits: { timeoutMs: number; signal?: AbortSignal },
  run: (options: { signal: AbortSignal; timeout: number }) => Promise<T>,
): Promise<T> {
  // The SDKs refuse a time-out that is not a whole number.
  const milliseconds = Math.max(1, Math.ceil(limits.timeoutMs))
  const timeout = AbortSignal.timeout(milliseconds)
  const signal = limits.signal ? AbortSignal.any([limits.signal, timeout]) : timeout
  try {
    return await run({ signal, timeout: milliseconds })
  } catch (error) {
    if (error instanceof ModelError) throw error
    if (limits.signal?.aborted) throw new ModelError(provider, 'aborted')
    if (timeout.aborted) throw new ModelError(provider, 'timeout')
    throw toModelError(provider, error, sdk)
  }
}
