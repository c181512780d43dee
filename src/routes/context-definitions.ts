import { createRoute, z } from '@hono/zod-openapi'
import { closedInsightSchema, customerContextSchema, insightSchema } from '../db/results/context.ts'
import type { Auth } from '../http/auth.ts'
import { problemResponses } from '../http/openapi.ts'

const contextTypes = ['phone', 'email', 'web_user_id', 'housecall_pro_id', 'customer_id'] as const
export type ContextType = (typeof contextTypes)[number]

const identifierParam = z.object({
  identifier: z
    .string()
    .trim()
    .min(1)
    .max(320)
    .openapi({ description: 'The value of the identity; a phone in any spelling' }),
})
const customerParam = z.object({ id: z.guid().openapi({ description: "The customer's id" }) })
const json = <Schema extends z.ZodType>(schema: Schema) => ({ 'application/json': { schema } })

const contextQuery = z.object({
  type: z.enum(contextTypes),
  maxAge: z.coerce.number().int().min(0).max(300).default(0).openapi({
    description: 'Seconds that the answer may be old; 0, the default, always asks the database',
  }),
})

const budgetQuery = z.object({
  budget: z.coerce.number().int().min(50).max(16_000).optional().openapi({
    description: "The most o200k tokens that the prompt may have; by default the tenant's setting, else 1500",
  }),
})

const insightBody = z.object({
  status: z.enum(['actioned', 'dismissed']),
  reason: z.string().trim().max(500).optional().openapi({ description: 'Why it was dismissed' }),
})

const tags = ['Customer context']

/** The routes' descriptions: paths, guards, what they take and answer. */
export const contextRouteDefinitions = (auth: Auth) => ({
  context: createRoute({
    method: 'get',
    path: '/api/v1/customer-context/{identifier}',
    tags,
    summary: 'Everything that is known about a customer',
    description:
      'With maxAge an answer of this server up to that old may come instead of a fresh one. Not found as well while CUSTOMER_CONTEXT_ENABLED is off.',
    ...auth.secured('context:read'),
    request: { params: identifierParam, query: contextQuery },
    responses: {
      200: {
        description: 'The context; `cache` says whether it is fresh (miss)',
        content: json(customerContextSchema.extend({ cache: z.enum(['hit', 'miss']) }).openapi('CustomerContext')),
      },
      ...problemResponses('not_found', 'ambiguous', 'validation_failed'),
    },
  }),
  prompt: createRoute({
    method: 'get',
    path: '/api/v1/customer-context/{id}/prompt',
    tags,
    summary: "A customer's context as Markdown for a language model",
    description: 'Markdown, or JSON when the request accepts application/json. What customers wrote is quoted data.',
    ...auth.secured('context:read'),
    request: { params: customerParam, query: budgetQuery },
    responses: {
      200: {
        description: 'The prompt',
        content: {
          'text/markdown': { schema: z.string() },
          ...json(z.object({ prompt: z.string(), tokensAtMost: z.number().int() }).openapi('ContextPrompt')),
        },
      },
      ...problemResponses('not_found', 'validation_failed'),
    },
  }),
  insights: createRoute({
    method: 'get',
    path: '/api/v1/customer-context/{id}/insights',
    tags,
    summary: "A customer's active recommendations, most pressing first",
    ...auth.secured('context:read'),
    request: { params: customerParam },
    responses: {
      200: {
        description: 'Empty while CUSTOMER_CONTEXT_INSIGHTS is off',
        content: json(z.array(z.object(insightSchema.shape).openapi('Insight'))),
      },
      ...problemResponses('not_found', 'validation_failed'),
    },
  }),
  updateInsight: createRoute({
    method: 'patch',
    path: '/api/v1/insights/{id}',
    tags,
    summary: 'Action or dismiss a recommendation',
    description: 'What is closed so already comes back as it was closed, so that a request may be repeated.',
    ...auth.secured('insights:write'),
    request: {
      params: z.object({ id: z.guid() }),
      body: { required: true, content: json(insightBody) },
    },
    responses: {
      200: {
        description: 'How it was closed; actionedBy is the name of the API key',
        content: json(z.object(closedInsightSchema.shape).openapi('ClosedInsight')),
      },
      ...problemResponses('not_found', 'conflict', 'malformed_body', 'validation_failed'),
    },
  }),
})
