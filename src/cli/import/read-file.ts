import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { parse } from 'csv-parse'

/** One record of a source, or what is wrong with its line. */
export type SourceRecord = { line: number; record: Record<string, unknown> } | { line: number; problem: string }

const csvProblems: Record<string, string> = {
  CSV_RECORD_INCONSISTENT_COLUMNS: 'it does not have the columns of the header',
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: 'it does not have the columns of the header',
  CSV_INVALID_CLOSING_QUOTE: 'a quote is in the wrong place',
  INVALID_OPENING_QUOTE: 'a quote is in the wrong place',
  CSV_QUOTE_NOT_CLOSED: 'a quote is not closed',
}

/** Records of a CSV file with a header, or with one JSON object a line; by the file's ending. */
export const readCustomerFile = (path: string): AsyncIterable<SourceRecord> =>
  /\.(jsonl|ndjson|json)$/i.test(path) ? readJsonLines(path) : readCsv(path)

async function* readCsv(path: string): AsyncIterable<SourceRecord> {
  const skipped: SourceRecord[] = []
  const parser = parse({
    bom: true,
    columns: true,
    info: true,
    trim: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      if (!error) return
      const line = Number((error as { lines?: number }).lines ?? 0)
      skipped.push({ line, problem: csvProblems[error.code] ?? 'it is not CSV' })
    },
  })
  const file = createReadStream(path)
  file.on('error', (error) => parser.destroy(error))
  for await (const { record, info } of file.pipe(parser) as AsyncIterable<{
    record: Record<string, unknown>
    info: { lines: number }
  }>) {
    yield* skipped.splice(0)
    yield { line: info.lines, record }
  }
  yield* skipped
}

async function* readJsonLines(path: string): AsyncIterable<SourceRecord> {
  let line = 0
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1
    if (text.trim() === '') continue
    const record = parseObject(text)
    yield record ? { line, record } : { line, problem: 'it is not a JSON object' }
  }
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}
