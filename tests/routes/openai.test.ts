import { afterAll, beforeAll, expect, test } from 'bun:test'
import { loadEnv } from '../../src/env.ts'
import type { AppDeps } from '../../src/http/types.ts'
import { testDatabase } from '../fixtures/database.ts'
import { type BatchShop, batchShop } from '../jobs/batch-fixture.ts'
import { PUBLIC_URL, twilioApp } from './twilio-fixture.ts'

const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes....').toString('base64')}`
let shop: BatchShop
let openaiBatchId = ''
const appWith = async (variables: Record<string, string>, overrides: Partial<AppDeps> = {}) => {
  const { edge } = await testDatabase()
  return twilioApp(edge, { env: loadEnv({ PUBLIC_URL, ...variables }), ...overrides }).app
}
const waiting = () => shop.admin`
  select id from pgboss.job where name = 'run_batch' and state = 'created' and data ->> 'tenantId' = ${shop.tenantId}`

beforeAll(async () => {
  shop = await batchShop({ messages: 1 })
  await shop.begin()
  await shop.work()
  openaiBatchId = (await shop.all())[0]?.openaiBatchId ?? ''
}, 60_000)
afterAll(() => shop.close())

test('a signed event wakes the batch it tells of, once, and what OpenAI then says is taken in', async () => {
  const app = await appWith({ OPENAI_WEBHOOK_SECRET: SECRET })
  shop.batches.settle(openaiBatchId, 'completed')
  const event = shop.batches.event(openaiBatchId, SECRET)
  const post = () => app.request('/webhooks/openai', { method: 'POST', ...event })
  const first = await post()
  expect([first.status, await first.json()]).toEqual([200, { outcome: 'woken' }])
  expect(await waiting()).toHaveLength(1)
  await shop.work()
  expect((await shop.all())[0]).toMatchObject({ status: 'completed', completedRequests: 1 })
  expect(await (await post()).json()).toEqual({ outcome: 'duplicate' })
  expect(await waiting()).toEqual([] as never)
})

test('one that is not signed, signed with another secret, changed, or signed over five minutes ago or ahead is refused', async () => {
  const app = await appWith({ OPENAI_WEBHOOK_SECRET: SECRET })
  const other = `whsec_${Buffer.from('another').toString('base64')}`
  const shifted = (minutes: number) =>
    shop.batches.event(openaiBatchId, SECRET, new Date(Date.now() + minutes * 60_000))
  const good = shifted(0)
  const { 'webhook-signature': _, ...unsigned } = good.headers
  const requests = [
    { ...good, headers: unsigned },
    shop.batches.event(openaiBatchId, other),
    { ...good, body: good.body.replace(openaiBatchId, 'batch_other') },
    { ...good, headers: { ...good.headers, 'webhook-id': 'evt_other' } },
    { ...good, headers: { ...good.headers, 'webhook-signature': `v2,${good.headers['webhook-signature']?.slice(3)}` } },
    shifted(-6),
    shifted(6),
  ]
  for (const request of requests) {
    const answer = await app.request('/webhooks/openai', { method: 'POST', ...request })
    expect([answer.status, (await answer.json()).code]).toEqual([403, 'invalid_signature'])
  }
  const off = await appWith({})
  expect((await off.request('/webhooks/openai', { method: 'POST', ...good })).status).toBe(403)
  expect(await waiting()).toEqual([] as never)
})

test('a batch that nobody knows, and events of other kinds, are acknowledged and do nothing', async () => {
  const app = await appWith({ OPENAI_WEBHOOK_SECRET: SECRET })
  const unknown = await app.request('/webhooks/openai', { method: 'POST', ...shop.batches.event('batch_none', SECRET) })
  expect([unknown.status, await unknown.json()]).toEqual([200, { outcome: 'unknown' }])
})
