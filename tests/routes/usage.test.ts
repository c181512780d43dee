import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { createApi } from '../../src/db/generated.ts'
import { createProviders } from '../../src/llm/providers.ts'
import { startOpenAiDouble } from '../fakes/openai.ts'
import { startShell } from '../fakes/shell.ts'
import { newKey } from '../fixtures/api-keys.ts'
import { resetClock, setClock } from '../fixtures/clock.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { answer, newShop, type Shop, text } from '../jobs/reply-fixture.ts'

let database: TestDatabase
let shell: ReturnType<typeof startShell>
beforeAll(async () => {
  database = await testDatabase()
  shell = startShell({}, { api: createApi(database.edge), clock: () => new Date() } as never)
}, 60_000)
afterAll(() => shell.close())
beforeEach(() => setClock(database.admin, '2026-11-21T15:00:00Z'))
afterEach(() => resetClock(database.admin))

async function caller(shop: Pick<Shop, 'tenantId'>, scopes = ['admin']) {
  const { headers, keyId } = await newKey(database.edge, shop.tenantId, { scopes })
  const ask = async (path: string, init: RequestInit = {}) => {
    const answered = await shell.app.request(path, {
      ...init,
      headers: { 'Content-Type': 'application/json', ...headers },
    })
    return { status: answered.status, body: (await answered.json()) as Record<string, never> }
  }
  const put = (path: string, body: unknown) => ask(path, { method: 'PUT', body: JSON.stringify(body) })
  return { ask, put, keyId }
}

const record = (shop: Pick<Shop, 'tenantId'>, facts: object) =>
  createApi(database.worker).recordModelCalls({
    tenantId: shop.tenantId,
    calls: [
      {
        purpose: 'reply',
        provider: 'openai',
        requestedModel: 'gpt-6.1-sol',
        model: null,
        conversationId: null,
        outcome: 'ok',
        inputTokens: 1000,
        cachedInputTokens: 0,
        outputTokens: 100,
        latencyMs: 40,
        requestId: null,
        retryAfterSeconds: null,
        ...facts,
      },
    ],
  })

describe('the usage of models', () => {
  test("is divided as asked, by the business's own days, and knows the channel of what was said", async () => {
    const shop = await newShop({ timeZone: 'America/Los_Angeles' })
    const { ask } = await caller(shop, ['metrics:read'])
    const { conversationId } = await text(shop, shop.customer, 'hello')
    await record(shop, { conversationId })
    await record(shop, { conversationId, outcome: 'timeout', inputTokens: 0, outputTokens: 0, latencyMs: 60 })
    // Three in the morning in London is the evening before in Los Angeles.
    await setClock(database.admin, '2026-11-22T03:00:00Z')
    await record(shop, { provider: 'anthropic', requestedModel: 'claude-unheard-of', purpose: 'enrichment' })
    await setClock(database.admin, '2026-11-22T15:00:00Z')
    await record(shop, { conversationId })

    const byAll = await ask('/api/v1/usage?from=2026-11-01&to=2026-11-30&by=provider,channel,day')
    expect(byAll.body.rows as unknown).toEqual([
      {
        provider: 'openai',
        channel: 'sms',
        day: '2026-11-21',
        calls: 2,
        failures: 1,
        inputTokens: 1000,
        cachedInputTokens: 0,
        outputTokens: 100,
        costUsd: 0.003,
        unpricedCalls: 0,
        meanLatencyMs: 50,
      },
      expect.objectContaining({
        provider: 'anthropic',
        channel: 'none',
        day: '2026-11-21',
        costUsd: 0,
        unpricedCalls: 1,
      }),
      expect.objectContaining({ provider: 'openai', channel: 'sms', day: '2026-11-22', calls: 1, costUsd: 0.003 }),
    ])
    const { body } = await ask('/api/v1/usage')
    expect(body).toMatchObject({
      from: '2026-11-01',
      to: '2026-11-22',
      timeZone: 'America/Los_Angeles',
      rows: [{ calls: 4, failures: 1, costUsd: 0.006 }],
      budget: { month: '2026-11', spentUsd: 0.006, softUsd: null, hardUsd: null, level: null, notices: [] },
    })
    const another = await caller(await newShop(), ['metrics:read'])
    expect((await another.ask('/api/v1/usage')).body.rows as unknown).toEqual([])
  })

  nativeOnly.test('loses no call of many that are recorded at once', async () => {
    const shop = await newShop()
    const { ask } = await caller(shop)
    const facts = [{}, { provider: 'anthropic', requestedModel: 'claude-haiku-5-5' }, { purpose: 'enrichment' }]
    await Promise.all(Array.from({ length: 60 }, (_, n) => record(shop, facts[n % 3] ?? {})))
    const { rows } = (await ask('/api/v1/usage?by=provider,purpose')).body as unknown as { rows: { calls: number }[] }
    expect(rows.map(({ calls }) => calls)).toEqual([20, 20, 20])
  })

  test('is of days and divisions that can be, for keys that may read metrics', async () => {
    const shop = await newShop()
    const { ask } = await caller(shop, ['metrics:read'])
    for (const [query, code] of [
      ['by=customer', 'validation_failed'],
      ['from=yesterday', 'validation_failed'],
      ['from=2026-11-02&to=2026-11-01', 'invalid_input'],
      ['from=2020-01-01&to=2026-11-01', 'invalid_input'],
    ]) {
      expect([query, await ask(`/api/v1/usage?${query}`)]).toMatchObject([query, { status: 422, body: { code } }])
    }
    const reader = await caller(shop, ['context:read'])
    expect((await reader.ask('/api/v1/usage')).status).toBe(403)
  })
})

