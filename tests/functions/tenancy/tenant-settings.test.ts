import { beforeAll, describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { Sql } from '../../../src/db/connect.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { tenantSettings, tenantSettingsChange } from '../../../src/tenant-settings.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { failureOf } from '../../fixtures/failure.ts'
import { testServer } from '../../fixtures/lane.ts'
import { newTenant } from '../../fixtures/tenant.ts'

let admin: Sql
let api: Api
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  api = createApi(database.edge)
})

/** What the constraint says; JSON that cannot even be stored is not valid either. */
const isStored = async (settings: unknown): Promise<boolean> => {
  try {
    const [row] = await admin`select tenancy.are_settings_valid(${JSON.stringify(settings)}::text::jsonb) as valid`
    return row?.valid
  } catch (error) {
    if (['22P02', '22P05'].includes((error as { code: string }).code)) return false
    throw error
  }
}
const isParsed = (settings: unknown) => tenantSettings.safeParse(settings).success

const valid = {
  conversationTimeoutHours: 12,
  assistantName: 'Dana',
  replyMaxCharacters: 480,
  promptBudget: 1500,
  rules: ['Never promise a price.'],
  membershipNames: { vip: 'Gold Club' },
  membershipPlan: { pricePerYear: 149.5, discountPercent: 15 },
  schedules: { winback: { days: 7, hour: null } },
  communication_preferences: {},
  allowedOrigins: ['https://example.com', 'http://127.0.0.1:3000'],
  chat: { title: 'Ask us', greeting: 'Hi! How can we help?', accentColor: '#0f766e', quickReplies: ['Book a visit'] },
  aiBudget: { softUsd: 40, hardUsd: 50.5 },
  replyProvider: { provider: 'anthropic', model: 'claude-opus-5-5' },
}

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 70 }),
  fc.constantFrom('', ' ', 'a'.repeat(60), 'a'.repeat(61), '🔧'.repeat(60), '🔧'.repeat(61), '\0', '\ud800', '\\u0000'),
)
const number = fc.oneof(
  ...[1, 50, 160, 1600, 8760, 16_000].map((bound) => fc.constantFrom(bound - 1, bound, bound + 1, bound + 0.5, -bound)),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  text,
  number,
  fc.array(text, { maxLength: 3 }),
  fc.dictionary(text, text, { maxKeys: 3 }),
)
const origin = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('https://example.com', 'http://127.0.0.1:3000', 'https://a-b.example') },
  fc.constantFrom(
    'https://Example.com',
    'https://example.com/',
    'https://example.com\n',
    'https://a:0',
    'null',
    '*',
    1,
    null,
  ),
  text,
)
const chat = fc.record(
  {
    title: fc.oneof(text, anything),
    greeting: fc.oneof(text, fc.constantFrom('a'.repeat(500), 'a'.repeat(501), '🔧'.repeat(500)), anything),
    accentColor: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom('#0f766e', '#000000') },
      fc.constantFrom('#0F766E', '#fff', '#0f766e\n', 'red', '#0f766e;'),
      anything,
    ),
    quickReplies: fc.oneof(
      fc.array(fc.oneof(text, fc.constantFrom('a\nb', '\u2028', '\r')), { maxLength: 2 }),
      fc.array(fc.constant('Yes'), { minLength: 5, maxLength: 8 }),
      anything,
    ),
    color: fc.constant('red'),
  },
  { requiredKeys: [] },
)
const whole = (least: number, most: number) =>
  fc.oneof({ weight: 3, arbitrary: fc.integer({ min: least, max: most }) }, number, anything)
const settings = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .record(
        {
          conversationTimeoutHours: whole(1, 8760),
          assistantName: fc.oneof(text, fc.string({ minLength: 1, maxLength: 60 }), anything),
          replyMaxCharacters: whole(160, 1600),
          promptBudget: whole(50, 16_000),
          rules: fc.oneof(fc.array(text, { maxLength: 3 }), anything),
          membershipNames: fc.oneof(fc.dictionary(text, text, { maxKeys: 3 }), anything),
          membershipPlan: fc.oneof(
            fc.record({ pricePerYear: number, discountPercent: number }, { requiredKeys: ['pricePerYear'] }),
            anything,
          ),
          aiBudget: fc.oneof(fc.record({ softUsd: number, hardUsd: number }, { requiredKeys: [] }), anything),
          replyProvider: fc.oneof(
            fc.record(
              {
                provider: fc.constantFrom('openai', 'anthropic', 'local', 'other', 1),
                model: fc.oneof(fc.constantFrom('gpt-6-luna', 'a b', '', 'ft:x.y_z', 'a\n'), anything),
              },
              { requiredKeys: ['provider'] },
            ),
            anything,
          ),
          schedules: fc.oneof(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })), anything),
          communication_preferences: fc.oneof(fc.dictionary(text, fc.jsonValue({ maxDepth: 1 })), anything),
          allowedOrigins: fc.oneof(
            fc.array(origin, { maxLength: 3 }),
            fc.array(origin, { minLength: 19, maxLength: 22 }),
            anything,
          ),
          chat: fc.oneof(
            chat.chain((record) =>
              fc
                .subarray(Object.keys(record), { maxLength: Math.min(2, Object.keys(record).length) })
                .map((keys) => Object.fromEntries(keys.map((key) => [key, record[key as keyof typeof record]]))),
            ),
            anything,
          ),
          unknownSetting: fc.oneof({ weight: 1, arbitrary: fc.constant(1) }),
        },
        { requiredKeys: [] },
      )
      .chain((record) =>
        fc
          .subarray(Object.keys(record))
          .map((keys) => Object.fromEntries(keys.map((key) => [key, record[key as keyof typeof record]]))),
      ),
  },
  { weight: 1, arbitrary: anything },
)

