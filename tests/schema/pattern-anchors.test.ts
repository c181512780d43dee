import { beforeAll, describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { Sql } from '../../src/db/connect.ts'
import { testDatabase } from '../fixtures/database.ts'
import { nativeOnly } from '../fixtures/lane.ts'

/** Tables of regular expressions that are only tried on texts which hold one of their anchors. */
const TABLES = [
  'ai.handover_patterns',
  'ai.intent_patterns',
  'memory.emergency_exceptions',
  'outreach.refusal_patterns',
] as const

interface Anchored {
  pattern: string
  anchors: string[] | null
}

let admin: Sql
let patterns: Anchored[]
beforeAll(async () => {
  admin = (await testDatabase()).admin
  patterns = [
    ...(await admin.unsafe(TABLES.map((table) => `select pattern, anchors from ${table}`).join(' union all '))),
  ] as never
})

/** What the expression is in JavaScript; look-aheads only narrow what matches, and no generator knows them. */
const asJavaScript = (pattern: string) =>
  new RegExp(
    pattern.replaceAll(/\(\?<?[=!][^()]*(?:\([^()]*(?:\([^()]*\)[^()]*)*\)[^()]*)*\)/g, '').replaceAll(/\\[mM]/g, ''),
  )

const anchorsOf = async (pattern: string) =>
  (await admin`select ops.pattern_anchors(${pattern}) as anchors`)[0]?.anchors as string[] | null

/** Texts that a pattern matches and that hold none of its anchors. */
const missed = (all: readonly Anchored[]) =>
  all.flatMap(({ pattern, anchors }) =>
    fc
      .sample(fc.stringMatching(asJavaScript(pattern)), 40)
      .filter((text) => !(anchors ?? ['%']).some((anchor) => text.includes(anchor.slice(1, -1))))
      .map((text) => [pattern, text]),
  )

describe('the anchors of a pattern', () => {
  test('are in whatever it matches: 40 texts made from each of the patterns there are', () => {
    expect(patterns.length).toBeGreaterThan(150)
    expect(missed(patterns)).toEqual([])
  })

  nativeOnly.test('are in whatever the rules of facts match, which are longer', async () => {
    const rules = await admin<Anchored[]>`select pattern, anchors from memory.fact_rules`
    expect(rules.length).toBeGreaterThan(200)
    // They are written out there.
    const other = await admin`
      select pattern from memory.fact_rules where anchors is distinct from ops.pattern_anchors(pattern)`
    expect([...other]).toEqual([])
    expect(missed(rules)).toEqual([])
  })

  test('are there for all but a few patterns, or nothing would be won', () => {
    expect(patterns.filter(({ anchors }) => anchors === null).length).toBeLessThan(patterns.length * 0.05)
  })

  test('are the rarest words that cannot be missing', async () => {
    const cases: [string, string[] | null][] = [
      ['\\mhours\\M', ['%hours%']],
      ['\\m(my|the) balance\\M', ['%balance%']],
      ['^(?:please |just )*stop(?: now)?$', ['%stop%']],
      ['\\m(open|closed?) (on|till)\\M', ['%close%', '%open%']],
      ['colou?r', ['%colo%']],
      ['a{0,2}bcd+e', ['%bcd%']],
      ['(?=never)(?!not)here', ['%here%']],
      ['\\m(leak|(gas|smoke) alarm)\\M', ['%alarm%', '%leak%']],
      ['cost of (\\w+ ){1,3}repair', ['%repair%']],
      ['1\\.5 (inch|")', ['%1.5%']],
    ]
    const found = await Promise.all(cases.map(async ([pattern]) => [pattern, await anchorsOf(pattern)]))
    expect(found as unknown[]).toEqual(cases)
  })

  test('are null where a text may match without any word', async () => {
    for (const pattern of ['\\w+', '(foo)?', '^(\\S+ ){12,}', 'foo|\\d+', '[abc]x*', '']) {
      expect([pattern, await anchorsOf(pattern)]).toEqual([pattern, null])
    }
  })
})
