import { createRoute, z } from '@hono/zod-openapi'
import type { Env } from '../env.ts'
import { within } from '../http/limits.ts'
import type { RouteDeps } from '../http/types.ts'
import { newRouter } from '../http/validation.ts'

const PROBE_MS = 2000

const live = createRoute({
  method: 'get',
  path: '/healthz',
  tags: ['Operations'],
  summary: 'Is the process alive? Asks nothing of the database',
  responses: {
    200: {
      description: 'It is',
      content: { 'application/json': { schema: z.object({ status: z.literal('ok') }) } },
    },
  },
})

const report = z.record(z.string(), z.unknown())
const statusSchema = z.enum(['ok', 'degraded', 'down'])

const healthSchema = z
  .object({
    status: statusSchema,
    time: z.iso.datetime(),
    database: z.object({ status: z.enum(['up', 'down']), milliseconds: z.number() }),
    migrations: z.unknown(),
    queue: report.nullable(),
    outbox: report.nullable(),
    unroutedLastDay: z.number().nullable(),
    crm: report.nullable(),
    embeddings: report.nullable(),
    budgets: report.nullable(),
    providers: z.array(z.looseObject({ name: z.string(), configured: z.boolean() })),
  })
  .openapi('Health')

const healthBody = { 'application/json': { schema: healthSchema } }

const health = createRoute({
  method: 'get',
  path: '/api/health',
  tags: ['Operations'],
  summary: 'Database, queue, outbox and providers; answers within the bound of a probe',
  responses: {
    200: { description: 'The database answers; `status` may still be `degraded`', content: healthBody },
    503: { description: 'The database does not answer, or reports itself down', content: healthBody },
  },
})

/** What `api.getHealth` answers; a status that is not known here counts as degraded rather than failing the probe. */
const databaseReport = z.looseObject({
  status: statusSchema.catch('degraded'),
  migrations: z.unknown(),
  queue: report.nullish(),
  outbox: report.nullish(),
  unroutedLastDay: z.number().nullish(),
  crm: report.nullish(),
  embeddings: report.nullish(),
  budgets: report.nullish(),
  providers: z.array(z.looseObject({ name: z.string() })).catch([]),
})

type DatabaseReport = z.infer<typeof databaseReport>

const configuredProviders = (env: Env): Record<string, boolean> => ({
  openai: env.OPENAI_API_KEY !== undefined,
  anthropic: env.ANTHROPIC_API_KEY !== undefined,
  local: true,
  twilio: env.TWILIO_ACCOUNT_SID !== undefined && env.TWILIO_AUTH_TOKEN !== undefined,
  housecall: env.HOUSECALL_API_KEY !== undefined,
  shopmonkey: env.SHOPMONKEY_API_KEY !== undefined,
  sendgrid: env.SENDGRID_API_KEY !== undefined,
  resend: env.RESEND_API_KEY !== undefined,
})

const withConfiguration = (env: Env, reported: DatabaseReport['providers']) => {
  const configured = configuredProviders(env)
  const known = new Map(reported.map((provider) => [provider.name, provider]))
  const names = new Set([...Object.keys(configured), ...known.keys()])
  return [...names].map((name) => ({ ...known.get(name), name, configured: configured[name] ?? false }))
}

/** `GET /healthz` for whoever restarts the process, `GET /api/health` for whoever routes traffic to it. */
export const healthRoutes = ({ api, env, logger, clock, probeTimeoutMs }: RouteDeps) => {
  const app = newRouter()

  app.openapi(live, (c) => c.json({ status: 'ok' as const }, 200))

  app.openapi(health, async (c) => {
    const start = performance.now()
    let found: DatabaseReport | null = null
    try {
      found = databaseReport.parse(await within(probeTimeoutMs ?? PROBE_MS, api.getHealth({})))
    } catch (error) {
      logger.warn('health_probe_failed', { requestId: c.get('requestId'), error })
    }
    const body = {
      status: found?.status ?? ('down' as const),
      time: (clock?.() ?? new Date()).toISOString(),
      database: {
        status: found ? ('up' as const) : ('down' as const),
        milliseconds: Math.round((performance.now() - start) * 10) / 10,
      },
      migrations: found?.migrations ?? null,
      queue: found?.queue ?? null,
      outbox: found?.outbox ?? null,
      unroutedLastDay: found?.unroutedLastDay ?? null,
      crm: found?.crm ?? null,
      embeddings: found?.embeddings ?? null,
      budgets: found?.budgets ?? null,
      providers: withConfiguration(env, found?.providers ?? []),
    }
    c.header('Cache-Control', 'no-store')
    return body.status === 'down' ? c.json(body, 503) : c.json(body, 200)
  })

  return app
}
