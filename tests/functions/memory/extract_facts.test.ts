import { beforeAll, describe, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { nativeOnly } from '../../fixtures/lane.ts'
import { CATEGORIES, readCorpus } from '../../fixtures/memory-facts/corpus.ts'
import { scoreFacts } from './score-facts.ts'

/** The rules of the labels are in fixtures/memory-facts/README.md; the texts of the unseen half are not to be read. */
let admin: Sql
beforeAll(async () => {
  admin = (await testDatabase()).admin
})

describe('reading facts without a model', () => {
  for (const half of ['development', 'unseen'] as const) {
    const lane = half === 'unseen' ? { test } : nativeOnly
    lane.test(`is right nine times in ten and finds seven in ten of the ${half} half of the corpus`, async () => {
      const messages = readCorpus(half)
      expect(messages).toHaveLength(75)
      expect(messages.filter(({ facts }) => facts.length === 0).length).toBeGreaterThan(20)
      const { precision, recall } = await scoreFacts(admin, messages)
      expect(precision).toBeGreaterThanOrEqual(0.9)
      expect(recall).toBeGreaterThanOrEqual(0.7)
    })
  }

  // Written by another hand, who knew no rule.
  nativeOnly.test('is right nine times in ten and finds seven in ten in texts of another hand, too', async () => {
    const { precision, recall } = await scoreFacts(admin, readCorpus('blind'))
    expect(precision).toBeGreaterThanOrEqual(0.9)
    expect(recall).toBeGreaterThanOrEqual(0.7)
  })
  nativeOnly.test(
    'is right and complete on the notebook its rules were widened with, and finds little in what tells nothing',
    async () => {
      const messages = readCorpus('notebook')
      const empty = messages.filter(({ facts }) => facts.length === 0)
      expect(messages.length).toBeGreaterThanOrEqual(280)
      expect(empty.length).toBeGreaterThan(50)
      const { precision, recall } = await scoreFacts(admin, messages)
      expect(precision).toBeGreaterThanOrEqual(0.96)
      expect(recall).toBeGreaterThanOrEqual(0.94)
      expect((await scoreFacts(admin, empty)).mistakes.length).toBeLessThanOrEqual(2)
    },
  )

  test('knows every slot and category of the corpus', async () => {
    const slots = await admin`select slot, kind from memory.fact_slots`
    const kinds = new Map(slots.map((row) => [row.slot, row.kind]))
    const labels = [...readCorpus('development'), ...readCorpus('notebook'), ...readCorpus('unseen')].flatMap(
      ({ facts }) => facts,
    )
    expect(labels.filter(({ slot, category }) => kinds.get(slot) !== category)).toEqual([])
    expect(new Set(kinds.values())).toEqual(new Set(CATEGORIES))
  })

  test('takes any text: scripts, emoji, patterns, much of it', async () => {
    for (const text of [
      '',
      '🐶🐶',
      '(((',
      '\\',
      '犬がいます',
      "'; drop table x; --",
      'a'.repeat(60_000),
      '? '.repeat(9000),
      'my dog '.repeat(3000),
    ]) {
      const rows = await admin`select * from memory.extract_facts(${text}, now())`
      expect(rows.length).toBeLessThan(5)
    }
  })

  test('reads times of day as people write them', async () => {
    const cases = [
      ['4', false, '16:00'],
      ['8', true, '08:00'],
      ['2pm', true, '14:00'],
      ['12am', false, '00:00'],
      ['5:30', false, '17:30'],
      ['noon', true, '12:00'],
      ['25', true, null],
      ["six o'clock", false, '18:00'],
      ['seven thirty', true, '07:30'],
      ['soon', true, null],
    ] as const
    for (const [text, isEarly, clock] of cases) {
      const [row] = await admin`select memory.read_clock(${text}, ${isEarly}) as clock`
      expect([text, row?.clock]).toEqual([text, clock])
    }
  })
})
