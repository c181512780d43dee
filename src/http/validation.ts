import { OpenAPIHono } from '@hono/zod-openapi'
import type { ValidationTargets } from 'hono'
import type { z } from 'zod'
import { type FieldError, ProblemError } from './problem.ts'
import { redactText } from './redact.ts'
import type { AppEnv } from './types.ts'

const parts: Record<keyof ValidationTargets, FieldError['in']> = {
  json: 'body',
  form: 'body',
  param: 'path',
  query: 'query',
  header: 'header',
  cookie: 'cookie',
}

const MOST = 20

// A segment may be a key that the caller chose, hence redacted like any other text of theirs.
const pointer = (path: readonly PropertyKey[]) =>
  path.map((segment) => `/${redactText(String(segment)).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

const toFieldError = (target: keyof ValidationTargets, issue: z.core.$ZodIssue): FieldError => ({
  in: parts[target],
  pointer: pointer(issue.path),
  code: issue.code,
  detail: issue.code === 'unrecognized_keys' ? 'There are fields that are not known here.' : redactText(issue.message),
})

/**
 * A router whose routes answer `validation_failed` with the fields that are wrong when a request does not fit their
 * schema. Every route module starts with one.
 */
export const newRouter = () =>
  new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (result.success) return
      const errors = result.error.issues.slice(0, MOST).map((issue) => toFieldError(result.target, issue))
      throw new ProblemError('validation_failed', { errors })
    },
  })
