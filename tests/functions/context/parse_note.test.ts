import { beforeAll, describe, expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import type { Sql } from '../../../src/db/connect.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { nativeOnly, testServer } from '../../fixtures/lane.ts'
import { readCorpus } from '../../fixtures/technician-notes/corpus.ts'
import { EQUIPMENT_KINDS, EQUIPMENT_TYPES, ISSUES, MAKES } from '../../fixtures/technician-notes/vocabulary.ts'
import { readNotebook, scoreNotes } from './score-notes.ts'

let admin: Sql
beforeAll(async () => {
  admin = (await testDatabase()).admin
}, 60_000)

const parse = (text: string, source = 'note') =>
  admin`select * from context.parse_note(${source}, ${text}, '2025-06-01')`

describe("technicians' notes", () => {
  test('of the development half are read with precision 0.98 and recall 0.97', async () => {
    const { precision, recall, mistakes } = await scoreNotes(admin, readCorpus('development'))
    expect(precision, mistakes.join('\n')).toBeGreaterThanOrEqual(0.98)
    expect(recall, mistakes.join('\n')).toBeGreaterThanOrEqual(0.97)
  })

  test.each([
    ['notebook', 'which holds what is hard', 0.96, 0.96],
    ['notebook-in-other-hands', 'in the words of many writers', 0.9, 0.9],
    ['notebook-blind', 'written after its rules', 0.88, 0.88],
  ] as const)('of the %s, %s, with %d and %d', async (name, _, leastPrecision, leastRecall) => {
    // All of it on a server, every eighth note of the long ones otherwise: reading them takes its time.
    const notes = readNotebook(name).filter((_, index, all) => testServer || all.length < 200 || index % 8 === 0)
    const { precision, recall, mistakes } = await scoreNotes(admin, notes)
    expect(precision, mistakes.join('\n')).toBeGreaterThanOrEqual(leastPrecision)
    expect(recall, mistakes.join('\n')).toBeGreaterThanOrEqual(leastRecall)
  })

  // Its texts are nobody's to read: the score alone is told.
  const unseen = join(import.meta.dir, '../../fixtures/technician-notes/unseen.json')
  test.skipIf(!existsSync(unseen))('of the unseen half are not read worse than they were', async () => {
    const { precision, recall } = await scoreNotes(admin, readCorpus('unseen'))
    console.info(`unseen: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`)
    // The aim is 0.95 and 0.9; docs/decisions/0041 says how far it is.
    expect(precision).toBeGreaterThanOrEqual(0.83)
    expect(recall).toBeGreaterThanOrEqual(0.81)
  })
})

describe('a finding', () => {
  test('has a quote out of the text, and a model, size and type where they are said', async () => {
    const [unit] = await parse('Installed 50 gallon Rheem gas water heater XG50T06, 6 year tank warranty.')
    expect(unit).toMatchObject({
      kind: 'equipment',
      code: 'water_heater',
      make: 'Rheem',
      model: 'XG50T06',
      type: 'gas',
      capacity: '50',
      capacity_unit: 'gallon',
      installed_year: 2025,
      warranty_years: 6,
      action: 'installed',
      quote: expect.stringContaining('50 gallon Rheem gas water heater XG50T06'),
    })
  })

  test('quotes by characters, whatever stands before: emoji, accents, line breaks, long dashes', async () => {
    const text = '👍🏽 Señor Muñoz –\r\n“Rheem WH” … 2014\nRoots in main sewer line'
    const found = await parse(text)
    expect(found.map((row) => row.code).sort()).toEqual(['tree_roots', 'water_heater'])
    for (const row of found) expect(text).toContain(row.quote)
  })

  test("tells what a visit ended, so that an earlier visit's issue can end", async () => {
    const ended = async (text: string) =>
      (await parse(text)).filter((row) => row.action === 'resolved').map((row) => row.code)
    expect(await ended('Replaced sewer line with PVC.')).toContain('tree_roots')
    expect(await ended('Leak at angle stop. Replaced angle stop, dry.')).toEqual(
      expect.arrayContaining(['leak', 'failed_shutoff']),
    )
    expect(await ended('Quoted to replace sewer line.')).toEqual([])
  })
})

describe('the words', () => {
  test('name only kinds, types, makes and issues there are, and those of the corpus all', async () => {
    const values = async (query: PromiseLike<Iterable<object>>) =>
      [...(await query)].map((row) => String((row as { value: unknown }).value))
    const kinds = EQUIPMENT_KINDS.flatMap((kind) => [kind, ...EQUIPMENT_TYPES[kind].map((type) => `${kind}/${type}`)])
    const named = await values(admin`select distinct value from context.note_words where role in ('kind', 'hint')`)
    expect(named.filter((value) => !kinds.includes(value as (typeof kinds)[number]))).toEqual([])
    const makes = await values(admin`select make as value from context.note_makes`)
    expect(MAKES.filter((make) => !makes.includes(make))).toEqual([])
    const spelled = await values(admin`select distinct value from context.note_words where role = 'make'`)
    expect(spelled.sort()).toEqual(makes.sort())
    expect((await values(admin`select issue as value from context.issue_kinds`)).sort()).toEqual([...ISSUES].sort())
    expect(
      await values(admin`
        select distinct p.sign as value from context.issue_patterns as p
        where not exists (select from context.note_words as w where w.role = 'sign' and w.value = p.sign)
          and p.sign not in ('psi_low', 'psi_high', 'grain_high')`),
    ).toEqual([])
  })

  test('read a misspelt one as what it must be, and an ordinary one as itself', async () => {
    const read = async (word: string) => (await admin`select context.correct_word(${word}) as word`)[0]?.word
    for (const [slip, word] of [
      ['bradfrd', 'bradford'],
      ['instaled', 'installed'],
      ['corosion', 'corrosion'],
      ['fuacet', 'faucet'],
      ['thermastat', 'thermostat'],
      ['leaks', 'leak'],
    ] as const)
      expect(await read(slip)).toBe(word)
    for (const word of ['heather', 'conversation', 'customer', 'generic', 'picked', 'complaint'])
      expect([null, word]).toContain(await read(word))
  })
})

describe('any text', () => {
  const words = fc.constantFrom(
    'WH',
    'Rheem',
    '50 gal',
    '12 yrs old',
    'no',
    'leak',
    'replaced',
    'w/',
    'roots',
    '.',
    ',',
    '\n',
    ':',
    'new',
    'if',
    '2014',
    '$',
    '#',
    '~',
    '1/2',
    '-',
  )
  test('is read without an error, and every quote is in it', async () => {
    const texts = fc.array(
      fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.array(words, { maxLength: 30 }).map((each) => each.join(' ')),
      ),
      {
        minLength: 1,
        maxLength: 20,
      },
    )
    await fc.assert(
      fc.asyncProperty(texts, fc.constantFrom('note', 'description', 'line_item'), async (given, source) => {
        // What a text column cannot hold cannot arrive.
        const list = given.map((text) => text.replaceAll('\0', ''))
        const rows = await admin`
          select p.text_number, p.quote from context.parse_texts(
            array_fill(${source}::text, array[${list.length}::int]), ${list}::text[], array_fill('2025-06-01'::date, array[${list.length}::int])) as p`
        for (const row of rows) if (row.quote !== null) expect(list[row.text_number - 1]).toContain(row.quote)
      }),
      { numRuns: 30 },
    )
  })

  nativeOnly.test('of more than ten thousand characters is read, whatever it repeats', async () => {
    for (const piece of ['replaced WH leak no ', 'a', ...(testServer ? ['1-', 'a1-', '1/2/', '👍'] : [])])
      expect((await parse(piece.repeat(Math.ceil(12_000 / piece.length)))).length).toBeLessThan(2000)
    expect(await parse(`${'x '.repeat(6000)}Rheem water heater`)).toHaveLength(0)
  })

  test('that is empty or of another tongue tells nothing', async () => {
    for (const text of ['', '   ', '\n', '水漏れを直しました', 'Gute Arbeit geleistet'])
      expect(await parse(text)).toHaveLength(0)
  })
})
