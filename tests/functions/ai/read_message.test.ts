import { beforeAll, describe, expect, test } from 'bun:test'
import { type TestDatabase, testDatabase } from '../../fixtures/database.ts'
import { newTenant } from '../../fixtures/tenant.ts'
import { others, phrasings } from './phrasings.ts'

let database: TestDatabase
let tenantId: string
beforeAll(async () => {
  database = await testDatabase()
  tenantId = (await newTenant(database.admin)).tenantId
}, 60_000)

/** What each text is understood as, in order, as the api functions see it. */
const understood = (texts: string[]): Promise<string[][]> =>
  database.admin.begin(async (sql) => {
    await sql`select tenancy.set_tenant(${tenantId})`
    const rows = await sql<{ intents: string[] }[]>`
      select (ai.read_message(t.text)).intents as intents
      from jsonb_array_elements_text(${texts as never}) with ordinality as t (text, position)
      order by t.position`
    return rows.map((row) => [...row.intents])
  })

/** The phrasings of which the first intent is not the one meant; looked at once, a match compiles many patterns. */
const missed = (kind: 'seen' | 'held') => {
  looked[kind] ??= lookAt(kind)
  return looked[kind]
}
const looked: Partial<Record<'seen' | 'held', ReturnType<typeof lookAt>>> = {}

async function lookAt(kind: 'seen' | 'held') {
  const meant = Object.entries(phrasings).flatMap(([intent, sets]) => sets[kind].map((text) => ({ intent, text })))
  const found = await understood(meant.map(({ text }) => text))
  const wrong = meant.flatMap(({ intent, text }, index) =>
    found[index]?.includes(intent) ? [] : [{ intent, text, found: found[index] }],
  )
  return { total: meant.length, wrong }
}

describe('intents', () => {
  test('at least 90 % of the phrasings that the patterns were written against are understood', async () => {
    const { total, wrong } = await missed('seen')
    expect(total).toBeGreaterThanOrEqual(120)
    expect(wrong.length / total, JSON.stringify(wrong)).toBeLessThanOrEqual(0.1)
  })

  test('at least 90 % of 40 phrasings that the patterns never saw are understood', async () => {
    const { total, wrong } = await missed('held')
    expect(total).toBe(40)
    expect(wrong.length / total, JSON.stringify(wrong)).toBeLessThanOrEqual(0.1)
  })

  test('a phrasing that is missed goes to a person rather than to a wrong answer', async () => {
    const wrong = [...(await missed('seen')).wrong, ...(await missed('held')).wrong]
    expect(wrong.filter(({ found }) => found?.length)).toEqual([])
  })

  test('chit-chat, complaints, threats and strangers are left to a person', async () => {
    const found = await understood(others)
    const answered = others.filter((_, index) => found[index]?.some((intent) => intent !== 'person_please'))
    expect(others.length).toBeGreaterThanOrEqual(40)
    expect(answered.length / others.length, answered.join(' | ')).toBeLessThanOrEqual(0.02)
  })

  test('an empty message, emoji and other scripts mean nothing and break nothing', async () => {
    expect(await understood(['', '   ', '🤷', 'здравствуйте', '你好', '%%%\\\\([', 'a'.repeat(5000)])).toEqual([
      [],
      [],
      [],
      [],
      [],
      [],
      [],
    ])
  })

  test('a longer word with a typo is read as the word that is meant', async () => {
    expect(await understood(['When is my appiontment?', 'is my furnase under waranty', 'whats my balence'])).toEqual([
      ['next_appointment'],
      ['my_equipment'],
      ['balance'],
    ])
  })

  test('thanks beside a question is not answered for itself', async () => {
    expect(await understood(['Thanks! When is my appointment?'])).toEqual([['next_appointment']])
  })
})
