import { describe, expect, test } from 'bun:test'
import { sourceFiles } from '../fixtures/repository.ts'
import { corpusSchema, type Half, readCorpus, type TechnicianNote } from '../fixtures/technician-notes/corpus.ts'
import { EQUIPMENT_KINDS, ISSUES } from '../fixtures/technician-notes/vocabulary.ts'

const corpus = { development: readCorpus('development'), unseen: readCorpus('unseen') }
const halves: Half[] = ['development', 'unseen']
const all = halves.flatMap((half) => corpus[half])

describe('each half of the technician notes', () => {
  test.each(halves)('%s has at least 110 entries, a quarter of which hold nothing to find', (half) => {
    const notes = corpus[half]
    const empty = notes.filter((note) => note.equipment.length + note.issues.length === 0)
    expect(notes.length).toBeGreaterThanOrEqual(110)
    expect(empty.length / notes.length).toBeGreaterThanOrEqual(0.25)
  })

  test.each(halves)('%s has every issue, every source and action, and every kind but vehicles', (half) => {
    const notes = corpus[half]
    const units = notes.flatMap((note) => note.equipment)
    const distinct = (values: string[]) => [...new Set(values)].sort()
    expect(distinct(notes.flatMap((note) => note.issues.map(({ issue }) => issue)))).toEqual([...ISSUES].sort())
    expect(distinct(units.map(({ kind }) => kind))).toEqual(EQUIPMENT_KINDS.filter((kind) => kind !== 'vehicle').sort())
    expect(distinct(units.map(({ action }) => action))).toEqual(['installed', 'observed', 'removed', 'replaced'])
    expect(distinct(notes.map(({ source }) => source))).toEqual(['description', 'line_item', 'note'])
  })

  test('gives ids of its own', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    expect(corpus.development.every(({ id }) => id.startsWith('d-'))).toBe(true)
    expect(corpus.unseen.every(({ id }) => id.startsWith('u-'))).toBe(true)
  })
})

test('no text is there twice, and none of one half is a rewording of one in the other', () => {
  const words = (text: string) => text.toLowerCase().match(/[a-z0-9]+/g) ?? []
  const pairsOf = (text: string) => new Set(words(text).map((word, index, list) => `${word} ${list[index + 1] ?? ''}`))
  const seen = corpus.development.map((note) => ({ ...note, pairs: pairsOf(note.text) }))
  const alike = corpus.unseen.flatMap((note) => {
    const pairs = pairsOf(note.text)
    return seen
      .filter((other) => pairs.intersection(other.pairs).size / pairs.union(other.pairs).size > 0.3)
      .map((other) => `${note.id} ~ ${other.id}`)
  })
  expect(alike).toEqual([])
  expect(new Set(all.map(({ text }) => words(text).join(' '))).size).toBe(all.length)
})

test('the kinds are those of context.equipment, and the README defines every issue', () => {
  const tables = sourceFiles(['sql'], '_context.sql')[0]?.text ?? ''
  const check = /create table context\.equipment \([\s\S]*?kind in \(([^)]*)\)/.exec(tables)?.[1] ?? ''
  expect([...check.matchAll(/'(\w+)'/g)].map((match) => match[1] ?? '')).toEqual([...EQUIPMENT_KINDS])
  const readme = sourceFiles(['tests/fixtures/technician-notes'], 'README.md')[0]?.text ?? ''
  expect([...readme.matchAll(/^\| `(\w+)` +\|/gm)].map((match) => match[1] ?? '')).toEqual([...ISSUES])
})

describe('a malformed entry is refused with the place of the mistake', () => {
  const good: TechnicianNote = {
    id: 'd-001',
    source: 'note',
    completedOn: '2025-05-01',
    text: 'Rheem WH from 2014, drips at the drain valve',
    equipment: [
      {
        kind: 'water_heater',
        make: 'Rheem',
        model: null,
        type: null,
        capacity: null,
        installedYear: 2014,
        action: 'observed',
        quote: 'Rheem WH from 2014',
      },
    ],
    issues: [{ issue: 'leak', place: 'drain valve', quote: 'drips at the drain valve' }],
  }
  const withUnit = (change: object) => [{ ...good, equipment: [{ ...good.equipment[0], ...change }] }]
  const withIssue = (change: object) => [{ ...good, issues: [{ ...good.issues[0], ...change }] }]
  const pathsOf = (notes: unknown) => corpusSchema.safeParse(notes).error?.issues.map(({ path }) => path.join('.'))

  test('while the one they are made from is accepted', () => expect(pathsOf([good])).toBeUndefined())

  test.each([
    ['an unknown kind', withUnit({ kind: 'dishwasher' }), '0.equipment.0.kind'],
    ['an unknown make', withUnit({ make: 'Reem' }), '0.equipment.0.make'],
    ['a type of another kind', withUnit({ type: 'pedestal' }), '0.equipment.0.type'],
    ['an unknown unit', withUnit({ capacity: { value: 5, unit: 'kw' } }), '0.equipment.0.capacity.unit'],
    ['a year after the visit', withUnit({ installedYear: 2026 }), '0.equipment.0.installedYear'],
    ['a new unit with another year', withUnit({ action: 'replaced' }), '0.equipment.0.installedYear'],
    ['a model that is not in the text', withUnit({ model: 'XG50' }), '0.equipment.0.model'],
    ['a quote that is not in the text', withUnit({ quote: 'rheem wh' }), '0.equipment.0.quote'],
    ['a unit without its make', withUnit({ make: undefined }), '0.equipment.0.make'],
    ['a field nobody knows', withUnit({ colour: 'grey' }), '0.equipment.0'],
    ['an unknown issue', withIssue({ issue: 'ghosts' }), '0.issues.0.issue'],
    ['an issue quoted from elsewhere', withIssue({ quote: 'leaks' }), '0.issues.0.quote'],
    ['a place that is not in the text', withIssue({ place: 'attic' }), '0.issues.0.place'],
    ['an issue said twice', [{ ...good, issues: [good.issues[0], good.issues[0]] }], '0.issues.1'],
    ['an empty text', [{ ...good, text: ' ', equipment: [], issues: [] }], '0.text'],
    ['a day that is none', [{ ...good, completedOn: '2025-02-30' }], '0.completedOn'],
    ['an unknown source', [{ ...good, source: 'voicemail' }], '0.source'],
    ['an id that is taken', [good, good], '1.id'],
  ])('%s', (_name, notes, path) => expect(pathsOf(notes)).toEqual([path]))
})
