import { z } from 'zod'
import type { HousecallErrorCode, HousecallErrorDetails } from './errors.ts'

/** Every shape an error of HousecallPro was seen in. */
const errorSchema = z.object({
  error: z
    .union([z.string(), z.object({ message: z.string().optional() })])
    .optional()
    .catch(undefined),
  error_description: z.string().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
  errors: z
    .union([z.record(z.string(), z.union([z.string(), z.array(z.string())])), z.array(z.string())])
    .optional()
    .catch(undefined),
})

/** What an error's body says; nothing for one that is empty. */
export function readRefusal(json: unknown): Pick<HousecallErrorDetails, 'fields' | 'vendorMessage'> {
  const body = errorSchema.safeParse(json).data
  if (!body) return {}
  const { error, errors } = body
  const named = typeof error === 'string' ? (body.error_description ?? error) : error?.message
  const vendorMessage = named ?? body.message
  const fields = Array.isArray(errors) ? { base: errors } : (errors ?? {})
  return {
    ...(vendorMessage !== undefined && { vendorMessage }),
    fields: Object.fromEntries(Object.entries(fields).map(([name, said]) => [name, [said].flat()])),
  }
}

const CODES: Readonly<Record<number, HousecallErrorCode>> = {
  400: 'invalid',
  401: 'unauthorised',
  403: 'unauthorised',
  404: 'not_found',
  408: 'timed_out',
  410: 'gone',
  422: 'invalid',
  429: 'rate_limited',
}

/**
 * What a status stands for. A refusal whose body is neither empty nor JSON is a proxy's page, about a request that the
 * vendor may or may not have seen: taken as `not_found` it would delete a customer. 401 and 429 come as plain text too.
 */
export function codeOfStatus(status: number, isVendors: boolean): HousecallErrorCode {
  if (status >= 500) return 'unavailable'
  if (status < 400 || (!isVendors && status !== 401 && status !== 429)) return 'malformed'
  return CODES[status] ?? 'rejected'
}
