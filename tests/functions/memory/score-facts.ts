import type { Sql } from '../../../src/db/connect.ts'
import type { ExpectedFact, LabelledMessage } from '../../fixtures/memory-facts/corpus.ts'

export interface FactScore {
  precision: number
  recall: number
  /** one line a mistake, with the message it was made in; + is too much, - is missing */
  mistakes: string[]
}

type Found = Pick<ExpectedFact, 'category' | 'slot' | 'value'>

const FREE = new Set(['key_location', 'parking', 'shutoff_location'])

const isSame = (a: Found, b: Found) =>
  a.category === b.category &&
  a.slot === b.slot &&
  (a.value === b.value || (FREE.has(a.slot) && (a.value.includes(b.value) || b.value.includes(a.value))))

/** Reads messages as `local` does and compares them with their labels, by the rules of fixtures/memory-facts/README.md. */
export async function scoreFacts(admin: Sql, messages: readonly LabelledMessage[]): Promise<FactScore> {
  const rows = await admin<(Found & { place: number })[]>`
    select f.text_number as place, f.kind as category, f.slot, f.value
    from memory.read_facts(
      ${messages.map(({ text }) => text)}::text[],
      ${messages.map(() => '2026-06-15T12:00:00Z')}::text[]::timestamptz[]) as f`
  let right = 0
  let tooMuch = 0
  let missing = 0
  const mistakes: string[] = []
  for (const [index, message] of messages.entries()) {
    const found = rows.filter(({ place }) => place === index + 1)
    const extra = found.filter((one) => !message.facts.some((other) => isSame(other, one)))
    const absent = message.facts.filter((one) => !found.some((other) => isSame(one, other)))
    right += found.length - extra.length
    tooMuch += extra.length
    missing += absent.length
    for (const it of extra) mistakes.push(`${message.id} + ${it.slot}=${it.value} in: ${message.text}`)
    for (const it of absent) mistakes.push(`${message.id} - ${it.slot}=${it.value} in: ${message.text}`)
  }
  return { precision: right / (right + tooMuch), recall: right / (right + missing), mistakes }
}
