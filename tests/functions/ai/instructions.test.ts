import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { createProviders, type Providers } from '../../../src/llm/providers.ts'
import { type AnthropicCall, startAnthropicDouble } from '../../fakes/anthropic.ts'
import type { ModelDouble } from '../../fakes/model-double.ts'
import { type OpenAiCall, startOpenAiDouble } from '../../fakes/openai.ts'
import { resetClock, setClock } from '../../fixtures/clock.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { newNumber } from '../../fixtures/numbers.ts'
import { newCustomer } from '../../fixtures/tenant.ts'
import { answer, newShop, type Shop, text } from '../../jobs/reply-fixture.ts'

let admin: Sql
let api: Api
let openai: ModelDouble<OpenAiCall>
let anthropic: ModelDouble<AnthropicCall>
let providers: Providers
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  api = createApi(database.worker)
  openai = await startOpenAiDouble()
  anthropic = await startAnthropicDouble()
  providers = createProviders({ openai, anthropic })
}, 60_000)
afterAll(() => Promise.all([openai.stop(), anthropic.stop()]))
afterEach(() => resetClock(admin))

async function instructions(shop: Shop, from: string, body: string, channel = 'sms') {
  const { conversationId } = await text(shop, from, body)
  await admin`update memory.conversations set channel = ${channel} where id = ${conversationId}`
  const brief = await api.prepareReply({ tenantId: shop.tenantId, conversationId, providers: [] })
  if (brief.action !== 'generate') throw new Error(brief.action)
  return brief.instructions
}

describe('the part of the prompt that calls have in common', () => {
  test('stands first and is the same, byte for byte, for all customers of a business, whatever they ask and when', async () => {
    const shop = await newShop({ settings: { rules: ['Never discuss competitors.'], assistantName: 'Robin 🔧' } })
    const other = newNumber()
    await newCustomer(admin, shop.tenantId, { firstName: 'Ana', lastName: 'Costa', phone: other })
    await setClock(admin, '2026-11-21T15:00:00Z')
    const [john, ana] = [
      await instructions(shop, shop.customer, 'My drain is slow again, what does a cleaning cost?'),
      await instructions(shop, other, 'Gas smell in the basement!'),
    ]
    await setClock(admin, '2026-11-24T03:00:00Z')
    const stranger = await instructions(shop, newNumber(), 'hello')
    for (const one of [ana, stranger]) {
      expect(one.shared).toBe(john.shared)
      expect(one.key).toBe(john.key)
      expect(one.own).not.toBe(john.own)
    }
    expect(john.shared).toContain('Never discuss competitors.')
    expect(john.shared).toContain('12 Main St, Quincy')
    // More than half of what a model reads of a customer it hardly knows.
    expect(stranger.shared.length).toBeGreaterThan(stranger.own.length)
    expect(john.shared).not.toMatch(/John|November|Drain cleaning/)
    expect(john.own).toMatch(/Drain cleaning is \$189/)
    expect(stranger.own).toContain('Monday, November 23, 2026, 10:00 pm')

    const changed = { rules: ['Never discuss competitors.', 'Say thank you.'] }
    await api.updateTenantSettings({ tenantId: shop.tenantId, settings: changed })
    expect((await instructions(shop, newNumber(), 'hello')).key).not.toBe(john.key)
    expect((await instructions(await newShop(), newNumber(), 'hello')).key).not.toBe(john.key)
  })

  test('is told to OpenAI as the beginning with its key, and to Anthropic as a block with a breakpoint', async () => {
    const shop = await newShop()
    const preference = (provider: 'openai' | 'anthropic') => [{ provider, model: null }]
    await text(shop, shop.customer, 'hello there')
    await answer(shop, providers, preference('openai'))
    await text(shop, shop.customer, 'and another thing')
    await answer(shop, providers, preference('anthropic'))
    const [first] = openai.calls
    const [system, own] = (anthropic.calls[0]?.system ?? []) as { text: string; cache_control?: object }[]
    expect(system?.cache_control).toEqual({ type: 'ephemeral' })
    expect(own?.cache_control).toBeUndefined()
    expect(first?.instructions).toStartWith(`${system?.text}\n\n# Now\n`)
    expect(first?.prompt_cache_key).toMatch(/^[0-9a-f]{32}$/)
    expect(own?.text).toStartWith('\n# Now\n')
  })
})

describe('the wording', () => {
  let shop: Shop | undefined
  test.each([
    [
      'sms',
      ['one text message of at most 480 characters', '[[PERSON]]', 'has not opted out of text messages'],
      ['heard'],
    ],
    [
      'web',
      ['in the chat of its web site', 'one to three short paragraphs, at most 800 characters', '[[PERSON]]'],
      ['text message'],
    ],
    [
      'voice',
      ['on the telephone', 'one or two short sentences', 'Ask one thing at a time', 'way people say them'],
      ['[[PERSON]]', 'text message', 'characters'],
    ],
  ])('is of the channel: %s', async (channel, said, unsaid) => {
    shop ??= await newShop()
    const { shared, own } = await instructions(shop, newNumber(), 'hello there', channel)
    const whole = `${shared}\n${own}`
    expect(said.filter((words) => !whole.includes(words))).toEqual([])
    expect(unsaid.filter((words) => whole.includes(words))).toEqual([])
    expect(whole.match(/^# .*/gm)).toEqual(['# Rules', '# The shop', '# Now', '# Customer'])
  })
})
