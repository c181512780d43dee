import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Sql } from '../../../src/db/connect.ts'

export interface ExpectedUnit {
  kind: string
  make: string | null
  installedYear: number | null
  action: string
}

export interface ExpectedNote {
  id: string
  source: string
  completedOn: string
  text: string
  equipment: readonly ExpectedUnit[]
  issues: readonly { issue: string }[]
}

export interface Score {
  precision: number
  recall: number
  /** one line a mistake, with the note it was made in; + is too much, - is missing */
  mistakes: string[]
}

const isSameUnit = (a: ExpectedUnit, b: ExpectedUnit) =>
  a.kind === b.kind &&
  a.action === b.action &&
  a.make === b.make &&
  (a.installedYear === b.installedYear ||
    (a.installedYear !== null && b.installedYear !== null && Math.abs(a.installedYear - b.installedYear) <= 1))

/** Reads notes as an ingest does and compares: units by kind, action, make and year (a year off is right), issues by their code. */
export async function scoreNotes(admin: Sql, notes: readonly ExpectedNote[]): Promise<Score> {
  const rows = await admin`
    select p.text_number, p.kind, p.code, p.make, p.installed_year, p.action
    from context.parse_texts(
      ${notes.map((note) => note.source)}::text[], ${notes.map((note) => note.text)}::text[],
      ${notes.map((note) => note.completedOn)}::text[]::date[]) as p
    where p.action <> 'resolved'`
  let right = 0
  let tooMuch = 0
  let missing = 0
  const mistakes: string[] = []
  for (const [index, note] of notes.entries()) {
    const found = rows.filter((row) => row.text_number === index + 1)
    const units = found
      .filter((row) => row.kind === 'equipment')
      .map((row) => ({ kind: row.code, make: row.make, installedYear: row.installed_year, action: row.action }))
    const byUnit = compare(note.equipment, units, isSameUnit)
    const byIssue = compare(
      note.issues.map(({ issue }) => issue),
      found.filter((row) => row.kind === 'issue').map((row) => row.code as string),
      (a, b) => a === b,
    )
    for (const { hits, extra, absent } of [byUnit, byIssue]) {
      right += hits
      tooMuch += extra.length
      missing += absent.length
      for (const it of extra) mistakes.push(`${note.id} + ${JSON.stringify(it)} in: ${note.text}`)
      for (const it of absent) mistakes.push(`${note.id} - ${JSON.stringify(it)} in: ${note.text}`)
    }
  }
  return { precision: right / (right + tooMuch), recall: right / (right + missing), mistakes }
}

function compare<T>(wanted: readonly T[], found: readonly T[], isSame: (a: T, b: T) => boolean) {
  const absent = [...wanted]
  const extra = found.filter((each) => {
    const at = absent.findIndex((other) => isSame(other, each))
    if (at >= 0) absent.splice(at, 1)
    return at < 0
  })
  return { hits: found.length - extra.length, extra, absent }
}

/** A notebook beside this file: examples that are not in the corpus. An id is the file and the line. */
export function readNotebook(name: string): ExpectedNote[] {
  const lines = readFileSync(join(import.meta.dir, `${name}.txt`), 'utf8').split('\n')
  return lines
    .map((line, index) => ({ line, id: `${name}:${index + 1}` }))
    .filter(({ line }) => line !== '' && !line.startsWith('#'))
    .map(({ line, id }) => {
      const [source = '', text = '', ...rest] = line.split(/ \| ?/)
      const expected = rest
        .join('|')
        .split(';')
        .flatMap((each) => each.trim() || [])
      return {
        id,
        source,
        completedOn: '2025-06-01',
        text: text.replaceAll('\\n', '\n').trim(),
        equipment: expected.filter((each) => each.includes('|')).map(readUnit),
        issues: expected.filter((each) => !each.includes('|')).map((issue) => ({ issue })),
      }
    })
}

function readUnit(line: string): ExpectedUnit {
  const [kind = '', make, year, action = ''] = line.split('|')
  const isNew = action === 'installed' || action === 'replaced'
  return { kind, make: make || null, installedYear: year ? Number(year) : isNew ? 2025 : null, action }
}
