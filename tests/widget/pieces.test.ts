import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { contrast, inkOn, readableOn, TEXT_CONTRAST } from '../../src/web/widget/colour.ts'
import { addDelta, emptyDraft, startAgain } from '../../src/web/widget/draft.ts'
import { readEvents, type ServerEvent } from '../../src/web/widget/events.ts'
import { addOlder, mergeNewest } from '../../src/web/widget/messages.ts'
import { segmentsOf } from '../../src/web/widget/segments.ts'
import { themeCss } from '../../src/web/widget/theme.ts'
import type { Message } from '../../src/web/widget/types.ts'

const bytes = (chunks: readonly Uint8Array[]) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk)
      controller.close()
    },
  })
const cutAt = (whole: Uint8Array, cuts: readonly number[]) => {
  const points = [0, ...cuts.map((cut) => cut % (whole.length + 1)).sort((a, b) => a - b), whole.length]
  return points.slice(1).map((end, at) => whole.slice(points[at], end))
}

describe('reading a stream of events', () => {
  const field = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !/[\r\n]/.test(text))
  const event = fc.record({
    name: fc.constantFrom('delta', 'message', 'done'),
    id: fc.option(fc.constantFrom('a:1:5', 'a:done'), { nil: null }),
    lines: fc.array(field, { minLength: 1, maxLength: 3 }),
  })

  test('gives every event whole, wherever the bytes are cut and however lines end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { maxLength: 5 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.array(fc.nat(), { maxLength: 8 }),
        async (events, newline, cuts) => {
          const wire = events
            .flatMap(({ name, id, lines }) => [
              ': ping',
              `event: ${name}`,
              ...(id === null ? [] : [`id: ${id}`]),
              ...lines.map((line) => `data: ${line}`),
              '',
            ])
            .map((line) => line + newline)
            .join('')
          const heard: ServerEvent[] = []
          // A blank line more, because a last CR may be half of a CRLF.
          const whole = new TextEncoder().encode(wire + newline + newline)
          for await (const one of readEvents(bytes(cutAt(whole, cuts)))) heard.push(one)
          expect(heard).toEqual(events.map(({ name, id, lines }) => ({ name, id, data: lines.join('\n') })))
        },
      ),
      { numRuns: 150 },
    )
  })

  test('does not give an event that the connection cut off', async () => {
    const heard: ServerEvent[] = []
    const cut = new TextEncoder().encode('event: delta\ndata: {"text":"half"}\n')
    for await (const one of readEvents(bytes([cut]))) heard.push(one)
    expect(heard).toEqual([])
  })
})

describe('an answer in pieces', () => {
  const pieces = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 8 })

  test('is the same text when pieces come again after a reconnection', () => {
    fc.assert(
      fc.property(pieces, fc.nat(), fc.nat(), (texts, cut, back) => {
        let offset = 0
        const deltas = texts.map((text) => {
          offset += text.length
          return { text, id: `m:1:${offset}` }
        })
        const heard = cut % (deltas.length + 1)
        const again = heard === 0 ? 0 : back % heard
        const draft = [...deltas.slice(0, heard), ...deltas.slice(again)].reduce(
          (made, { text, id }) => addDelta(made, text, id),
          emptyDraft('c'),
        )
        expect(draft.text).toBe(texts.join(''))
      }),
    )
  })

  test('begins anew with another generation, told or not', () => {
    const first = addDelta(addDelta(emptyDraft('c'), 'Half an ', 'm:1:8'), 'answer', 'm:1:14')
    expect(addDelta(first, 'Whole', 'm:2:5').text).toBe('Whole')
    expect(addDelta(startAgain(first), 'Whole', 'm:2:5').text).toBe('Whole')
  })
})

