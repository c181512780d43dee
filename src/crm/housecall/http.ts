import { retryAfterSeconds } from '../../retry-after.ts'
import { parseStorableJson } from '../storable-json.ts'
import { HousecallError } from './errors.ts'
import { codeOfStatus, readRefusal } from './refusal.ts'

export interface HousecallRequest {
  /** what the call is known by in errors and figures, e.g. `jobs.get` */
  call: string
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** from the root on, its parts encoded */
  path: string
  query?: Query
  /** goes out as JSON */
  body?: object
}

/** Absent and null values are left out; a list goes out as `name[]=…`, once for each. */
export type Query = Record<string, string | number | boolean | Date | readonly string[] | null | undefined>

export interface HousecallEndpoint {
  /** no slash at the end */
  baseUrl: string
  /** `Token` for an API key, `Bearer` for an OAuth access token */
  authScheme: 'Token' | 'Bearer'
  apiKey: string
  /** sent as X-Company-Id: which company of a multi-location account is meant */
  companyId: string | null
  now: () => number
}

/** Codes that are raised before a connection stands, so that no byte of the request has left. */
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ConnectionRefused', 'ENOTFOUND', 'EAI_AGAIN'])

/**
 * One request to HousecallPro and its answer's JSON; undefined for an empty one. Never repeated, never redirected.
 * @throws HousecallError
 */
export async function exchange(
  endpoint: HousecallEndpoint,
  request: HousecallRequest,
  limits: { timeoutMs: number; signal?: AbortSignal },
): Promise<unknown> {
  const { signal: caller } = limits
  if (caller?.aborted) throw new HousecallError(request.call, 'aborted', { wasSent: false })
  const timeout = AbortSignal.timeout(limits.timeoutMs)
  let response: Response
  let text: string
  try {
    response = await fetch(endpoint.baseUrl + request.path + encodeQuery(request.query), {
      method: request.method,
      headers: headersOf(endpoint, request),
      body: request.body && JSON.stringify(request.body),
      redirect: 'manual',
      signal: caller ? AbortSignal.any([caller, timeout]) : timeout,
    })
    text = await response.text()
  } catch (error) {
    if (caller?.aborted) throw new HousecallError(request.call, 'aborted')
    if (timeout.aborted) throw new HousecallError(request.call, 'timed_out')
    throw new HousecallError(request.call, 'unavailable', { wasSent: !NEVER_CONNECTED.has(systemCode(error)) })
  }
  return read(request, response, text, endpoint.now())
}

function read({ call }: HousecallRequest, response: Response, text: string, now: number): unknown {
  const isEmpty = text.trim() === ''
  const json = isEmpty ? undefined : parseStorableJson(text)
  const isVendors = isEmpty || json !== undefined
  if (response.ok && isVendors) return json
  const { status } = response
  throw new HousecallError(call, codeOfStatus(status, isVendors), {
    status,
    retryAfterSeconds: retryAfterSeconds(response.headers, now),
    ...readRefusal(json),
  })
}

const headersOf = (endpoint: HousecallEndpoint, { body }: HousecallRequest): Record<string, string> => ({
  authorization: `${endpoint.authScheme} ${endpoint.apiKey}`,
  accept: 'application/json',
  ...(body && { 'content-type': 'application/json' }),
  ...(endpoint.companyId && { 'x-company-id': endpoint.companyId }),
})

/** `''` or `?…`. */
export function encodeQuery(query: Query = {}): string {
  const pairs = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined) continue
    if (Array.isArray(value)) for (const one of value) pairs.append(`${name}[]`, one)
    else pairs.append(name, value instanceof Date ? value.toISOString() : String(value))
  }
  const text = pairs.toString()
  return text && `?${text}`
}

/** The system's error code: on the error itself under Bun, on its cause under Node. */
function systemCode(error: unknown): string {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: { code?: unknown } }
  return String(code ?? cause?.code ?? '')
}
