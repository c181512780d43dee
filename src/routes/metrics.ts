import { createRoute, z } from '@hono/zod-openapi'
import { expositionType, familiesOfRows, renderFamilies } from '../http/exposition.ts'
import { within } from '../http/limits.ts'
import type { Family } from '../http/metrics-registry.ts'
import type { RouteDeps } from '../http/types.ts'
import { newRouter } from '../http/validation.ts'

const PROBE_MS = 2000

const databaseUp = (value: 0 | 1): Family => ({
  name: 'rapport_database_up',
  kind: 'gauge',
  help: 'Whether the database answered this scrape.',
  samples: [{ name: 'rapport_database_up', labels: {}, value }],
})

/**
 * `GET /metrics`: this process's metrics and, computed at the scrape, those of `api.getMetrics`. When the database is away
 * the process's own are still given, with `rapport_database_up 0`, for that is when they are needed.
 */
export const metricsRoutes = ({ api, auth, env, logger, metrics, probeTimeoutMs }: RouteDeps) => {
  const app = newRouter()
  const route = createRoute({
    method: 'get',
    path: '/metrics',
    tags: ['Operations'],
    summary: 'Metrics in the text format of Prometheus',
    ...(env.METRICS_PUBLIC ? {} : auth.secured('metrics:read')),
    responses: { 200: { description: 'The metrics', content: { 'text/plain': { schema: z.string() } } } },
  })

  app.openapi(route, async (c) => {
    let stored: Family[]
    try {
      const rows = await within(probeTimeoutMs ?? PROBE_MS, api.getMetrics({}))
      stored = [databaseUp(1), ...familiesOfRows(rows)]
    } catch (error) {
      logger.warn('metrics_probe_failed', { requestId: c.get('requestId'), error })
      stored = [databaseUp(0)]
    }
    const text = renderFamilies([...metrics.families(), ...stored])
    return c.text(text, 200, { 'Content-Type': expositionType, 'Cache-Control': 'no-store' })
  })

  return app
}
