import type { Sql } from '../../src/db/connect.ts'
import { createApi } from '../../src/db/generated.ts'
import { loadEnv } from '../../src/env.ts'
import { createAppMetrics } from '../../src/http/app-metrics.ts'
import { bodyLimits } from '../../src/http/limits.ts'
import { problemResponse, toProblem } from '../../src/http/problem.ts'
import { requestId } from '../../src/http/request-id.ts'
import { newRouter } from '../../src/http/validation.ts'
import { type TwilioRouteDeps, twilioRoutes } from '../../src/routes/twilio.ts'
import { keptLogger } from '../jobs/queue-fixture.ts'

/** Where Twilio believes that we are; what it posts there is handed to the application by `serve`. */
export const PUBLIC_URL = 'https://rapport.example.com'

/** The Twilio routes over a real database, with what they logged and measured. */
export function twilioApp(edge: Sql, overrides: Partial<TwilioRouteDeps> = {}) {
  const { logger, lines } = keptLogger()
  const metrics = createAppMetrics()
  const env = loadEnv({ PUBLIC_URL })
  const app = newRouter()
  app.use(requestId)
  app.use(bodyLimits())
  app.route('/', twilioRoutes({ api: createApi(edge), env, logger, metrics, twilioTokens: [], ...overrides }))
  app.onError((error, c) => problemResponse(c, toProblem(error), PUBLIC_URL))
  return { app, lines, metrics }
}

/** Serves an application on loopback; `deliverTo` turns a public URL into one that reaches it. */
export function serve(app: { fetch: (request: Request) => Response | Promise<Response> }) {
  const server = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: (request) => app.fetch(request) })
  return {
    deliverTo: (url: string) => url.replace(PUBLIC_URL, `http://127.0.0.1:${server.port}`),
    stop: () => server.stop(true),
  }
}