describe('what settings may hold', () => {
  test('is the same for zod and for the constraint, on random settings', async () => {
    const seen = { true: 0, false: 0 }
    await fc.assert(
      fc.asyncProperty(settings, async (candidate) => {
        const parsed = isParsed(candidate)
        seen[`${parsed}`] += 1
        expect(await isStored(candidate)).toBe(parsed)
      }),
      { numRuns: testServer ? 1000 : 250 },
    )
    // Both answers came up often enough for the agreement to mean something.
    expect(Math.min(seen.true, seen.false)).toBeGreaterThan(testServer ? 100 : 20)
  })

  test('is everything that is documented, at once', async () => {
    expect([isParsed(valid), await isStored(valid)]).toEqual([true, true])
  })

  test.each(
    [
      { unknown: 1 },
      { conversationTimeoutHours: 0 },
      { conversationTimeoutHours: 8761 },
      { conversationTimeoutHours: '24' },
      { conversationTimeoutHours: 1.5 },
      { replyMaxCharacters: 1601 },
      { promptBudget: 49 },
      { assistantName: '' },
      { assistantName: null },
      { rules: 'be nice' },
      { rules: [1] },
      { membershipNames: ['vip'] },
      { membershipNames: { vip: 1 } },
      { membershipPlan: { pricePerYear: 99 } },
      { membershipPlan: { pricePerYear: -1, discountPercent: 10 } },
      { membershipPlan: { pricePerYear: 99, discountPercent: 101 } },
      { membershipPlan: { pricePerYear: '99', discountPercent: 10 } },
      { membershipPlan: { pricePerYear: 99, discountPercent: 10, color: 'red' } },
      { schedules: [] },
      { aiBudget: { softUsd: 51, hardUsd: 50 } },
      { aiBudget: { softUsd: -1 } },
      { aiBudget: { hardUsd: '50' } },
      { aiBudget: { softUsd: null } },
      { aiBudget: { yearlyUsd: 50 } },
      { aiBudget: 50 },
      { replyProvider: 'openai' },
      { replyProvider: { model: 'gpt-6-luna' } },
      { replyProvider: { provider: 'google' } },
      { replyProvider: { provider: 'openai', model: null } },
      { replyProvider: { provider: 'openai', model: 'two words' } },
      { allowedOrigins: 'https://example.com' },
      { allowedOrigins: ['https://example.com/'] },
      { allowedOrigins: ['*'] },
      { allowedOrigins: Array(21).fill('https://example.com') },
      { chat: 'on' },
      { chat: { title: '' } },
      { chat: { greeting: 'a'.repeat(501) } },
      { chat: { accentColor: '#FFFFFF' } },
      { chat: { accentColor: null } },
      { chat: { accentColor: 'red;}' } },
      { chat: { quickReplies: Array(7).fill('Yes') } },
      { chat: { quickReplies: [''] } },
      { chat: { quickReplies: ['a'.repeat(61)] } },
      { chat: { quickReplies: 'Yes' } },
      { chat: { color: 'red' } },
      [],
      [{}],
      null,
      7,
    ].map((candidate) => ({ candidate, json: JSON.stringify(candidate) })),
  )('is not $json', async ({ candidate }) => {
    expect([isParsed(candidate), await isStored(candidate)]).toEqual([false, false])
  })
})

describe('changing settings', () => {
  const change = (tenantId: string, settings: unknown) => api.updateTenantSettings({ tenantId, settings })

  test('keeps what is not named, and null removes', async () => {
    const { tenantId } = await newTenant(admin, { settings: valid })
    expect(await change(tenantId, { promptBudget: 2000 })).toEqual({ ...valid, promptBudget: 2000 })
    const { rules: _rules, promptBudget: _budget, ...rest } = valid
    expect(await change(tenantId, { rules: null, promptBudget: null })).toEqual(rest)
  })

  test('leaves a null that stands inside a setting', async () => {
    const { tenantId } = await newTenant(admin)
    const schedules = { winback: { hour: null } }
    expect(await change(tenantId, { schedules })).toEqual({ schedules })
  })

  test.each(
    [{ unknown: 1 }, { promptBudget: 10 }, { rules: [null] }, [1], 7].map((settings) => ({
      settings,
      json: JSON.stringify(settings),
    })),
  )('to $json is refused and changes nothing', async ({ settings }) => {
    const { tenantId, slug } = await newTenant(admin, { settings: valid })
    expect(await failureOf(change(tenantId, settings))).toMatchObject({ code: '23514' })
    expect((await api.getTenant({ slug })).settings).toEqual(valid)
  })

  test('of an unknown tenant is refused', async () => {
    expect(await failureOf(change(crypto.randomUUID(), {}))).toMatchObject({ code: 'RP001' })
  })

  test('takes what the schema of changes takes', () => {
    expect(tenantSettingsChange.safeParse({ rules: null, promptBudget: 60 }).success).toBe(true)
    expect(tenantSettingsChange.safeParse({ rules: 1 }).success).toBe(false)
    expect(tenantSettingsChange.safeParse({ other: null }).success).toBe(false)
  })
})
