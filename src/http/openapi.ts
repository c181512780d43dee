import { z } from '@hono/zod-openapi'
import { type ProblemCode, problemKinds } from '../errors.ts'

const fieldErrorSchema = z.object({
  in: z.enum(['body', 'path', 'query', 'header', 'cookie']),
  pointer: z.string().openapi({ description: 'JSON pointer within that part', example: '/customerId' }),
  code: z.string(),
  detail: z.string(),
})

/** The body of every error (RFC 9457). */
export const problemSchema = z
  .object({
    type: z.url(),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(problemKinds) as [ProblemCode, ...ProblemCode[]]),
    detail: z.string().optional(),
    hint: z.string().optional(),
    rule: z.string().optional().openapi({ description: 'Which rule forbade it: consent, demo, cap …' }),
    errors: z.array(fieldErrorSchema).optional(),
    current: z
      .unknown()
      .optional()
      .openapi({ description: 'With a conflict: the state as it is now, where the route can show it' }),
    requestId: z.string(),
  })
  .openapi('Problem')

type ProblemResponse = {
  description: string
  content: { 'application/problem+json': { schema: typeof problemSchema } }
}
type StatusOf<Code extends ProblemCode> = (typeof problemKinds)[Code]['status']

const describe = (codes: readonly ProblemCode[]) =>
  codes.map((code) => `\`${code}\`: ${problemKinds[code].title}`).join(' ')

/**
 * The `responses` of a route for these problems, one a status: spread it into `createRoute` beside the good answer.
 * What any route can answer (500, 503, 504, and 401 and 403 behind a key) is added to the document by itself.
 */
export const problemResponses = <Code extends ProblemCode>(...codes: Code[]) => {
  const byStatus = Object.groupBy(codes, (code) => String(problemKinds[code].status))
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, group]) => [
      status,
      { description: describe(group ?? []), content: { 'application/problem+json': { schema: problemSchema } } },
    ]),
  ) as Record<StatusOf<Code>, ProblemResponse>
}

interface Operation {
  security?: unknown[]
  parameters?: unknown[]
  requestBody?: unknown
  responses?: Record<string, unknown>
}

const problemReference = (codes: readonly ProblemCode[]) => ({
  description: describe(codes),
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})

const implied = (operation: Operation): ProblemCode[] => [
  ...(operation.security?.length ? (['unauthorized', 'missing_scope'] as const) : []),
  ...(operation.requestBody ? (['malformed_body', 'body_too_large', 'unsupported_media_type'] as const) : []),
  ...(operation.requestBody || operation.parameters?.length ? (['validation_failed'] as const) : []),
  'internal_error',
  'busy',
  'unavailable',
  'time_limit',
]

/** Adds to an operation the errors that any route like it can answer; what the route wrote itself stays. */
export const withImpliedProblems = <T extends Operation>(operation: T): T => {
  const byStatus = Object.groupBy(implied(operation), (code) => String(problemKinds[code].status))
  const added = Object.entries(byStatus).map(([status, codes]) => [status, problemReference(codes ?? [])])
  return { ...operation, responses: { ...Object.fromEntries(added), ...operation.responses } }
}