describe('an experiment', () => {
  const arms = [{ name: 'luna', provider: 'openai', model: 'gpt-6-luna', share: 100 }]

  test('is set by staff, answers with its arm, and shows what that cost and brought', async () => {
    const openai = await startOpenAiDouble()
    try {
      const shop = await newShop()
      const { ask, put, keyId } = await caller(shop)
      expect(await put('/api/v1/experiments/small', { isActive: true, arms })).toMatchObject({
        status: 200,
        body: { name: 'small', isActive: true, arms, results: [], updatedBy: `key:${keyId}` },
      })
      const providers = createProviders({ openai: { apiKey: openai.apiKey, baseUrl: openai.baseUrl } })
      openai.next({ status: 500 }, { text: 'We come on Monday.' })
      for (const body of ['hello there', 'when do you come']) {
        await text(shop, shop.customer, body)
        await answer(shop, providers)
      }
      expect(openai.calls.map(({ model }) => model)).toEqual(['gpt-6-luna', 'gpt-6-luna'])
      const [found] = (await ask('/api/v1/experiments')).body as unknown as { results: object[] }[]
      expect(found?.results).toEqual([
        expect.objectContaining({
          arm: 'luna',
          conversations: 1,
          bookingWishes: 0,
          // Nobody but a model understood the first one: it was left to a person.
          handovers: 1,
          calls: 3,
          outcomes: { 'openai unavailable': 1, 'openai ok': 1, 'local ok': 1 },
        }),
      ])
    } finally {
      await openai.stop()
    }
  })

  test('is refused with a shape that cannot be, and to keys that are not of the admin', async () => {
    const shop = await newShop()
    const { put } = await caller(shop)
    const set = (body: object) => put('/api/v1/experiments/small', body)
    expect((await set({ isActive: true, arms: [] })).body).toMatchObject({ code: 'validation_failed' })
    expect((await set({ isActive: true, arms: [...arms, { ...arms[0], name: 'b' }] })).body).toMatchObject({
      code: 'invalid_input',
    })
    await set({ isActive: true, arms })
    expect(await put('/api/v1/experiments/other', { isActive: true, arms })).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    })
    const reader = await caller(shop, ['context:read', 'metrics:read'])
    expect((await reader.put('/api/v1/experiments/small', { isActive: true, arms })).status).toBe(403)
  })
})
