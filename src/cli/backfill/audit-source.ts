import { createReadStream } from 'node:fs'
import { CommandError, exitCodes } from '../exit-codes.ts'
import { openRecordFile } from '../import/read-file.ts'
import { openSourceTable } from '../import/source-table.ts'
import type { KeyedRecord } from './audit-row.ts'
import type { Backfill } from './run-backfill.ts'

/** An audit log that can be read from where a run is. */
export interface AuditSource {
  /** tells this input from others: an interrupted run over the same one is gone on with */
  fingerprint: string
  records(run: Pick<Backfill, 'position' | 'lastKey'>): AsyncIterable<KeyedRecord>
  /** how much is read, 0 to 1 */
  progress(): number
  close(): Promise<void>
}

/** @throws CommandError for a table without a database */
export function openAuditSource(input: { file?: string; table?: string; url?: string }): Promise<AuditSource> {
  if (input.file !== undefined) return ofFile(input.file)
  if (!input.url) throw new CommandError('--table needs --from, or DATABASE_URL', exitCodes.usage)
  return ofTable(input.url, input.table ?? '')
}

async function ofFile(path: string): Promise<AuditSource> {
  const hash = new Bun.CryptoHasher('sha256')
  // The whole of it: a file that was mended in the middle, its size the same, is another one.
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  const file = await openRecordFile(path)
  return {
    fingerprint: `file:${hash.digest('hex')}`,
    records: () => file.records,
    progress: file.progress,
    close: async () => {},
  }
}

async function ofTable(url: string, name: string): Promise<AuditSource> {
  const source = await openSourceTable(url, name)
  let read = 0
  return {
    fingerprint: `table:${new Bun.CryptoHasher('sha256').update(source.address).digest('hex')}`,
    async *records({ position, lastKey }) {
      read = position
      for await (const record of source.records(lastKey, position + 1)) {
        read += 1
        yield record
      }
    },
    progress: () => Math.min(read / Math.max(source.rows, 1), 1),
    close: source.close,
  }
}