describe('links in a message', () => {
  const parts = fc.array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.constantFrom(
        'javascript:alert(1)',
        'JaVaScRiPt://x.example/%0aalert(1)',
        'data:text/html,<script>alert(1)</script>',
        '<a href="https://evil.example">here</a>',
        'https://good.example/a?b=c#d',
        'https://user:pw@evil.example',
        'https://gооgle.example',
        'https://[::1]/',
        'mailto:a@b.example?bcc=c@d.example',
        'www.example.com.',
        'ada@example.com',
        '(617) 555-0123',
        '+16175550123',
        ' ',
        '\n',
      ),
    ),
    { maxLength: 8 },
  )

  test('lead to web pages, mailboxes and telephones only, and no character is lost', () => {
    fc.assert(
      fc.property(parts, (texts) => {
        const text = texts.join('')
        const segments = segmentsOf(text)
        expect(segments.map((segment) => segment.text).join('')).toBe(text)
        for (const { href } of segments) {
          if (href === null) continue
          const url = new URL(href)
          expect(['http:', 'https:', 'mailto:', 'tel:']).toContain(url.protocol)
          expect(url.username + url.password).toBe('')
          if (url.protocol === 'mailto:') expect(url.search).toBe('')
          if (url.protocol === 'tel:') expect(href).toMatch(/^tel:\+\d{7,15}$/)
        }
      }),
      { numRuns: 300 },
    )
  })

  test.each([
    ['See https://example.com/help.', 'https://example.com/help', 'https://example.com/help'],
    ['(https://example.com/a_(b))', 'https://example.com/a_(b)', 'https://example.com/a_(b)'],
    ['www.example.com, now', 'www.example.com', 'https://www.example.com/'],
    ['Call (617) 555-0123!', '(617) 555-0123', 'tel:+16175550123'],
    ['1-617-555-0123', '1-617-555-0123', 'tel:+16175550123'],
    ['+442071838750 is ours', '+442071838750', 'tel:+442071838750'],
    ['Write to ada+x@example.co.uk.', 'ada+x@example.co.uk', 'mailto:ada%2Bx@example.co.uk'],
  ])('of %p is %p', (text, shown, href) => {
    expect(segmentsOf(text).filter((segment) => segment.href)).toEqual([{ text: shown, href }])
  })

  test.each([
    'javascript:alert(1)',
    'https://user:pw@evil.example/',
    'https://gооgle.com',
    'Order 1234567890123',
    'On 2026-11-20 at 617-555',
    'https://',
    '@ada',
  ])('are not made of %p', (text) => {
    expect(segmentsOf(text)).toEqual([{ text, href: null }])
  })

  test('are found in a long text that a pattern could run back and forth in', () => {
    for (const unit of ['www.', 'a', 'a.', '1-', '+1', 'a@', 'https://a.']) {
      const text = unit.repeat(4000)
      expect(
        segmentsOf(text)
          .map((segment) => segment.text)
          .join(''),
      ).toBe(text)
    }
  })
})

describe('colours of a business', () => {
  const color = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)

  test('stay readable, whichever it chooses', () => {
    fc.assert(
      fc.property(color, fc.constantFrom('#f1f3f5', '#272d33', '#ffffff', '#171b1f'), (accent, surface) => {
        expect(contrast(accent, inkOn(accent))).toBeGreaterThanOrEqual(TEXT_CONTRAST)
        expect(contrast(readableOn(accent, surface), surface)).toBeGreaterThanOrEqual(TEXT_CONTRAST)
      }),
      { numRuns: 300 },
    )
  })

  test('are measured as WCAG measures', () => {
    expect(contrast('#ffffff', '#000000')).toBeCloseTo(21)
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.478, 2)
  })

  test('that are none are not written into a style sheet', () => {
    expect(themeCss('red;} body { display: none')).toBe(themeCss(null))
    expect(themeCss('#AA0000')).toContain('--accent:#aa0000')
  })
})

describe('the messages that a page shows', () => {
  const message = (id: number): Message => ({ id: `m${id}`, clientId: null, role: 'staff', text: `${id}`, at: '' })
  const all = Array.from({ length: 30 }, (_, id) => message(id))

  test('are those of the server in its order, however pages and news overlap', () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(30), fc.nat(30), fc.nat(10), (known, from, to, older) => {
        const [start, end] = [Math.min(from, to), Math.max(from, to)]
        const list = all.slice(start, Math.max(start, Math.min(known, end)))
        const { messages, hasGap } = mergeNewest(list, all.slice(Math.max(0, end - 5), end))
        const first = messages[0] ? Number(messages[0].text) : end
        expect(messages).toEqual(all.slice(first, end))
        if (!hasGap && list.length > 0 && end > 0) expect(messages).toEqual(expect.arrayContaining(list))
        const before = all.slice(Math.max(0, first - older), first + 1)
        expect(addOlder(messages, before)).toEqual(all.slice(Math.max(0, first - older), Math.max(end, first + 1)))
      }),
    )
  })

  test('keep what came in while the newest page was on its way', () => {
    expect(mergeNewest(all.slice(0, 5), all.slice(1, 4)).messages).toEqual(all.slice(0, 5))
  })
})
