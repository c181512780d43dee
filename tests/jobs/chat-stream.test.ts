import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { visiblePart } from '../../src/chat/draft-writer.ts'
import type { ChatProgress } from '../../src/chat/progress-reader.ts'
import { placeOf, showProgress } from '../../src/chat/show-progress.ts'

describe('a stream', () => {
  const messageId = crypto.randomUUID()
  const writing = (generation: number, text: string): ChatProgress => ({
    state: 'writing',
    messageId,
    answersMessageId: messageId,
    generation,
    text,
    tools: [],
    failure: null,
  })
  const collect = () => {
    const sent: { event: string; data: { text?: string }; id: string | null }[] = []
    return {
      sent,
      send: (event: string, data: unknown, id?: string) =>
        void sent.push({ event, data: data as { text?: string }, id: id ?? null }),
    }
  }

  test('cut anywhere and gone on with gives exactly the text, each piece once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { minLength: 1, maxLength: 20 }),
        fc.nat(),
        (pieces, at) => {
          const whole = pieces.join('')
          const states = pieces.map((_, index) => writing(1, pieces.slice(0, index + 1).join('')))
          const cut = at % pieces.length
          const [one, two] = [collect(), collect()]
          const before = showProgress(messageId, null, one.send)
          for (const state of states.slice(0, cut)) before(state)
          const last = one.sent.at(-1)?.id ?? undefined
          const after = showProgress(messageId, placeOf(last, messageId), two.send)
          for (const state of states.slice(cut)) after(state)
          const textOf = (sent: typeof one.sent) => sent.map(({ data }) => data.text ?? '').join('')
          expect(textOf(one.sent) + textOf(two.sent)).toBe(whole)
          expect(two.sent.some(({ event }) => event === 'error')).toBe(false)
        },
      ),
    )
  })

  test('that left off in a generation that is void is told so and begins again', () => {
    const { sent, send } = collect()
    showProgress(messageId, placeOf(`${messageId}:1:40`, messageId), send)(writing(2, 'Anew'))
    expect(sent.map(({ event, data }) => [event, data.text])).toEqual([
      ['error', undefined],
      ['delta', 'Anew'],
    ])
    expect(placeOf(`${crypto.randomUUID()}:1:4`, messageId)).toBeNull()
    expect(placeOf('nonsense', messageId)).toBeNull()
  })

  test('only ever grows, and never shows a part of the mark', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', ' ', '[', '[[', ']', ']]', 'PERSON', 'PER', 'SON', '[[PERSON]]', '\n'), {
          maxLength: 14,
        }),
        (pieces) => {
          let shown = ''
          for (const index of pieces.keys()) {
            const now = visiblePart(pieces.slice(0, index + 1).join(''))
            expect(now.startsWith(shown)).toBe(true)
            expect(now).not.toContain('[[PERSON]]')
            shown = now
          }
        },
      ),
    )
  })
})
