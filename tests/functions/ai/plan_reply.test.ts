import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { resetClock, setClock } from '../../fixtures/clock.ts'
import { type TestDatabase, testDatabase } from '../../fixtures/database.ts'
import { nativeOnly } from '../../fixtures/lane.ts'
import { newShop, type Shop, text } from '../../jobs/reply-fixture.ts'

let database: TestDatabase
let api: Api
beforeAll(async () => {
  database = await testDatabase()
  api = createApi(database.worker)
}, 60_000)
beforeEach(async () => {
  await database.admin`delete from ai.provider_health`
  await setClock(database.admin, '2026-11-21T15:00:00Z')
})
afterEach(() => resetClock(database.admin))

const keys = [
  { provider: 'openai', model: null },
  { provider: 'anthropic', model: null },
]
const usual = ['openai gpt-6.1-sol', 'anthropic claude-sonnet-5-5', 'local local']

/** The plan of a reply to somebody who just wrote, as "provider model", and what is said about it. */
async function plan(shop: Shop, providers: object[] = keys) {
  const { conversationId } = await text(shop, shop.customer, 'hello there')
  const brief = await api.prepareReply({ tenantId: shop.tenantId, conversationId, providers })
  if (brief.action !== 'generate') throw new Error(brief.action)
  const { localReason, experiment, arm } = brief
  return { order: brief.plan.map(({ provider, model }) => `${provider} ${model}`), localReason, experiment, arm }
}
const spend = (shop: Shop, usd: number, facts: object = {}) =>
  api.recordModelCalls({
    tenantId: shop.tenantId,
    calls: [
      {
        purpose: 'reply',
        provider: 'openai',
        requestedModel: 'gpt-6.1-sol',
        model: null,
        conversationId: null,
        outcome: 'ok',
        inputTokens: 0,
        cachedInputTokens: 0,
        // Ten dollars a million.
        outputTokens: Math.round(usd * 100_000),
        latencyMs: 5,
        requestId: null,
        retryAfterSeconds: null,
        ...facts,
      },
    ],
  })
const half = [
  { name: 'opus', provider: 'anthropic', model: 'claude-opus-5-5', share: 100 },
  { name: 'luna', provider: 'openai', model: 'gpt-6-luna', share: 0 },
]

describe('whom a reply asks', () => {
  test('is whom the installation says, unless the business chose, and an arm of its experiment goes before both', async () => {
    const shop = await newShop()
    expect(await plan(shop)).toEqual({ order: usual, localReason: null, experiment: null, arm: null })

    await api.updateTenantSettings({ tenantId: shop.tenantId, settings: { replyProvider: { provider: 'anthropic' } } })
    const named = [keys[0] ?? {}, { provider: 'anthropic', model: 'claude-haiku-5-5' }]
    expect((await plan(shop, named)).order).toEqual(['anthropic claude-haiku-5-5', 'openai gpt-6.1-sol', 'local local'])
    const own = { replyProvider: { provider: 'anthropic', model: 'claude-opus-5-5' } }
    await api.updateTenantSettings({ tenantId: shop.tenantId, settings: own })
    expect((await plan(shop, named)).order).toEqual(['anthropic claude-opus-5-5', 'openai gpt-6.1-sol', 'local local'])

    const arms = [{ name: 'luna', provider: 'openai', model: 'gpt-6-luna', share: 100 }]
    await api.saveExperiment({ tenantId: shop.tenantId, name: 'small', isActive: true, arms, actor: 'key:test' })
    expect(await plan(shop, named)).toEqual({
      order: ['openai gpt-6-luna', 'anthropic claude-haiku-5-5', 'local local'],
      localReason: null,
      experiment: 'small',
      arm: 'luna',
    })
    await api.saveExperiment({ tenantId: shop.tenantId, name: 'small', isActive: false, arms, actor: 'key:test' })
    expect(await plan(shop, named)).toMatchObject({
      experiment: null,
      order: expect.arrayContaining(['anthropic claude-opus-5-5']),
    })
  })

  nativeOnly.test('leaves out who has no key, whatever the business or an experiment wants', async () => {
    const shop = await newShop({ settings: { replyProvider: { provider: 'anthropic' } } })
    await api.saveExperiment({ tenantId: shop.tenantId, name: 'big', isActive: true, arms: half, actor: 'key:test' })
    expect(await plan(shop, [{ provider: 'openai', model: null }])).toEqual({
      order: ['openai gpt-6.1-sol', 'local local'],
      localReason: null,
      experiment: null,
      arm: null,
    })
  })

  nativeOnly.test('leaves out who is unwell, and the arm is still the one that was tried', async () => {
    const shop = await newShop()
    await api.saveExperiment({ tenantId: shop.tenantId, name: 'big', isActive: true, arms: half, actor: 'key:test' })
    const failed = { provider: 'anthropic', requestedModel: 'claude-opus-5-5', outcome: 'unavailable' }
    for (let n = 0; n < 3; n += 1) await spend(shop, 0, failed)
    expect(await plan(shop)).toMatchObject({ order: ['openai gpt-6.1-sol', 'local local'], arm: 'opus' })
  })

  test.each([
    ['nobody has a key', {}, [], 'no_provider'],
    ['the installation wants none', {}, [{ provider: 'local', model: null }, ...keys], null],
    ['the business wants none', { replyProvider: { provider: 'local' } }, keys, null],
    ['the business has no money for it', { aiBudget: { hardUsd: 0 } }, keys, 'budget'],
  ] as const)('is local alone when %s, and says why', async (_, settings, providers, reason) => {
    const shop = await newShop({ settings })
    expect(await plan(shop, [...providers])).toMatchObject({ order: ['local local'], localReason: reason })
  })
})

