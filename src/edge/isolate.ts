import { AsyncLocalStorage } from 'node:async_hooks'
import { createApp } from '../app.ts'
import type { ApiClient } from '../db/call.ts'
import { createApi } from '../db/generated.ts'
import { openServerPool } from '../db/server-pool.ts'
import { loadEnv } from '../env.ts'
import { createAppMetrics } from '../http/app-metrics.ts'
import { createLogger } from '../logger.ts'
import { createServices } from '../services.ts'
import { voiceConfig } from '../voice/config.ts'
import { type Bindings, type ExecutionContext, variablesOf } from './bindings.ts'
import { createEdgeQueues } from './queues.ts'
import { createRequestScope, type RequestScope } from './request-scope.ts'

const CONNECTIONS = 2

/** What an isolate answers with; requests share all of it but their connections. */
export interface Isolate {
  fetch(request: Request, context: ExecutionContext): Promise<Response>
  /** What cron does every minute. @throws AggregateError with what failed */
  tick(): Promise<void>
}

/**
 * The application on Cloudflare Workers. It is made once, because its metrics, its cache and its routes outlive a
 * request; the database connection that its api speaks through is that of the request being answered.
 * @throws EnvError when a variable cannot be used
 */
export function createIsolate(bindings: Bindings): Isolate {
  const env = loadEnv(variablesOf(bindings))
  const logger = createLogger({ level: env.LOG_LEVEL, sink: (line, level) => console[level](line) })
  const services = createServices(env)
  const queues = bindings.HYPERDRIVE_WORKER ? createEdgeQueues(bindings.HYPERDRIVE_WORKER, services, logger) : null

  const scopes = new AsyncLocalStorage<RequestScope>()
  const current = (): RequestScope => {
    const scope = scopes.getStore()
    if (!scope) throw new Error('the database is asked outside of a request')
    return scope
  }
  const client = { unsafe: (...args: Parameters<ApiClient['unsafe']>) => current().sql.unsafe(...args) } as ApiClient
  const api = createApi(client)
  const { app } = createApp({
    api,
    env,
    logger,
    metrics: createAppMetrics(),
    twilioTokens: services.twilioTokens,
    embedders: services.embedders,
    voice: voiceConfig(env, false),
    deferFlush: (flush) => current().afterwards(flush),
    afterInbound: () =>
      current().afterwards(async () => {
        await api.wakeInbox()
        await queues?.drainOwnReply()
      }),
    // Begun at once: the request waits for it, or streams it.
    afterChatMessage: () => {
      if (queues) current().hold(queues.drainOwnChat())
    },
    keepOpen: (work) => current().hold(work),
    afterCrmEvent: () =>
      current().afterwards(async () => {
        await api.wakeCrmInbox()
      }),
  })

  return {
    async fetch(request, context) {
      const sql = openServerPool(bindings.HYPERDRIVE.connectionString, {
        role: null,
        applicationName: 'rapport-edge',
        max: CONNECTIONS,
        fetchTypes: false,
      })
      const scope = createRequestScope(sql, logger)
      const answer = scopes.run(scope, async () => app.fetch(request))
      const finish = () => scopes.run(scope, scope.finish)
      // Begun here, so that it is also done when the client does not wait for the answer.
      context.waitUntil(answer.then(finish, finish))
      return answer
    },
    async tick() {
      if (queues) return queues.tick()
      logger.info('tick_without_queues', { reason: 'HYPERDRIVE_WORKER is not bound: `rapport worker` runs elsewhere' })
    },
  }
}
