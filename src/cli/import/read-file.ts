import { createReadStream, type ReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { parse } from 'csv-parse'
import { parseStorableJson } from '../../crm/storable-json.ts'
import { CommandError } from '../exit-codes.ts'
import { readLines } from './read-lines.ts'

/** One record of a source, or what is wrong with its line. */
export type SourceRecord = { line: number; record: Record<string, unknown> } | { line: number; problem: string }

const csvProblems: Record<string, string> = {
  CSV_RECORD_INCONSISTENT_COLUMNS: 'it does not have the columns of the header',
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: 'it does not have the columns of the header',
  CSV_INVALID_CLOSING_QUOTE: 'a quote is in the wrong place',
  INVALID_OPENING_QUOTE: 'a quote is in the wrong place',
  CSV_QUOTE_NOT_CLOSED: 'a quote is not closed',
}

/** bytes; a longer line, or CSV record, is no record */
const LONGEST = 1024 * 1024

export interface RecordFile {
  records: AsyncIterable<SourceRecord>
  /** how much of it is read, 0 to 1 */
  progress(): number
}

/** Records of a CSV file with a header, or with one JSON object a line; by the file's ending. Read as they are asked for. */
export async function openRecordFile(path: string): Promise<RecordFile> {
  const { size } = await stat(path)
  const file = createReadStream(path)
  return {
    records: isJsonLines(path) ? readJsonLines(file) : readCsv(file),
    progress: () => (size === 0 ? 1 : file.bytesRead / size),
  }
}

/** The records of a file of customers. */
export const readCustomerFile = (path: string): AsyncIterable<SourceRecord> =>
  isJsonLines(path) ? readJsonLines(createReadStream(path)) : readCsv(createReadStream(path))

const isJsonLines = (path: string) => /\.(jsonl|ndjson|json)$/i.test(path)

async function* readCsv(file: ReadStream): AsyncIterable<SourceRecord> {
  const skipped: SourceRecord[] = []
  const parser = parse({
    bom: true,
    columns: true,
    info: true,
    trim: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: LONGEST,
    on_skip: (error) => {
      if (!error) return
      const line = Number((error as { lines?: number }).lines ?? 0)
      if (error.code === 'CSV_MAX_RECORD_SIZE') {
        // The parser cannot tell where the next record begins.
        parser.destroy(new CommandError(`line ${line}: a quote is not closed, or the record is longer than 1 MiB`))
        return
      }
      skipped.push({ line, problem: csvProblems[error.code] ?? 'it is not CSV' })
    },
  })
  file.on('error', (error) => parser.destroy(error))
  for await (const { record, info } of file.pipe(parser) as AsyncIterable<{
    record: Record<string, unknown>
    info: { lines: number }
  }>) {
    // The parser is ahead of us: what is wrong further down comes when it is its turn.
    while (skipped[0] && skipped[0].line < info.lines) yield skipped.shift() as SourceRecord
    yield { line: info.lines, record }
  }
  yield* skipped
}

async function* readJsonLines(file: ReadStream): AsyncIterable<SourceRecord> {
  for await (const { line, text } of readLines(file as AsyncIterable<Buffer>, LONGEST)) {
    if (text === null) yield { line, problem: 'it is longer than 1 MiB' }
    else if (text.trim() !== '') {
      const record = parseStorableJson(text)
      yield isRecord(record) ? { line, record } : { line, problem: 'it is not a JSON object' }
    }
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
