import { methodNotAllowed } from 'hono/method-not-allowed'
import { attribute } from './db/attribution.ts'
import type { Api } from './db/generated.ts'
import { createAccessAudit } from './http/access-audit.ts'
import { accessLog } from './http/access-log.ts'
import { attribution } from './http/attribution.ts'
import { createAuth } from './http/auth.ts'
import { createChatAuth } from './http/chat-auth.ts'
import { createChatTokens } from './http/chat-token.ts'
import { preflight } from './http/cors.ts'
import { depthLimit } from './http/depth.ts'
import { bodyLimits, timeLimit } from './http/limits.ts'
import { problemResponse, toProblem } from './http/problem.ts'
import { requestId } from './http/request-id.ts'
import { securityHeaders } from './http/security-headers.ts'
import type { AppDeps, RouteDeps } from './http/types.ts'
import { newRouter } from './http/validation.ts'
import { chatRoutes } from './routes/chat.ts'
import { chatPageRoutes } from './routes/chat-page.tsx'
import { chatSessionsRoutes } from './routes/chat-sessions.ts'
import { chatsRoutes } from './routes/chats.ts'
import { contextRoutes } from './routes/context.ts'
import { customerAdminRoutes } from './routes/customer-admin.ts'
import { customerContextSyncRoutes } from './routes/customer-context-sync.ts'
import { customersRoutes } from './routes/customers.ts'
import { healthRoutes } from './routes/health.ts'
import { housecallRoutes } from './routes/housecall.ts'
import { insightRulesRoutes } from './routes/insight-rules.ts'
import { mcpRoutes } from './routes/mcp.ts'
import { memoryRoutes } from './routes/memory.ts'
import { memoryNotesRoutes } from './routes/memory-notes.ts'
import { metricsRoutes } from './routes/metrics.ts'
import { openItemsRoutes } from './routes/open-items.ts'
import { openaiRoutes } from './routes/openai.ts'
import { openapiRoutes } from './routes/openapi.ts'
import { twilioRoutes } from './routes/twilio.ts'
import { twilioVoiceRoutes } from './routes/twilio-voice.ts'
import { usageRoutes } from './routes/usage.ts'

const REQUEST_MS = 30_000

/**
 * The HTTP application: the same on Bun and on Workers, all it needs comes in through `deps`.
 * `close` writes what is buffered (the last use of API keys, who read whom): call it once no more requests come.
 */
export function createApp(deps: AppDeps) {
  const { env, logger, metrics } = deps
  const publicUrl = env.PUBLIC_URL
  const clock = deps.clock ?? (() => new Date())
  const { api, run } = attribute(deps.api)
  const access = createAccessAudit({ api: deps.api, logger, clock, defer: deps.deferFlush })
  const auth = createAuth({
    api: deps.api,
    logger,
    clock,
    publicUrl,
    ...(deps.deferFlush ? { deferFlush: deps.deferFlush } : {}),
  })
  const tokens = env.JWT_SECRET ? createChatTokens(env.JWT_SECRET, clock) : null
  const chatAuth = createChatAuth({ api, tokens, publicUrl })
  const routeDeps: RouteDeps<Api> = { ...deps, api, clock, auth, access }
  const app = newRouter()

  app.use(requestId)
  app.use(accessLog({ logger, metrics }))
  app.use(securityHeaders(publicUrl))
  app.use(preflight)
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, allowed) =>
        problemResponse(c, { code: 'method_not_allowed', headers: { Allow: allowed.join(', ') } }, publicUrl),
    }),
  )
  app.use(timeLimit(deps.requestTimeoutMs ?? REQUEST_MS))
  app.use(bodyLimits())
  app.use(depthLimit)
  app.use(attribution(run))

  // Each route module is one line here.
  app.route('/', healthRoutes(routeDeps))
  app.route('/', metricsRoutes(routeDeps))
  app.route('/', contextRoutes(routeDeps))
  app.route('/', customerContextSyncRoutes(routeDeps))
  app.route('/', insightRulesRoutes(routeDeps))
  app.route('/', customersRoutes(routeDeps))
  app.route('/', customerAdminRoutes(routeDeps))
  app.route('/', memoryRoutes(routeDeps))
  app.route('/', memoryNotesRoutes(routeDeps))
  app.route('/', usageRoutes(routeDeps))
  app.route('/', openItemsRoutes(routeDeps))
  app.route('/', mcpRoutes(routeDeps))
  app.route('/', chatsRoutes({ ...routeDeps, tokens }))
  app.route('/', chatSessionsRoutes({ ...routeDeps, tokens }))
  app.route('/', chatRoutes({ ...routeDeps, chatAuth }))
  app.route('/', twilioRoutes(routeDeps))
  app.route('/', twilioVoiceRoutes(routeDeps))
  // Not attributed: an event is stored as it came, and what it changes is put down to the job that works on it.
  app.route('/', housecallRoutes({ ...routeDeps, api: deps.api }))
  app.route('/', openaiRoutes(routeDeps))
  app.route('/', chatPageRoutes())
  app.route('/', openapiRoutes(app, publicUrl))

  app.notFound((c) => problemResponse(c, { code: 'route_not_found' }, publicUrl))
  app.onError((error, c) => {
    const problem = toProblem(error)
    if (problem.code === 'internal_error') logger.error('request_failed', { requestId: c.get('requestId'), error })
    else if (problem.code === 'unavailable') logger.warn('database_away', { requestId: c.get('requestId'), error })
    return problemResponse(c, problem, publicUrl)
  })

  return {
    app,
    close: async () => {
      await Promise.all([auth.flush(), access.flush()])
    },
  }
}
