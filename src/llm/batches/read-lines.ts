const LINE_FEED = 10

/** A line and the byte after its line break, counted from the beginning of the file. */
export interface FileLine {
  /** null for one that is longer than allowed: it is skipped */
  text: string | null
  end: number
}

export interface ReadLinesOptions {
  /** bytes to pass over: the end of a line, or 0 */
  from: number
  /** bytes of the longest line that is kept */
  longest: number
  /** how long the next piece may take */
  stallMs: number
  signal: AbortSignal
}

/**
 * The lines of a file as it arrives, holding one piece and one line at most. Empty lines are passed over; the last one need
 * not end in a line break. Ending early closes the stream.
 * @throws the signal's reason, Error when nothing comes for `stallMs`
 */
export async function* readLines(
  stream: ReadableStream<Uint8Array>,
  options: ReadLinesOptions,
): AsyncGenerator<FileLine> {
  const { from, longest } = options
  const decoder = new TextDecoder()
  const reader = stream.getReader()
  let position = 0
  let parts: Uint8Array[] = []
  let held = 0
  const add = (bytes: Uint8Array) => {
    held += bytes.length
    // Of one that is too long only the length is kept.
    if (held <= longest) parts.push(bytes)
    else parts = []
  }
  const line = (end: number): FileLine | null => {
    const text = held > longest ? null : decoder.decode(join(parts, held)).trim()
    parts = []
    held = 0
    return text === '' ? null : { text, end }
  }
  try {
    for (;;) {
      const { done, value } = await nextPiece(reader, options)
      if (done) break
      const start = position
      position += value.length
      if (position <= from) continue
      let at = Math.max(0, from - start)
      for (let feed = value.indexOf(LINE_FEED, at); feed >= 0; feed = value.indexOf(LINE_FEED, at)) {
        add(value.subarray(at, feed))
        at = feed + 1
        const found = line(start + at)
        if (found) yield found
      }
      // A copy: the piece itself would be kept whole for its last few bytes.
      if (at < value.length) add(value.slice(at))
    }
    const last = held > 0 ? line(position) : null
    if (last) yield last
  } finally {
    await reader.cancel().catch(() => {})
  }
}

async function nextPiece(reader: ReadableStreamDefaultReader<Uint8Array>, { stallMs, signal }: ReadLinesOptions) {
  signal.throwIfAborted()
  const { promise: stalled, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`nothing came for ${stallMs} ms`)), stallMs)
  const abort = () => reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([reader.read(), stalled])
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
  }
}

function join(parts: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = parts
  if (only && parts.length === 1) return only
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
