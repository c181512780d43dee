import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Bindings } from '../../src/edge/bindings.ts'
import { createIsolate, type Isolate } from '../../src/edge/isolate.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { receive } from '../functions/outreach/inbound.ts'
import { errorOf, eventually } from '../jobs/queue-fixture.ts'
import { type EdgeShop, openEdgeShop, PUBLIC_URL } from './worker-fixture.ts'

/** What the Worker is made of, driven in this process: for what is set up differently than under wrangler. */
nativeOnly.describe('an isolate', () => {
  let shop: EdgeShop
  beforeAll(async () => {
    shop = await openEdgeShop(() => served.url)
  }, 60_000)
  afterAll(() => shop?.close(), 30_000)

  /** Serves what Twilio posts by the isolate that a test is about. */
  const served = { url: '', isolate: null as Isolate | null, background: [] as Promise<unknown>[] }
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: (request) =>
      served.isolate?.fetch(request, { waitUntil: (work) => void served.background.push(work) }) ??
      new Response(null, { status: 404 }),
  })
  served.url = `http://127.0.0.1:${server.port}`
  afterAll(() => server.stop(true))

  const isolate = (bindings: Partial<Bindings> = {}) => {
    served.background = []
    served.isolate = createIsolate({
      ...shop.variables,
      LOG_LEVEL: 'silent',
      HYPERDRIVE: { connectionString: shop.urls.edge },
      ...bindings,
    })
    return served.isolate
  }
  const text = (body: string) =>
    shop.twilio.inbound({
      url: `${PUBLIC_URL}/webhooks/twilio/sms`,
      from: shop.customer.phone,
      to: shop.tenant.number,
      body,
    })
  const waiting = async () => {
    const rows = await shop.admin`
      select name from pgboss.job where state < 'completed' and name in ('inbox', 'reply', 'send') order by created_on`
    return rows.map((row) => row.name as string)
  }
  const tickBindings = () => ({ HYPERDRIVE_WORKER: { connectionString: shop.urls.worker } })

  test('without a binding for the queues it serves and leaves them to a worker elsewhere', async () => {
    const { tick } = isolate()
    expect((await text('When are you open?')).status).toBe(200)
    await Promise.all(served.background)
    await tick()
    expect(await waiting()).toEqual(['inbox'])
    await isolate(tickBindings()).tick()
    expect(await waiting()).toEqual([])
  })

  test('whose queues cannot be reached stores a message and answers all the same', async () => {
    const { tick } = isolate({ HYPERDRIVE_WORKER: { connectionString: 'postgres://nobody:x@127.0.0.1:1/nowhere' } })
    expect((await text('And on Sunday?')).status).toBe(200)
    // Whatever became of the drain: the platform must not see a rejection.
    await Promise.all(served.background)
    expect(await waiting()).toEqual(['inbox'])
    expect(await errorOf(tick())).toMatchObject({ code: 'ECONNREFUSED' })
    await isolate(tickBindings()).tick()
    expect(await waiting()).toEqual([])
  })

  test('drains its queues though the schedules cannot be read, and says so', async () => {
    await receive(shop.admin, { from: shop.customer.phone, to: shop.tenant.number, body: 'Thanks' })
    await shop.admin`update pgboss.schedule set cron = 'never' where name = 'prune'`
    const failure = await errorOf(isolate(tickBindings()).tick())
    expect(failure).toMatchObject({ name: 'AggregateError', errors: [{ code: '22023' }] })
    expect(await waiting()).toEqual([])
    await shop.admin`update pgboss.schedule set cron = '23 4 * * *' where name = 'prune'`
    await isolate(tickBindings()).tick()
  })

  test('gives back a job whose request died with it, and answers after all', async () => {
    await receive(shop.admin, { from: shop.customer.phone, to: shop.tenant.number, body: 'Do you fix water heaters?' })
    const died = await shop.admin`
      update pgboss.job set state = 'active', started_on = now() - interval '1 hour' where name = 'reply' and state = 'created'`
    expect(died.count).toBe(1)
    // pg-boss looks at a queue every 15 seconds at most; cron comes every 60.
    await shop.admin`update pgboss.queue set monitor_claim_on = null, monitor_on = null`
    const { tick } = isolate(tickBindings())
    await tick()
    await shop.admin`update pgboss.job set start_after = now() where name = 'reply' and state = 'retry'`
    await tick()
    expect(await waiting()).toEqual([])
    const [answered] = await shop.admin`
      select count(*)::integer as count from outreach.deliveries as delivery
      join memory.messages as question on question.id = delivery.answers_message_id
      where question.body = 'Do you fix water heaters?'`
    expect(answered?.count).toBe(1)
  })

  test('ends the connections of every request and tick', async () => {
    isolate(tickBindings())
    await Promise.all(Array.from({ length: 5 }, () => fetch(`${served.url}/api/health`)))
    await text('One more thing')
    await Promise.all(served.background)
    await eventually(async () => {
      const left = await shop.admin`
        select from pg_stat_activity where datname = current_database() and application_name like 'rapport-edge%'`
      return left.length === 0 || undefined
    }, 'the end of all connections')
  })

  test('refuses a configuration that cannot be used, naming no value', async () => {
    const failure = await errorOf(Promise.try(() => isolate({ TWILIO_PHONE_NUMBER: 'secret number' })))
    expect((failure as Error).message).toContain('TWILIO_PHONE_NUMBER must be a phone number')
    expect((failure as Error).message).not.toContain('secret number')
  })
})
