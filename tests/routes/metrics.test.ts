import { describe, expect, test } from 'bun:test'
import { createAppMetrics } from '../../src/http/app-metrics.ts'
import { familiesOfRows, renderFamilies } from '../../src/http/exposition.ts'
import { createRegistry } from '../../src/http/metrics-registry.ts'
import { startShell } from '../fakes/shell.ts'

const scrape = async (shell: ReturnType<typeof startShell>) => {
  const response = await shell.app.request('/metrics')
  return { response, lines: (await response.text()).split('\n') }
}
const open = { METRICS_PUBLIC: 'true' }

describe('metrics', () => {
  test('requests are counted by pattern, method and status, and timed', async () => {
    const shell = startShell(open)
    shell.app.get('/test/people/:phone', (c) => c.text('ok'))
    await shell.app.request('/test/people/15125550100')
    await shell.app.request('/test/people/15125550101')
    await shell.app.request('/nowhere/15125550100')
    await shell.app.request('/healthz', { method: 'PROPFIND' })
    const { response, lines } = await scrape(shell)
    expect(response.headers.get('Content-Type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(lines).toContain('http_requests_total{route="/test/people/:phone",method="GET",status="200"} 2')
    expect(lines).toContain('http_requests_total{route="unmatched",method="GET",status="404"} 1')
    expect(lines).toContain('http_requests_total{route="unmatched",method="OTHER",status="405"} 1')
    expect(lines).toContain('http_request_duration_seconds_count{route="/test/people/:phone",method="GET"} 2')
    expect(lines.join('\n')).not.toContain('1512555')
  })

  test('webhooks are timed by provider', async () => {
    const shell = startShell(open)
    shell.app.post('/webhooks/twilio/sms', (c) => c.text(''))
    await shell.app.request('/webhooks/twilio/sms', { method: 'POST' })
    const { lines } = await scrape(shell)
    expect(lines).toContain('rapport_webhook_latency_seconds_count{provider="twilio"} 1')
    expect(lines).toContain('rapport_webhook_latency_seconds_bucket{provider="twilio",le="+Inf"} 1')
  })

  test('context loads give the hit rate and a latency histogram, and no rate before the first load', async () => {
    const metrics = createAppMetrics()
    expect(renderFamilies(metrics.families())).not.toContain('\ncustomer_context_cache_hit_rate ')
    metrics.contextLoad({ cache: 'hit', seconds: 0.0004 })
    metrics.contextLoad({ cache: 'miss', seconds: 0.003 })
    metrics.contextLoad({ cache: 'miss', seconds: 2 })
    metrics.contextLoad({ cache: 'miss', seconds: 0.001 })
    const lines = renderFamilies(metrics.families()).split('\n')
    expect(lines).toContain('customer_context_cache_hit_rate 0.25')
    expect(lines).toContain('customer_context_load_latency_seconds_bucket{le="0.0005"} 1')
    expect(lines).toContain('customer_context_load_latency_seconds_bucket{le="0.001"} 2')
    expect(lines).toContain('customer_context_load_latency_seconds_bucket{le="1"} 3')
    expect(lines).toContain('customer_context_load_latency_seconds_bucket{le="+Inf"} 4')
    expect(lines).toContain('customer_context_load_latency_seconds_count 4')
  })

  test("the database's rows are merged in, numbers as texts and histograms included", async () => {
    const shell = startShell(open)
    const row = (name: string, labels: unknown, value: number | string, kind = 'gauge') => {
      shell.api.metrics.push({ name, labels, value, kind, help: 'Help.' })
    }
    row('rapport_queue_depth', { queue: 'reply', state: 'created' }, '3')
    row('rapport_queue_depth', { queue: 'send', state: 'created' }, 0)
    row('insights_generated_total', { type: 'a"b\\c\nd' }, 7, 'counter')
    row('hcp_sync_duration_seconds_bucket', { le: '+Inf' }, 2, 'histogram')
    row('hcp_sync_duration_seconds_sum', {}, '1.5', 'histogram')
    row('hcp_sync_duration_seconds_count', {}, 2, 'histogram')
    const { lines } = await scrape(shell)
    expect(lines).toContain('rapport_queue_depth{queue="reply",state="created"} 3')
    expect(lines).toContain('rapport_queue_depth{queue="send",state="created"} 0')
    expect(lines.filter((line) => line === '# TYPE rapport_queue_depth gauge')).toHaveLength(1)
    expect(lines).toContain('insights_generated_total{type="a\\"b\\\\c\\nd"} 7')
    expect(lines).toContain('# TYPE hcp_sync_duration_seconds histogram')
    expect(lines).toContain('hcp_sync_duration_seconds_sum 1.5')
    expect(lines).toContain('rapport_database_up 1')
  })

  test('a series that comes twice is written once, and a row that no scraper would accept is left out', () => {
    const row = { labels: {}, value: 1, kind: 'gauge', help: '' }
    const rows = [
      { ...row, name: 'a' },
      { ...row, name: 'a', value: 2 },
      { ...row, name: 'b c' },
      { ...row, name: 'd', value: 'x' },
    ]
    const text = renderFamilies([...familiesOfRows(rows), ...familiesOfRows(rows)])
    expect(text).toBe('# HELP a \n# TYPE a gauge\na 1\n')
  })

  test('a metric cannot be defined twice', () => {
    const registry = createRegistry()
    registry.counter('a', '')
    expect(() => registry.gauge('a', '', () => 1)).toThrow(/defined twice/)
  })

  test.each([
    ['refuses', () => Promise.reject(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }))],
    ['hangs', () => new Promise<void>(() => {})],
  ])('when the database %s, the process metrics still come', async (_, before) => {
    const shell = startShell(open, { probeTimeoutMs: 20 })
    await shell.app.request('/healthz')
    shell.api.before = before
    const { response, lines } = await scrape(shell)
    expect(response.status).toBe(200)
    expect(lines).toContain('rapport_database_up 0')
    expect(lines).toContain('http_requests_total{route="/healthz",method="GET",status="200"} 1')
  })

  const read = (path: string) => Bun.file(new URL(`../../${path}`, import.meta.url)).text()

  test('docs/metrics.md lists every metric of the process, the database and the requirements', async () => {
    const docs = await read('docs/metrics.md')
    const required = ['hcp_sync_duration_seconds', 'hcp_sync_failures_total', 'rapport_database_up']
    const own = createAppMetrics()
      .families()
      .map((family) => family.name)
    const stored = [...(await read('functions/api/get_metrics.sql')).matchAll(/^ {2}select '(\w+)'/gm)].map(
      ([, name]) => name,
    )
    expect(stored.length).toBeGreaterThan(5)
    for (const name of [...own, ...stored, ...required]) expect(docs).toContain(`| \`${name}\` |`)
  })
})
