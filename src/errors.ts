import { redactText } from './http/redact.ts'

/** A kind of problem: its HTTP status, a title that never varies, and how long to wait where trying again helps. */
export interface ProblemKind {
  status: 400 | 401 | 403 | 404 | 405 | 406 | 409 | 410 | 413 | 415 | 422 | 429 | 500 | 503 | 504
  title: string
  retryAfterSeconds?: number
}

/** Every problem that the HTTP interface answers with, by its stable `code`. Explained in docs/error-codes.md. */
export const problemKinds = {
  malformed_body: { status: 400, title: 'The body could not be read.' },
  unauthorized: { status: 401, title: 'A valid API key is required.' },
  chat_token_invalid: { status: 401, title: 'A valid link or session of this chat is required.' },
  missing_scope: { status: 403, title: 'The API key lacks the scope for this.' },
  forbidden_by_rule: { status: 403, title: 'A rule forbids this.' },
  origin_not_allowed: { status: 403, title: 'This origin may not call.' },
  invalid_signature: { status: 403, title: 'The signature does not match.' },
  route_not_found: { status: 404, title: 'There is no such route.' },
  not_found: { status: 404, title: 'Nothing was found.' },
  method_not_allowed: { status: 405, title: 'The route does not take this method.' },
  not_acceptable: { status: 406, title: 'The caller does not accept what is answered here.' },
  ambiguous: { status: 409, title: 'More than one record matches.' },
  conflict: { status: 409, title: 'This conflicts with the current state.' },
  already_exists: { status: 409, title: 'This exists already.' },
  reference_conflict: { status: 409, title: 'A record that this refers to, or that refers to this, is in the way.' },
  gone: { status: 410, title: 'This has expired.' },
  body_too_large: { status: 413, title: 'The body is too large.' },
  unsupported_media_type: { status: 415, title: 'The content type is not supported.' },
  validation_failed: { status: 422, title: 'The request is not valid.' },
  invalid_input: { status: 422, title: 'A value is not acceptable.' },
  rate_limited: { status: 429, title: 'Too many requests were made.' },
  too_many_attempts: { status: 429, title: 'There were too many attempts.' },
  internal_error: { status: 500, title: 'Something went wrong on our side.' },
  busy: { status: 503, title: 'This collided with other work. Try again.', retryAfterSeconds: 1 },
  unavailable: { status: 503, title: 'The database is not available. Try again.', retryAfterSeconds: 5 },
  chat_off: { status: 503, title: 'The chat is switched off here.' },
  time_limit: { status: 504, title: 'The request took too long.' },
} as const satisfies Record<string, ProblemKind>

export type ProblemCode = keyof typeof problemKinds

/** SQLSTATE to problem. What is listed nowhere is an `internal_error`. */
export const sqlStates: Readonly<Record<string, ProblemCode>> = {
  RP001: 'not_found',
  RP002: 'ambiguous',
  RP003: 'invalid_input',
  RP004: 'conflict',
  RP005: 'forbidden_by_rule',
  RP006: 'gone',
  RP007: 'too_many_attempts',
  RP008: 'internal_error',
  RP009: 'internal_error',
  '22001': 'invalid_input',
  '22003': 'invalid_input',
  '22007': 'invalid_input',
  '22008': 'invalid_input',
  '22021': 'invalid_input',
  '22023': 'invalid_input',
  '22P02': 'invalid_input',
  '22P05': 'invalid_input',
  '23502': 'invalid_input',
  '23503': 'reference_conflict',
  '23505': 'already_exists',
  '23514': 'invalid_input',
  '23P01': 'conflict',
  '40001': 'busy',
  '40P01': 'busy',
  '55P03': 'busy',
  '57014': 'time_limit',
}

/** Classes of SQLSTATEs, matched by prefix when the whole code is not in `sqlStates`. */
export const sqlStateClasses: Readonly<Record<string, ProblemCode>> = {
  '08': 'unavailable',
  '53': 'unavailable',
  '57P': 'unavailable',
}

/** Codes that the driver and the system give when no server answers. */
export const connectionCodes: readonly string[] = [
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
]

const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined

const lookUp = (code: string): ProblemCode | undefined => {
  if (Object.hasOwn(sqlStates, code)) return sqlStates[code]
  if (connectionCodes.includes(code)) return 'unavailable'
  if (!/^[0-9A-Z]{5}$/.test(code)) return undefined
  return Object.entries(sqlStateClasses).find(([prefix]) => code.startsWith(prefix))?.[1]
}

// An error carries few causes; the bound is for one that names itself as its cause.
const CAUSES = 4

/**
 * The problem that an error of the database or its connection stands for, found by the `code` of the error or of what
 * caused it, never by its class. Anything else is `internal_error`.
 */
export function problemCodeOf(error: unknown): ProblemCode {
  let current = error
  for (let depth = 0; depth < CAUSES && current !== undefined; depth++) {
    const code = property(current, 'code')
    const found = typeof code === 'string' ? lookUp(code) : undefined
    if (found) return found
    current = property(current, 'cause')
  }
  return 'internal_error'
}

/**
 * What one of our own SQLSTATEs (RP…) says beyond its code: `rule`, the `constraint` of the raise, naming the rule that
 * forbade it (consent, demo, cap …), and its `hint`. Messages and details of the database hold values and stay inside.
 */
export function databaseAdvice(error: unknown): { rule?: string; hint?: string } {
  const code = property(error, 'code')
  if (typeof code !== 'string' || !/^RP\d{3}$/.test(code)) return {}
  const rule = property(error, 'constraint_name')
  const hint = property(error, 'hint')
  return {
    ...(typeof rule === 'string' && /^[a-z][a-z_]{1,40}$/.test(rule) ? { rule } : {}),
    ...(typeof hint === 'string' && hint !== '' ? { hint: redactText(hint) } : {}),
  }
}
