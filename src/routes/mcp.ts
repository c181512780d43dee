import type { Context } from 'hono'
import { assertScope, hasScope } from '../http/auth.ts'
import { ProblemError } from '../http/problem.ts'
import type { AppEnv, RouteDeps } from '../http/types.ts'
import { newRouter } from '../http/validation.ts'
import { embeddersOf } from '../llm/embeddings/embedders.ts'
import { localEmbedder } from '../llm/embeddings/local.ts'
import { handleMessage, type McpApi, type McpCaller } from '../mcp/handler.ts'
import { checkHeaders, isAccepted, statusOf } from '../mcp/http.ts'
import type { RpcAnswer, RpcMessage } from '../mcp/protocol.ts'
import { errorAnswer, RpcFailure, readMessage, rpcCodes } from '../mcp/protocol.ts'

/**
 * `POST /mcp`: the Model Context Protocol over Streamable HTTP, revisions 2025-11-25 and 2026-07-28, without sessions or
 * streams: every answer is one JSON object. GET and DELETE are 405.
 */
export const mcpRoutes = ({
  api,
  auth,
  access,
  logger,
  embedders = embeddersOf([localEmbedder]),
}: RouteDeps<McpApi>) => {
  const app = newRouter()
  app.openAPIRegistry.registerPath(documentation)

  const callerOf = (c: Context<AppEnv>): McpCaller => {
    const { caller } = c.var
    return {
      tenantId: caller.tenantId,
      hasScope: (scope) => hasScope(caller.scopes, scope),
      assertScope: (scope) => assertScope(caller, scope),
      onRead: (customerIds) => access.read(c, ...customerIds),
      signal: c.get('signal'),
    }
  }

  app.post('/mcp', auth.requireKey, async (c) => {
    if (!/^application\/json\s*(;|$)/i.test(c.req.header('Content-Type') ?? '')) {
      throw new ProblemError('unsupported_media_type')
    }
    if (!isAccepted(c.req.header('Accept'))) {
      throw new ProblemError('not_acceptable', { detail: 'Accept application/json and text/event-stream.' })
    }
    c.header('Cache-Control', 'no-store')
    let message: RpcMessage | null = null
    try {
      message = readMessage(await parseBody(c))
      if (message === null) return c.body(null, 202)
      checkHeaders(message, (name) => c.req.header(name))
    } catch (error) {
      if (!(error instanceof RpcFailure)) throw error
      return c.json(errorAnswer(message?.id, error), 400)
    }
    const answer = await handleMessage({ api, embedders, logger }, callerOf(c), message)
    return answer === null ? c.body(null, 202) : c.json<RpcAnswer>(answer, statusOf(message, answer))
  })

  return app
}

async function parseBody(c: Context<AppEnv>): Promise<unknown> {
  const text = await c.req.text()
  try {
    return JSON.parse(text)
  } catch {
    throw new RpcFailure(rpcCodes.parseError, 'Parse error')
  }
}

const documentation: Parameters<ReturnType<typeof newRouter>['openAPIRegistry']['registerPath']>[0] = {
  method: 'post',
  path: '/mcp',
  tags: ['Agents'],
  summary: 'Model Context Protocol (Streamable HTTP, revisions 2025-11-25 and 2026-07-28)',
  security: [{ apiKey: [] }],
  request: { body: { required: true, content: { 'application/json': { schema: { type: 'object' } } } } },
  responses: {
    200: {
      description: 'A JSON-RPC 2.0 answer; each tool needs the scope it is listed with',
      content: { 'application/json': { schema: { type: 'object' } } },
    },
    202: { description: 'A notification was taken' },
  },
}
