import type { Context } from 'hono'
import { databaseAdvice, type ProblemCode, problemCodeOf, problemKinds } from '../errors.ts'
import type { AppEnv } from './types.ts'

/** One field that is wrong: where it stands, and what is wrong with it, without its value. */
export interface FieldError {
  in: 'body' | 'path' | 'query' | 'header' | 'cookie'
  /** A JSON pointer (RFC 6901) within that part. */
  pointer: string
  code: string
  detail: string
}

export interface Problem {
  code: ProblemCode
  detail?: string
  hint?: string
  rule?: string
  errors?: readonly FieldError[]
  /** The state that the request conflicts with, as the route's own answer would show it. */
  current?: unknown
  headers?: Readonly<Record<string, string>>
}

/** Throw this in a route to answer with a problem. */
export class ProblemError extends Error {
  readonly problem: Problem
  constructor(code: ProblemCode, extra: Omit<Problem, 'code'> = {}) {
    super(code)
    this.name = 'ProblemError'
    this.problem = { code, ...extra }
  }
}

const byHttpStatus: Readonly<Record<number, ProblemCode>> = {
  400: 'malformed_body',
  401: 'unauthorized',
  404: 'route_not_found',
  405: 'method_not_allowed',
  413: 'body_too_large',
  415: 'unsupported_media_type',
  504: 'time_limit',
}

/** The problem that any thrown value stands for: ours, hono's (by `status` and `getResponse`), the database's, or a fault. */
export const toProblem = (error: unknown): Problem => {
  const fields = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>
  const own = fields.problem as Problem | undefined
  if (own && Object.hasOwn(problemKinds, own.code)) return own
  if (typeof fields.getResponse === 'function' && typeof fields.status === 'number') {
    return { code: byHttpStatus[fields.status] ?? 'internal_error' }
  }
  return { code: problemCodeOf(error), ...databaseAdvice(error) }
}

/** Writes the JSON of a problem (RFC 9457); `publicUrl` is where its `type` can be read. */
export const problemResponse = (c: Context<AppEnv>, problem: Problem, publicUrl: string): Response => {
  const { code, headers, ...extra } = problem
  const kind = problemKinds[code]
  const body = {
    type: `${publicUrl}/docs#error-${code}`,
    title: kind.title,
    status: kind.status,
    code,
    ...extra,
    requestId: c.get('requestId'),
  }
  c.header('Content-Type', 'application/problem+json')
  c.header('Cache-Control', 'no-store')
  if ('retryAfterSeconds' in kind) c.header('Retry-After', String(kind.retryAfterSeconds))
  for (const [name, value] of Object.entries(headers ?? {})) c.header(name, value)
  return c.body(JSON.stringify(body), kind.status)
}
