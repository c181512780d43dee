import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { createApi } from '../../../src/db/generated.ts'
import { resetClock, setClock } from '../../fixtures/clock.ts'
import { type TestDatabase, testDatabase } from '../../fixtures/database.ts'
import { newTenant } from '../../fixtures/tenant.ts'

let database: TestDatabase
let tenantId: string
beforeAll(async () => {
  database = await testDatabase()
}, 60_000)
beforeEach(async () => {
  tenantId = (await newTenant(database.admin)).tenantId
  await database.admin`delete from ai.provider_health`
  await setClock(database.admin, '2026-11-21T15:00:00Z')
})
afterEach(() => resetClock(database.admin))

const call = (facts: object) => ({
  purpose: 'reply',
  provider: 'openai',
  requestedModel: 'gpt-6.1-sol',
  model: null,
  conversationId: null,
  outcome: 'ok',
  inputTokens: 0,
  cachedInputTokens: 0,
  outputTokens: 0,
  latencyMs: 12,
  requestId: null,
  retryAfterSeconds: null,
  ...facts,
})
const record = (...calls: object[]) =>
  createApi(database.worker).recordModelCalls({ tenantId, calls: calls.map(call) as never })
const health = () => createApi(database.edge).getProviderHealth()

describe('the cost of a call', () => {
  const cases: [string, object, number | null][] = [
    ['plain', { inputTokens: 1000, outputTokens: 100 }, 0.003],
    ['with cached tokens at their price', { inputTokens: 1000, cachedInputTokens: 600, outputTokens: 0 }, 0.00086],
    [
      'of a long prompt at the long prices, cache included',
      { inputTokens: 300_000, cachedInputTokens: 100_000, outputTokens: 1000 },
      0.835,
    ],
    [
      'of a dated model at the price of the one asked for',
      { model: 'gpt-6.1-sol-2026-09-01', inputTokens: 1_000_000 / 10 },
      0.2,
    ],
    [
      'by the price that holds today',
      { provider: 'anthropic', requestedModel: 'claude-sonnet-5-5', inputTokens: 1000, cachedInputTokens: 1000 },
      0.0001,
    ],
    ['of a model without a price', { requestedModel: 'gpt-9', inputTokens: 1000 }, null],
  ]
  for (const [name, facts, usd] of cases) {
    test(`${name} is ${usd ?? 'unknown'}`, async () => {
      await record(facts)
      const [row] =
        await database.admin`select cost_usd::float8 as cost from ai.model_calls where tenant_id = ${tenantId}`
      if (usd === null) expect(row?.cost).toBeNull()
      else expect(row?.cost).toBeCloseTo(usd, 8)
    })
  }

  test('before a price changed is the old one', async () => {
    await setClock(database.admin, '2026-10-01T12:00:00Z')
    await record({
      provider: 'anthropic',
      requestedModel: 'claude-sonnet-5-5',
      inputTokens: 1000,
      cachedInputTokens: 1000,
    })
    const [row] =
      await database.admin`select cost_usd::float8 as cost from ai.model_calls where tenant_id = ${tenantId}`
    expect(row?.cost).toBeCloseTo(0.0002, 8)
  })
})

describe('the health of a provider', () => {
  test('grows worse with failures in a row: a minute from the third on, doubling to ten', async () => {
    const waits: (number | null)[] = []
    for (let n = 0; n < 8; n++) {
      await record({ outcome: 'unavailable' })
      const until = (await health())[0]?.skipUntil
      waits.push(until ? (Date.parse(until) - Date.parse('2026-11-21T15:00:00Z')) / 1000 : null)
    }
    expect(waits).toEqual([null, null, 60, 120, 240, 480, 600, 600])
  })

  test('is well again after one answer, also within one array of calls', async () => {
    await record(
      { outcome: 'timeout' },
      { outcome: 'network' },
      { outcome: 'auth' },
      { outcome: 'ok' },
      { outcome: 'timeout' },
    )
    expect((await health())[0]).toMatchObject({
      provider: 'openai',
      status: 'degraded',
      consecutiveFailures: 1,
      skipUntil: null,
    })
  })

  test('waits as long as the provider asked for, ten minutes at most', async () => {
    await record(
      { outcome: 'rate_limited' },
      { outcome: 'rate_limited' },
      { outcome: 'rate_limited', retryAfterSeconds: 300 },
    )
    expect(Date.parse((await health())[0]?.skipUntil ?? '')).toBe(Date.parse('2026-11-21T15:05:00Z'))
  })

  test('does not suffer from what is our own fault or decision', async () => {
    await record({ outcome: 'invalid_request' }, { outcome: 'aborted' }, { outcome: 'refused' }, { outcome: 'empty' })
    expect((await health())[0]?.consecutiveFailures ?? 0).toBe(0)
  })

  test('is per provider, and local has none', async () => {
    await record(
      { outcome: 'timeout' },
      { provider: 'anthropic', requestedModel: 'claude-sonnet-5-5' },
      { provider: 'local', requestedModel: 'local' },
    )
    expect((await health()).map(({ provider, status }) => `${provider} ${status}`)).toEqual([
      'anthropic ok',
      'openai degraded',
    ])
  })
})
