import { createRoute, z } from '@hono/zod-openapi'
import type { Api } from '../db/generated.ts'
import { memoryHitSchema } from '../db/results/memory.ts'
import { problemResponses } from '../http/openapi.ts'
import type { RouteDeps } from '../http/types.ts'
import { newRouter } from '../http/validation.ts'
import { embeddersOf } from '../llm/embeddings/embedders.ts'
import { localEmbedder } from '../llm/embeddings/local.ts'
import { embedQuery } from '../llm/embeddings/query.ts'

/** The api functions that the routes of the memory call. */
export type MemoryApi = Pick<Api, 'searchMemory' | 'getQueryModel' | 'recordModelCalls'>

const body = z
  .object({
    query: z.string().max(20_000).openapi({
      description:
        'A question or words, in any script; typos are forgiven. Of a long one the first 4,000 characters count',
    }),
    customerId: z.guid().optional().openapi({ description: 'Whose messages; left out, those of the whole business' }),
    limit: z.int().min(1).max(100).default(10),
    filters: z
      .strictObject({
        channel: z.enum(['sms', 'voice', 'web', 'email', 'mcp']).optional(),
        direction: z.enum(['inbound', 'outbound']).optional(),
        conversationId: z.guid().optional(),
        from: z.iso.datetime({ offset: true }).optional(),
        to: z.iso.datetime({ offset: true }).optional().openapi({ description: 'Exclusive' }),
      })
      .default({}),
  })
  .openapi('MemorySearch')

/** `POST /api/v1/memory/search`: a POST, so that what is asked about a customer stands in no log of URLs. */
export const memoryRoutes = ({
  api,
  auth,
  access,
  logger,
  embedders = embeddersOf([localEmbedder]),
}: RouteDeps<MemoryApi>) => {
  const app = newRouter()
  const route = createRoute({
    method: 'post',
    path: '/api/v1/memory/search',
    tags: ['Memory'],
    summary: 'Messages that answer a question, best first',
    ...auth.secured('context:read'),
    request: { body: { required: true, content: { 'application/json': { schema: body } } } },
    responses: {
      200: {
        description: 'Empty when nothing fits; `snippet` is plain text in segments, `score` compares within one answer',
        content: { 'application/json': { schema: z.array(z.object(memoryHitSchema.shape).openapi('MemoryHit')) } },
      },
      ...problemResponses('not_found', 'malformed_body', 'validation_failed'),
    },
  })

  app.openapi(route, async (c) => {
    const { query, customerId, limit, filters } = c.req.valid('json')
    const { tenantId } = c.var.caller
    const asked = { tenantId, text: query, signal: c.get('signal'), requestId: c.get('requestId') }
    const vector = await embedQuery({ api, embedders, logger }, asked)
    const hits = await api.searchMemory({
      tenantId,
      query,
      limit,
      filters,
      ...(customerId === undefined ? {} : { customerId }),
      ...vector,
    })
    access.read(c, ...new Set(hits.flatMap((hit) => hit.customerId ?? [])))
    c.header('Cache-Control', 'no-store')
    return c.json(hits, 200)
  })

  return app
}
