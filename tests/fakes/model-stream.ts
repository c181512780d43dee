import { after, type DoubleAnswer, type DoubleStream } from './http-double.ts'

/** One server-sent event as a vendor writes it. */
export interface StreamEvent {
  name: string
  data: object
  /** carries a piece of the answer's text or of a call's arguments */
  isToken?: boolean
}

/** How a double writes a stream; left out, all at once and whole. */
export interface StreamManner {
  /** the pace; the first token comes after the first interval */
  tokensPerSecond?: number
  /** writes pieces of so many bytes, cutting events and characters wherever they fall */
  chunkBytes?: number
  /** what happens once so many tokens are out: `error` is the vendor's error event, `garbage` no JSON */
  breaks?: { afterTokens: number; how: 'drop' | 'end' | 'stall' | 'garbage' | 'error'; code?: string }
}

/** The answer as a stream of its events, written and broken off as the manner says. */
export const streamOf = (
  answer: DoubleAnswer,
  events: readonly StreamEvent[],
  manner: StreamManner,
  errorEvent: (code: string) => StreamEvent,
): DoubleStream => ({
  headers: { ...answer.headers, 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' },
  pieces: manner.chunkBytes
    ? cut(written(events, manner, errorEvent), manner.chunkBytes)
    : written(events, manner, errorEvent),
})

async function* written(
  events: readonly StreamEvent[],
  { tokensPerSecond, breaks }: StreamManner,
  errorEvent: (code: string) => StreamEvent,
): DoubleStream['pieces'] {
  const encoder = new TextEncoder()
  const bytesOf = ({ name, data }: StreamEvent) => encoder.encode(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
  const started = performance.now()
  let tokens = 0
  for (const event of events) {
    if (breaks && tokens === breaks.afterTokens) {
      if (breaks.how === 'error') yield bytesOf(errorEvent(breaks.code ?? 'server_error'))
      if (breaks.how === 'garbage') yield encoder.encode(`event: ${event.name}\ndata: {"type":"${event.name}",\n\n`)
      // A cut must not overtake what was written before it.
      if (breaks.how === 'drop') await after(20)
      return breaks.how === 'drop' ? 'drop' : breaks.how === 'stall' ? 'hang' : 'end'
    }
    if (event.isToken) {
      tokens += 1
      if (tokensPerSecond) await after(started + (tokens * 1000) / tokensPerSecond - performance.now())
    }
    yield bytesOf(event)
  }
  return 'end'
}

async function* cut(pieces: DoubleStream['pieces'], size: number): DoubleStream['pieces'] {
  let rest = new Uint8Array()
  for (;;) {
    const { done, value } = await pieces.next()
    if (done) {
      yield rest
      return value
    }
    const all = new Uint8Array([...rest, ...value])
    const whole = all.length - (all.length % size)
    for (let start = 0; start < whole; start += size) {
      yield all.slice(start, start + size)
      // A turn of the loop, so that pieces are written apart.
      await new Promise((resolve) => setImmediate(resolve))
    }
    rest = all.slice(whole)
  }
}

/** A text as a tokenizer might cut it: words with the space before them, long ones in two. */
export const tokensOf = (text: string): string[] => text.match(/\s*\S{1,6}|\s+$/gu) ?? []
