import { badResponse } from './model-errors.ts'
import { ModelError } from './provider.ts'

/** A stream without a byte for this long is a time-out: both vendors write something at least every few seconds. */
export const STALL_MS = 10_000

/** No event is longer: a vendor that never ends one must not fill the memory. */
const MAX_EVENT_CHARACTERS = 8_000_000

/** How long the end of a connection is waited for once the answer has ended. */
const READ_OUT_MS = 1000

export interface StreamBounds {
  /** ends the reading and the connection */
  signal: AbortSignal
  /** the longest silence */
  stallMs?: number
}

/**
 * Reads server-sent events (WHATWG HTML, §9.2.6; lines end in LF or CRLF) and hands each one on as it stands, unparsed:
 * most of them are never looked into. Comments, ids and retry hints are left out.
 * @param onEvent the event's name, '' when it has none, and its data; true ends the reading
 * @returns whether `onEvent` ended it; false when the stream ended first
 * @throws ModelError `unavailable` for what is no stream of events, `network` when the connection broke, `timeout` when
 *   nothing came for `stallMs`; the signal's reason when that fired
 */
export async function readEvents(
  provider: string,
  response: Response,
  { signal, stallMs = STALL_MS }: StreamBounds,
  onEvent: (name: string, data: string) => boolean,
): Promise<boolean> {
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true
  if (!response.body || !isStream) {
    await response.body?.cancel().catch(() => {})
    throw badResponse(provider)
  }
  const reader: Reader = response.body.getReader()
  const close = () => void reader.cancel().catch(() => {})
  let hasEnded = false
  const watch = watchSilence(stallMs, close)
  signal.addEventListener('abort', close)
  const parse = createEventParser(provider, onEvent)
  try {
    for (;;) {
      signal.throwIfAborted()
      const { done, value } = await reader.read()
      signal.throwIfAborted()
      if (watch.isSilent()) throw new ModelError(provider, 'timeout', { code: 'stalled' })
      hasEnded = done
      if (done) return false
      watch.heard()
      if (!parse(value)) continue
      hasEnded = true
      void readOut(reader)
      return true
    }
  } catch (error) {
    if (error instanceof ModelError || signal.aborted) throw error
    throw new ModelError(provider, 'network', { code: 'stream_broke' })
  } finally {
    watch.stop()
    signal.removeEventListener('abort', close)
    if (!hasEnded) close()
  }
}

type Reader = ReadableStreamDefaultReader<Uint8Array>

/** Nothing of interest comes any more, but a connection whose answer was read to its end serves the next request. */
async function readOut(reader: Reader): Promise<void> {
  const timer = setTimeout(() => void reader.cancel().catch(() => {}), READ_OUT_MS)
  try {
    while (!(await reader.read()).done);
  } catch {
    // A connection that breaks now has told all it had to.
  } finally {
    clearTimeout(timer)
  }
}

/** One timer a stream, set again only when it rings: setting it at every token would cost more than the token. */
function watchSilence(stallMs: number, onSilence: () => void) {
  let last = performance.now()
  let isSilent = false
  let timer = setTimeout(check, stallMs)
  function check() {
    const leftMs = last + stallMs - performance.now()
    if (leftMs > 0) {
      timer = setTimeout(check, leftMs)
      return
    }
    isSilent = true
    onSilence()
  }
  return {
    heard: () => {
      last = performance.now()
    },
    isSilent: () => isSilent,
    stop: () => clearTimeout(timer),
  }
}

/** Takes bytes as they come, cut anywhere, and tells of every event that is whole; true when one ended the reading. */
function createEventParser(provider: string, onEvent: (name: string, data: string) => boolean) {
  const decoder = new TextDecoder()
  let rest = ''
  let name = ''
  let data: string | null = null
  return (bytes: Uint8Array): boolean => {
    const text = rest + decoder.decode(bytes, { stream: true })
    let start = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      const line = text.slice(start, text.charCodeAt(end - 1) === CARRIAGE_RETURN && end > start ? end - 1 : end)
      start = end + 1
      if (line === '') {
        const isLast = data !== null && onEvent(name, data)
        name = ''
        data = null
        if (isLast) return true
      } else if (line.startsWith('data:')) {
        const value = fieldOf(line, 5)
        data = data === null ? value : `${data}\n${value}`
      } else if (line.startsWith('event:')) name = fieldOf(line, 6)
    }
    rest = start === 0 ? text : text.slice(start)
    if (rest.length + (data?.length ?? 0) > MAX_EVENT_CHARACTERS) throw badResponse(provider)
    return false
  }
}

const CARRIAGE_RETURN = 13
const SPACE = 32

const fieldOf = (line: string, from: number): string => line.slice(line.charCodeAt(from) === SPACE ? from + 1 : from)
