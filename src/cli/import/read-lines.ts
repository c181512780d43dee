const LINE_FEED = 0x0a

/** A line of a file, counted from 1; null for one that is too long, of which nothing is kept. */
export interface Line {
  line: number
  text: string | null
}

/** The lines of a stream. No more than one of them, and no more of it than `longest` bytes, is held in memory. */
export async function* readLines(chunks: AsyncIterable<Buffer>, longest: number): AsyncIterable<Line> {
  let line = 0
  let parts: Buffer[] = []
  let length = 0
  const take = (part: Buffer) => {
    length += part.length
    if (length > longest) parts = []
    else if (part.length > 0) parts.push(part)
  }
  const end = (): Line => {
    line += 1
    const text = length > longest ? null : (parts.length === 1 ? parts[0] : Buffer.concat(parts))?.toString('utf8')
    parts = []
    length = 0
    return { line, text: line === 1 ? (text?.replace(/^\uFEFF/, '') ?? null) : (text ?? null) }
  }
  for await (const chunk of chunks) {
    let from = 0
    for (let to = chunk.indexOf(LINE_FEED); to !== -1; to = chunk.indexOf(LINE_FEED, from)) {
      take(chunk.subarray(from, to))
      yield end()
      from = to + 1
    }
    take(chunk.subarray(from))
  }
  if (length > 0) yield end()
}
