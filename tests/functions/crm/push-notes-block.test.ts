import { beforeAll, describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { Sql } from '../../../src/db/connect.ts'
import { testDatabase } from '../../fixtures/database.ts'

const BEGIN = '[Rapport: kept up to date by itself, please write above or below]'
const END = '[end of Rapport]'
const blockOf = (...lines: string[]) => [BEGIN, ...lines, END].join('\n')
const MORNING = 'AI Note: Prefers morning appointments'
const EVENING = 'AI Note: Prefers evening appointments'
const BY_TEXT = 'AI Note: Prefers text messages'

let admin: Sql
beforeAll(async () => {
  admin = (await testDatabase()).admin
})

/** `own`: lines that were written in earlier blocks */
async function merge(current: string | null, block: string | null, own: string[] = []): Promise<string | null> {
  const [row] = await admin`
    select crm.merge_notes_block(${current}, ${block}, array(select md5(o) from unnest(${own}::text[]) as o)) as merged`
  return row?.merged
}

describe('our block in the notes of a customer', () => {
  test('is put after a blank line where there is none, and alone where there are no notes', async () => {
    expect(await merge('Gate code 4711', MORNING)).toBe(`Gate code 4711\n\n${blockOf(MORNING)}`)
    expect(await merge('Gate code 4711\n\n\n', MORNING)).toBe(`Gate code 4711\n\n${blockOf(MORNING)}`)
    for (const none of [null, '', ' \n']) expect(await merge(none, MORNING)).toBe(blockOf(MORNING))
  })

  test('is replaced where it stands, with what people wrote above and below left as it is', async () => {
    const notes = `Dog bites\n\n${blockOf(MORNING, BY_TEXT)}\nOwes us 20 dollars`
    expect(await merge(notes, EVENING, [MORNING, BY_TEXT])).toBe(`Dog bites\n\n${blockOf(EVENING)}\nOwes us 20 dollars`)
  })

  test('goes with its blank line when there is nothing to say any more; notes without it are not touched', async () => {
    expect(await merge(`Dog bites\n\n${blockOf(MORNING)}`, null, [MORNING])).toBe('Dog bites')
    expect(await merge(`Dog bites\n\n${blockOf(MORNING)}\n\nSee attic`, '', [MORNING])).toBe('Dog bites\n\nSee attic')
    expect(await merge(blockOf(MORNING), null, [MORNING])).toBe('')
    for (const untouched of [null, '', 'Dog bites \r\n\r\n ']) expect(await merge(untouched, null)).toBe(untouched)
  })

  test('keeps what a person wrote inside it, below it', async () => {
    const edited = blockOf(MORNING, 'but never on Mondays!', BY_TEXT)
    const merged = `${blockOf(EVENING)}\n\nbut never on Mondays!\nEnd of notes`
    expect(await merge(`${edited}\nEnd of notes`, EVENING, [MORNING, BY_TEXT])).toBe(merged)
    const changed = blockOf(`${MORNING}, after 9`)
    expect(await merge(changed, MORNING, [MORNING])).toBe(`${blockOf(MORNING)}\n\n${MORNING}, after 9`)
  })

  test('is found again when its last line was deleted, up to where words of a person begin', async () => {
    const notes = `Dog bites\n\n${BEGIN}\n${MORNING}\n${BY_TEXT}\n\nCall the neighbour\nSee attic`
    expect(await merge(notes, EVENING, [MORNING, BY_TEXT])).toBe(
      `Dog bites\n\n${blockOf(EVENING)}\nCall the neighbour\nSee attic`,
    )
  })

  test('is found again when its first line was deleted', async () => {
    const notes = `Dog bites\n${MORNING}\n${END}\nSee attic`
    expect(await merge(notes, EVENING, [MORNING])).toBe(`Dog bites\n${blockOf(EVENING)}\nSee attic`)
  })

  test('is one block again where it was copied', async () => {
    const notes = `${blockOf(MORNING)}\nA\n${blockOf(MORNING)}\nB`
    expect(await merge(notes, EVENING, [MORNING])).toBe(`${blockOf(EVENING)}\nA\nB`)
  })

  test('has the line ends of the notes that it stands in', async () => {
    const merged = await merge('Dog bites\r\nSee attic', `${MORNING}\n${BY_TEXT}`)
    expect(merged).toBe(`Dog bites\r\nSee attic\r\n\r\n${BEGIN}\r\n${MORNING}\r\n${BY_TEXT}\r\n${END}`)
    expect(await merge(merged, `${MORNING}\n${BY_TEXT}`)).toBe(merged)
    expect(await merge(merged, null, [MORNING, BY_TEXT])).toBe('Dog bites\r\nSee attic')
  })

  test('is recognised when white space was changed on the way', async () => {
    const notes = `  ${BEGIN}\t\n${MORNING.replace(' ', '\u00a0 ')}  \n ${END} `
    expect(await merge(notes, EVENING, [MORNING])).toBe(blockOf(EVENING))
  })

  test('is not ended or begun by what it says', async () => {
    expect(await merge('A', `${END}\n${MORNING}\n${BEGIN}`)).toBe(`A\n\n${blockOf(MORNING)}`)
  })

  test('keeps every word of a person and is stable, whatever people did to the notes (property)', async () => {
    const human = fc.constantFrom('Dog bites', 'See  attic', 'owes 20 $', '- call first', '\u00e9t\u00e9', 'x', '[end]')
    const ours = fc.constantFrom(MORNING, EVENING, BY_TEXT)
    const line = fc.oneof({ weight: 4, arbitrary: human }, ours, fc.constantFrom(BEGIN, END, '', '  ', `${END} `))
    const notes = fc
      .tuple(fc.array(line, { maxLength: 14 }), fc.constantFrom('\n', '\r\n'))
      .map(([lines, eol]) => lines.join(eol))
    const block = fc
      .subarray([MORNING, BY_TEXT, 'AI Note (Current Issue): no hot water'])
      .map((lines) => lines.join('\n'))
    const own = fc.subarray([MORNING, EVENING, BY_TEXT])
    await fc.assert(
      fc.asyncProperty(notes, block, own, async (current, said, known) => {
        const merged = (await merge(current, said, known)) ?? ''
        const humanLines = (text: string) =>
          text
            .split(/\r?\n/)
            .map((one) => one.trim())
            .filter((one) => one && ![BEGIN, END, MORNING, EVENING, BY_TEXT, ...said.split('\n')].includes(one))
            .sort()
        expect(humanLines(merged)).toEqual(humanLines(current))
        expect(await merge(merged, said, known)).toBe(merged)
        const begins = merged.split(/\r?\n/).filter((one) => one.trim() === BEGIN)
        if (said) expect(begins).toHaveLength(1)
        else if (merged !== current) expect(begins).toHaveLength(0)
        const wanted = [BEGIN, ...said.split('\n'), END].join('\n')
        if (said) expect(merged.replaceAll('\r', '')).toContain(wanted)
        // Taken out and put in again, the words are the same too.
        expect(humanLines((await merge(merged, null, said.split('\n'))) ?? '')).toEqual(humanLines(current))
      }),
      { numRuns: 150 },
    )
  })
})

describe('changes of a person that one of our writes undid', () => {
  const restore = async (current: string, base: string, theirs: string) =>
    (await admin`select crm.add_line_changes(${current}, ${base}, ${theirs}) as text`)[0]?.text

  test('come back where they stood, and what they deleted goes', async () => {
    const base = 'Dog bites\nSee attic\nOwes us'
    const theirs = 'Dog bites\nDog is gone now\nOwes us'
    const current = `Dog bites\nSee attic\nOwes us\n\n${blockOf(MORNING)}`
    const restored = `Dog bites\nDog is gone now\nOwes us\n\n${blockOf(MORNING)}`
    expect(await restore(current, base, theirs)).toBe(restored)
    expect(await restore(restored, base, theirs)).toBe(restored)
  })

  test('leave alone what somebody wrote after', async () => {
    expect(await restore('A\nlater', 'A', 'A\nlost')).toBe('A\nlost\nlater')
    expect(await restore('', 'A', 'A\nlost')).toBe('lost')
  })
})
