import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Bindings } from '../../src/edge/bindings.ts'
import { createIsolate, type Isolate } from '../../src/edge/isolate.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { receive } from '../functions/outreach/inbound.ts'
import { errorOf } from '../jobs/queue-fixture.ts'
import { type EdgeShop, openEdgeShop, PUBLIC_URL } from './worker-fixture.ts'

/** What the Worker is made of, driven in this process: for what is set up differently than under wrangler. */
nativeOnly.describe('an isolate', () => {
  let shop: EdgeShop
  beforeAll(async () => {
    shop = await openEdgeShop(() => served.url)
  }, 60_000)
  afterAll(() => shop?.close())

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
      select name from pgboss.job where state < 'completed' and name in ('reply', 'send') order by created_on`
    return rows.map((row) => row.name as string)
  }
  const tickBindings = () => ({ HYPERDRIVE_WORKER: { connectionString: shop.urls.worker } })

  test('without a binding for the queues it serves and leaves them to a worker elsewhere', async () => {
    const { tick } = isolate()
    expect((await text('When are you open?')).status).toBe(200)
    await Promise.all(served.background)
    await tick()
    expect(await waiting()).toEqual(['reply'])
    await isolate(tickBindings()).tick()
    expect(await waiting()).toEqual([])
  })

  test('whose queues cannot be reached stores a message and answers all the same', async () => {
    const { tick } = isolate({ HYPERDRIVE_WORKER: { connectionString: 'postgres://nobody:x@127.0.0.1:1/nowhere' } })
    expect((await text('And on Sunday?')).status).toBe(200)
    // Whatever became of the drain: the platform must not see a rejection.
    await Promise.all(served.background)
    expect(await waiting()).toEqual(['reply'])
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

  test('ends the connections of every request and tick', async () => {
    const connections = async () => {
      const [row] = await shop.admin`
        select count(*)::integer as count from pg_stat_activity
        where datname = current_database() and application_name like 'rapport-edge%'`
      return row?.count as number
    }
    isolate(tickBindings())
    await Promise.all(Array.from({ length: 5 }, () => fetch(`${served.url}/api/health`)))
    await text('One more thing')
    await Promise.all(served.background)
    expect(await connections()).toBe(0)
  })

  test('refuses a configuration that cannot be used, naming no value', () => {
    expect(() => isolate({ TWILIO_PHONE_NUMBER: 'secret number' })).toThrow(/TWILIO_PHONE_NUMBER must be a phone number/)
    expect(() => isolate({ TWILIO_PHONE_NUMBER: 'secret number' })).not.toThrow(/secret number/)
  })
})
