import { createRegistry, type Family } from './metrics-registry.ts'

/** What this process measures itself; what Postgres knows better comes from `api.getMetrics`. See docs/metrics.md. */
export interface AppMetrics {
  /** `route` is the pattern, never the path. */
  request(args: { route: string; method: string; status: number; seconds: number }): void
  webhook(args: { provider: string; seconds: number }): void
  /** One load of a customer's full context, from the edge's own cache or from the database. */
  contextLoad(args: { cache: 'hit' | 'miss'; seconds: number }): void
  families(): Family[]
}

const requestBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
// Twilio gives up after 15 seconds.
const webhookBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15]
const loadBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1]

export function createAppMetrics(): AppMetrics {
  const registry = createRegistry()
  const requests = registry.counter('http_requests_total', 'Answered HTTP requests.')
  const durations = registry.histogram(
    'http_request_duration_seconds',
    'From the arrival of an HTTP request to its answer.',
    requestBuckets,
  )
  const webhooks = registry.histogram(
    'rapport_webhook_latency_seconds',
    'From the arrival of a webhook to its answer.',
    webhookBuckets,
  )
  const loads = registry.histogram(
    'customer_context_load_latency_seconds',
    'Time to load the full context of a customer.',
    loadBuckets,
  )
  let hits = 0
  let misses = 0
  registry.gauge('customer_context_cache_hit_rate', 'Share of context loads answered from the cache, 0 to 1.', () =>
    hits + misses === 0 ? null : hits / (hits + misses),
  )

  return {
    request({ route, method, status, seconds }) {
      requests.inc({ route, method, status: String(status) })
      durations.observe(seconds, { route, method })
    },
    webhook: ({ provider, seconds }) => webhooks.observe(seconds, { provider }),
    contextLoad({ cache, seconds }) {
      if (cache === 'hit') hits += 1
      else misses += 1
      loads.observe(seconds)
    },
    families: () => registry.families(),
  }
}