describe('the budget of a month', () => {
  const shopWith = () => newShop({ settings: { aiBudget: { softUsd: 5, hardUsd: 8 } } })
  const notices = async (shop: Shop) => (await api.getUsage({ tenantId: shop.tenantId })).budget.notices

  test('from its soft limit on has the cheapest models answer, from the hard one on none, until the month ends', async () => {
    const shop = await shopWith()
    await api.saveExperiment({ tenantId: shop.tenantId, name: 'big', isActive: true, arms: half, actor: 'key:test' })
    await spend(shop, 4.9)
    expect((await plan(shop)).order[0]).toBe('anthropic claude-opus-5-5')
    await spend(shop, 0.1)
    expect(await plan(shop)).toEqual({
      order: ['openai gpt-6-luna', 'anthropic claude-haiku-5-5', 'local local'],
      localReason: null,
      experiment: null,
      arm: null,
    })
    await spend(shop, 3)
    expect(await plan(shop)).toMatchObject({ order: ['local local'], localReason: 'budget' })

    // Midnight of the first of December comes in New York when it is five in UTC.
    await setClock(database.admin, '2026-12-01T04:59:00Z')
    expect((await plan(shop)).localReason).toBe('budget')
    await setClock(database.admin, '2026-12-01T05:01:00Z')
    expect((await plan(shop)).order[0]).toBe('anthropic claude-opus-5-5')
  })

  nativeOnly.test('tells the office once a month of each limit', async () => {
    const shop = await shopWith()
    for (let n = 0; n < 3; n += 1) await spend(shop, 2)
    expect(await notices(shop)).toMatchObject([{ month: '2026-11', level: 'soft', limitUsd: 5, spentUsd: 6 }])
    for (let n = 0; n < 2; n += 1) await spend(shop, 2)
    expect((await notices(shop)).map(({ level }) => level).sort()).toEqual(['hard', 'soft'])
    await setClock(database.admin, '2026-12-24T15:00:00Z')
    await spend(shop, 6)
    expect((await notices(shop)).map(({ month, level }) => `${month} ${level}`).sort()).toEqual([
      '2026-11 hard',
      '2026-11 soft',
      '2026-12 soft',
    ])
  })

  nativeOnly.test(
    'at its hard limit stops readings and batches too: rules read, and nothing is handed to OpenAI',
    async () => {
      const shop = await shopWith()
      const { tenantId } = shop
      await api.setFeatureFlag({ tenantId, name: 'CONTEXT_MEMORY_ENABLED', isEnabled: true })
      await text(shop, shop.customer, 'Is the boiler rattle something you could look at?')
      const reading = () => api.listDueReadings({ tenantId, purpose: 'enrichment', providers: keys })
      const due = () =>
        api.beginBatch({ tenantId, jobType: 'embeddings', requestedBy: 'test', model: 'text-embedding-3-small' })
      await api.setFeatureFlag({ tenantId, name: 'CUSTOMER_CONTEXT_EMBEDDINGS', isEnabled: true })
      await api.updateTenantSettings({ tenantId, settings: { embeddingModel: 'text-embedding-3-small' } })
      expect((await reading()).mode).not.toBe('local')
      await spend(shop, 8)
      expect((await reading()).mode).toBe('local')
      expect(await due()).toBeNull()
      await api.updateTenantSettings({ tenantId, settings: { aiBudget: null } })
      expect(await due()).not.toBeNull()
    },
  )

  test('is asked before a call and counts what was recorded: calls under way at once pass it together, once', async () => {
    const shop = await shopWith()
    await spend(shop, 7.9)
    const [first, second] = [await plan(shop), await plan(shop)]
    expect([first.localReason, second.localReason]).toEqual([null, null])
    await spend(shop, 2)
    await spend(shop, 2)
    expect((await plan(shop)).localReason).toBe('budget')
    expect((await api.getUsage({ tenantId: shop.tenantId })).budget).toMatchObject({ spentUsd: 11.9, level: 'hard' })
  })
})
