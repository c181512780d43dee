import { createApp } from '../../src/app.ts'
import type { Sql } from '../../src/db/connect.ts'
import { createApi } from '../../src/db/generated.ts'
import { loadEnv } from '../../src/env.ts'
import { createAppMetrics } from '../../src/http/app-metrics.ts'
import type { AppDeps } from '../../src/http/types.ts'
import { keptLogger } from '../jobs/queue-fixture.ts'

/** Where Twilio believes that we are; what it posts there is handed to the application by `serve`. */
export const PUBLIC_URL = 'https://rapport.example.com'

/** The application over a real database, with what it logged and measured. */
export function twilioApp(edge: Sql, overrides: Partial<AppDeps> = {}) {
  const { logger, lines } = keptLogger()
  const metrics = createAppMetrics()
  const env = loadEnv({ PUBLIC_URL })
  const { app } = createApp({ api: createApi(edge), env, logger, metrics, twilioTokens: [], ...overrides })
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
