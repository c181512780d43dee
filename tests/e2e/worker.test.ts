import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { createApi } from '../../src/db/generated.ts'
import { buildWidget } from '../../src/web/build-widget.ts'
import { testServer } from '../fixtures/lane.ts'
import { repositoryRoot } from '../fixtures/repository.ts'
import { smsOf } from '../functions/outreach/inbound.ts'
import { eventually, within } from '../jobs/queue-fixture.ts'
import { parseEvents } from '../routes/chat-fixture.ts'
import { type EdgeShop, openEdgeShop, PUBLIC_URL } from './worker-fixture.ts'
import { node, startWrangler, type WranglerDev } from './wrangler.ts'

/** Cloudflare's runtime needs Node to start it, and a server that it can connect to. */
describe.skipIf(!testServer || !node)('on Cloudflare Workers, under wrangler dev', () => {
  let shop: EdgeShop
  let worker: WranglerDev

  beforeAll(async () => {
    await Bun.write(join(repositoryRoot, 'src/web/assets/widget.js'), await buildWidget())
    shop = await openEdgeShop(() => worker.url)
    worker = await startWrangler({
      hyperdrive: { HYPERDRIVE: shop.urls.edge, HYPERDRIVE_WORKER: shop.urls.worker },
      variables: shop.variables,
    })
  }, 90_000)
  afterAll(async () => {
    await worker?.stop()
    await shop?.close()
  }, 30_000)

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(worker.url + path, { headers, signal: AbortSignal.timeout(20_000) })
  const getContext = () =>
    get(`/api/v1/customer-context/${encodeURIComponent(shop.customer.phone)}?type=phone`, {
      Authorization: `Bearer ${shop.apiKey}`,
    })
  /** The states once the newest delivery has been reported on, the worker's own output when that does not happen. */
  const delivered = (count: number) =>
    eventually(
      async () => {
        const states = await shop.deliveryStates()
        return states.filter((state) => state === 'sent' || state === 'delivered').length >= count ? states : undefined
      },
      `delivery ${count}`,
      20_000,
    ).catch((error: unknown) => {
      throw new Error(`${error}\n${worker.output()}`)
    })

  test('the Worker answers that it is alive, and its database too', async () => {
    const live = await get('/healthz')
    expect([live.status, await live.json()]).toEqual([200, { status: 'ok' }])
    const health = await get('/api/health')
    expect(health.status).toBe(200)
    expect(await health.json()).toMatchObject({ status: 'ok', database: { status: 'up' } })
  })

  test('what needs no code is served from the assets', async () => {
    const icon = await get('/favicon.svg')
    expect([icon.status, icon.headers.get('Content-Type')]).toEqual([200, 'image/svg+xml'])
    expect(await (await get('/robots.txt')).text()).toContain('Disallow: /')
    const widget = await get('/widget.js')
    expect([widget.status, widget.headers.get('Access-Control-Allow-Origin')]).toEqual([200, '*'])
    expect(await widget.text()).toBe(await buildWidget())
    expect((await get('/_headers')).status).toBe(404)
  })

  test('the page behind a chat’s link comes from the Worker', async () => {
    const page = await get('/chat/eyJ.link.token')
    expect([page.status, page.headers.get('X-Robots-Tag')]).toEqual([200, 'noindex, nofollow'])
    expect(await page.text()).toContain('<script src="/widget.js" data-chat="eyJ.link.token" data-page="chat">')
  })

  test('an API key gets a context, also many at once, each over a connection of its own request', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, getContext))
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200))
    const bodies = await Promise.all(answers.map((answer) => answer.json() as Promise<{ name: string }>))
    expect(bodies.map(({ name }) => name)).toEqual(Array(20).fill('Ada Edge'))
    const refused = await get('/api/v1/customer-context/+15035550100?type=phone', { Authorization: 'Bearer nonsense' })
    expect([refused.status, refused.headers.get('Content-Type')]).toEqual([401, 'application/problem+json'])
  })

  test('an agent lists the tools and uses one', async () => {
    const ask = async (method: string, params: Record<string, unknown>) => {
      const answer = await fetch(`${worker.url}/mcp`, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${shop.apiKey}`,
          'Content-Type': 'application/json',
          Accept: 'application/json, text/event-stream',
        },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
        signal: AbortSignal.timeout(20_000),
      })
      expect(answer.status).toBe(200)
      return ((await answer.json()) as { result: Record<string, unknown> }).result
    }
    expect(JSON.stringify(await ask('tools/list', {}))).toContain('"get_customer_context"')
    const args = { phone: shop.customer.phone }
    const used = await ask('tools/call', { name: 'get_customer_context', arguments: args })
    expect(used.structuredContent).toMatchObject({ primaryPhone: shop.customer.phone })
  })

  test('metrics are those of the isolate, over its requests', async () => {
    const metrics = await (await get('/metrics')).text()
    const line = metrics.split('\n').find((each) => /^http_requests_total{.*customer-context.*status="200"/.test(each))
    expect(Number(line?.split(' ').at(-1))).toBeGreaterThanOrEqual(20)
    expect(metrics).toContain('rapport_database_up 1')
  })

  test('the last use of the key is written after the answer', async () => {
    await getContext()
    await eventually(async () => {
      const [key] = await shop.admin`select last_used_at as at from tenancy.api_keys`
      return key?.at ?? undefined
    }, 'the last use of the key')
  })

  test('a signed text message is answered by the drain of its own request', async () => {
    const { phone } = shop.customer
    const to = shop.tenant.number
    const url = `${PUBLIC_URL}/webhooks/twilio/sms`
    const answer = await shop.twilio.inbound({ url, from: phone, to, body: 'When are you open on Monday?' })
    expect([answer.status, answer.contentType]).toEqual([200, 'text/xml'])
    expect(await delivered(1)).toHaveLength(1)
    const sent = shop.twilio.messages.filter((message) => message.to === phone)
    expect(sent).toHaveLength(1)
    expect(sent[0]?.body).toContain('8')
    // Twilio's reports come back through the Worker as well.
    await within(shop.twilio.callbacksSettled(), 10_000, "Twilio's reports")
    expect(shop.twilio.callbacks.map((callback) => callback.answer)).toEqual([200, 200, 200])
    expect(await shop.deliveryStates()).toEqual(['delivered'])
  })

  test('a forged text message is refused', async () => {
    const answer = await fetch(`${worker.url}/webhooks/twilio/sms`, {
      method: 'POST',
      headers: { 'X-Twilio-Signature': 'bm9wZQ==', 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'From=%2B16175550123&Body=hi',
    })
    expect(answer.status).toBe(403)
  })

  test('a message whose drain was cut off is answered by cron, which also runs what is scheduled', async () => {
    // Stored as the webhook stores it, without a request whose `waitUntil` could work on it.
    const { phone } = shop.customer
    const message = smsOf({ from: phone, to: shop.tenant.number, body: 'Do I have anything scheduled?' })
    expect(await createApi(shop.admin).receiveSms({ message })).toMatchObject({ outcome: 'accepted' })
    expect(await shop.deliveryStates()).toHaveLength(1)
    expect(await worker.cron()).toMatchObject({ status: 200 })
    expect(await delivered(2)).toHaveLength(2)
    const executions = await shop.admin`
      select queue, outcome, count(*)::integer as count from ops.job_executions group by 1, 2 order by 1`
    // Hourly and minutely schedules are due whatever the hour; the others may be, too.
    const rare = ['prune', 'plan_crm_syncs', 'nightly_insights', 'embed_messages', 'enrich_profile']
    const isRare = (queue: string) => rare.includes(queue)
    expect(executions.map((row) => ({ ...row })).filter(({ queue }) => !isRare(queue as string))).toEqual([
      { queue: 'classify_messages', outcome: 'ok', count: 1 },
      { queue: 'close_calls', outcome: 'ok', count: 1 },
      { queue: 'close_conversations', outcome: 'ok', count: 1 },
      { queue: 'crm_inbox', outcome: 'ok', count: 1 },
      { queue: 'inbox', outcome: 'ok', count: 2 },
      { queue: 'plan_embeddings', outcome: 'ok', count: 1 },
      { queue: 'plan_readings', outcome: 'ok', count: 1 },
      { queue: 'reconcile_pushes', outcome: 'ok', count: 1 },
      { queue: 'reconcile_sends', outcome: 'ok', count: 1 },
      { queue: 'reply', outcome: 'ok', count: 2 },
      { queue: 'send', outcome: 'ok', count: 2 },
    ])
  })

  test('a chat is answered by the drain of its own request and watched on a stream, which goes on where it was left', async () => {
    const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
      const answer = await fetch(worker.url + path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(30_000),
      })
      expect(answer.status).toBe(200)
      return answer
    }
    const opened = await post('/api/chat/sessions', { widget: shop.widget })
    const { chatId, token } = (await opened.json()) as { chatId: string; token: string }
    const said = { message: 'When are you open on Monday?', clientId: crypto.randomUUID() }
    const watch = async (headers: Record<string, string> = {}) => {
      const stream = await post(`/api/chat/${chatId}/stream`, said, { Authorization: `Bearer ${token}`, ...headers })
      expect(stream.headers.get('Content-Type')).toContain('text/event-stream')
      return parseEvents(await stream.text())
    }
    const events = await watch()
    expect(events.map(({ event }) => event).filter((event) => event !== 'delta')).toEqual([
      'session',
      'message',
      'usage',
      'done',
    ])
    const message = events.find(({ event }) => event === 'message')
    expect(message?.data.text).toContain('8')
    expect(events.find(({ event }) => event === 'usage')?.data).toMatchObject({
      provider: 'local',
      reason: 'no_provider',
    })
    // The same message again is not another one: its answer is there.
    const again = await watch({ 'Last-Event-ID': message?.id ?? '' })
    expect(again.find(({ event }) => event === 'message')?.data).toEqual(message?.data)
  }, 60_000)

  test('nothing was logged that names the customer or a secret', () => {
    const log = worker.output()
    for (const secret of [shop.customer.phone, shop.apiKey, shop.twilio.authToken, 'anything scheduled']) {
      expect(log.includes(secret), secret).toBe(false)
    }
  })
})
