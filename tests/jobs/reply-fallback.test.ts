import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { replyPreference } from '../../src/llm/preference.ts'
import { createProviders } from '../../src/llm/providers.ts'
import type { AnthropicCall } from '../fakes/anthropic.ts'
import { startAnthropicDouble } from '../fakes/anthropic.ts'
import type { ModelDouble, ModelStep } from '../fakes/model-double.ts'
import type { OpenAiCall } from '../fakes/openai.ts'
import { startOpenAiDouble } from '../fakes/openai.ts'
import { resetClock, setClock } from '../fixtures/clock.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { answer, newShop, replies, text } from './reply-fixture.ts'

let database: TestDatabase
let openai: ModelDouble<OpenAiCall>
let anthropic: ModelDouble<AnthropicCall>

beforeAll(async () => {
  database = await testDatabase()
  openai = await startOpenAiDouble()
  anthropic = await startAnthropicDouble()
}, 60_000)
afterAll(() => Promise.all([openai.stop(), anthropic.stop()]))
beforeEach(async () => {
  await database.admin`delete from ai.provider_health`
})
afterEach(() => resetClock(database.admin))

const both = () =>
  createProviders({
    openai: { apiKey: openai.apiKey, baseUrl: openai.baseUrl },
    anthropic: { apiKey: anthropic.apiKey, baseUrl: anthropic.baseUrl },
  })

const outcomes = async (tenantId: string) => {
  const rows =
    await database.admin`select provider, outcome from ai.model_calls where tenant_id = ${tenantId} order by created_at, position`
  return rows.map((row) => `${row.provider} ${row.outcome}`)
}

describe('when a provider fails', () => {
  const failures: [string, ModelStep][] = [
    ['unavailable', { status: 500 }],
    ['rate_limited', { status: 429, retryAfter: 2 }],
    ['network', { transport: 'drop' }],
    ['auth', { status: 401 }],
    ['refused', { stop: 'refusal' }],
    ['empty', { text: '' }],
  ]
  for (const [outcome, step] of failures) {
    test(`the next one writes the reply after ${outcome}`, async () => {
      const shop = await newShop()
      openai.next(step)
      anthropic.answer('Anthropic here.')
      await text(shop, shop.customer, 'hello there')
      await answer(shop, both())
      expect(await replies(database.admin, shop.tenantId)).toMatchObject([
        { body: 'Anthropic here.', writtenBy: expect.stringContaining('anthropic/claude-sonnet-5-5') },
      ])
      expect(await outcomes(shop.tenantId)).toEqual([`openai ${outcome}`, 'anthropic ok'])
    })
  }

  test('a time-out counts and the next one answers', async () => {
    const shop = await newShop()
    openai.next({ transport: 'hang' })
    anthropic.answer('In time.')
    await database.admin`update ai.model_choices set timeout_ms = 150 where provider = 'openai' and purpose = 'reply'`
    try {
      await text(shop, shop.customer, 'hello there')
      await answer(shop, both())
    } finally {
      await database.admin`update ai.model_choices set timeout_ms = 20000 where provider = 'openai' and purpose = 'reply'`
    }
    expect(await outcomes(shop.tenantId)).toEqual(['openai timeout', 'anthropic ok'])
    expect(await replies(database.admin, shop.tenantId)).toMatchObject([{ body: 'In time.' }])
  })

  test('and the other one too, Postgres answers from the rows', async () => {
    const shop = await newShop()
    openai.next({ status: 500 })
    anthropic.next({ status: 529 })
    await text(shop, shop.customer, 'whats my balance')
    await answer(shop, both())
    expect(await outcomes(shop.tenantId)).toEqual(['openai unavailable', 'anthropic unavailable', 'local ok'])
    expect(await replies(database.admin, shop.tenantId)).toMatchObject([
      { body: expect.stringContaining('$89 (invoice 1042 $89)'), writtenBy: 'local/rows' },
    ])
  })

  test('three times in a row, it is left alone for a minute and then asked again', async () => {
    const shop = await newShop()
    anthropic.answer('Anthropic here.')
    await setClock(database.admin, '2026-11-21T15:00:00Z')
    for (const body of ['one', 'two', 'three']) {
      openai.next({ status: 503 })
      await text(shop, shop.customer, body)
      await answer(shop, both())
    }
    const asked = openai.calls.length
    await text(shop, shop.customer, 'four')
    await answer(shop, both())
    expect(openai.calls.length).toBe(asked)

    await setClock(database.admin, '2026-11-21T15:01:01Z')
    openai.answer('OpenAI is back.')
    await text(shop, shop.customer, 'five')
    await answer(shop, both())
    expect((await replies(database.admin, shop.tenantId)).at(-1)?.body).toBe('OpenAI is back.')
    const [health] = await database.admin`select * from ai.provider_health where provider = 'openai'`
    expect(health).toMatchObject({ consecutive_failures: 0, skip_until: null, last_outcome: 'ok' })
  })
})

describe('the order of providers', () => {
  const env = { AI_PROVIDER: undefined, AI_FALLBACK_PROVIDER: undefined, AI_MODEL_REPLY: undefined }

  test('follows AI_PROVIDER and AI_FALLBACK_PROVIDER, names only those with a key, and carries the model override', () => {
    const providers = both()
    expect(replyPreference(env, {})).toEqual([])
    expect(replyPreference({ ...env, AI_PROVIDER: 'anthropic' }, providers).map((p) => p.provider)).toEqual([
      'anthropic',
      'openai',
    ])
    const override = { provider: 'anthropic', model: 'claude-haiku-5-5' } as const
    expect(replyPreference({ ...env, AI_MODEL_REPLY: override }, providers)).toEqual([
      { provider: 'openai', model: null },
      { provider: 'anthropic', model: 'claude-haiku-5-5' },
    ])
  })

  test('asks no model when AI_PROVIDER is local, though keys are there', async () => {
    const shop = await newShop()
    const asked = openai.calls.length + anthropic.calls.length
    await text(shop, shop.customer, 'what are your hours')
    await answer(shop, both(), replyPreference({ ...env, AI_PROVIDER: 'local' }, both()))
    expect(openai.calls.length + anthropic.calls.length).toBe(asked)
    expect(await replies(database.admin, shop.tenantId)).toMatchObject([{ writtenBy: 'local/rows' }])
  })

  test('asks the model that the installation names instead of the default', async () => {
    const shop = await newShop()
    openai.answer('Luna here.')
    await text(shop, shop.customer, 'hello')
    await answer(shop, both(), [{ provider: 'openai', model: 'gpt-6-luna' }])
    expect(openai.calls.at(-1)?.model).toBe('gpt-6-luna')
  })
})
