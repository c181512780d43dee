import type { Api } from '../../db/generated.ts'
import { type CustomerRow, toCustomerRow } from './customer-row.ts'
import type { MessageRow } from './existing-tables.ts'
import type { SourceRecord } from './read-file.ts'

export type Outcome = 'created' | 'linked' | 'pending' | 'skipped'

export interface ImportLine {
  line: number
  outcome: Outcome
  reason: string | null
  customerId: string | null
}

export interface ImportReport {
  counts: Record<Outcome, number>
  lines: ImportLine[]
  messages: { created: number; known: number; skipped: number }
}

type ImportApi = Pick<Api, 'importCustomers' | 'importMessages'>

export interface ImportOptions {
  tenantId: string
  /** what the other system is called; with a record's id it makes the import repeatable */
  source: string
  /** runs a call so that its failure leaves nothing behind and the next call is possible */
  attempt<T>(work: (api: ImportApi) => Promise<T>): Promise<T>
  onProgress?: (done: number) => void
}

const BATCH = 1000
/** Larger batches are not faster, and a request of megabytes is. */
const BATCH_BYTES = 4_000_000

/** Imports records in batches of 1,000. A batch with a value that the database refuses is split until the row is found. */
export async function importCustomers(
  records: AsyncIterable<SourceRecord>,
  options: ImportOptions,
): Promise<Omit<ImportReport, 'messages'>> {
  const lines: ImportLine[] = []
  const notes = new Map<number, string[]>()
  let rows: CustomerRow[] = []
  let done = 0
  const flush = async () => {
    lines.push(...(await importBatch(rows, options)))
    done += rows.length
    if (rows.length > 0) options.onProgress?.(done)
    rows = []
  }
  for await (const source of records) {
    if ('problem' in source) {
      lines.push({ line: source.line, outcome: 'skipped', reason: source.problem, customerId: null })
      continue
    }
    const { row, notes: found } = toCustomerRow(source.record, source.line)
    if (found.length > 0) notes.set(source.line, found)
    rows.push(row)
    if (rows.length === BATCH || (rows.length % 100 === 0 && JSON.stringify(rows).length > BATCH_BYTES)) await flush()
  }
  await flush()
  const counts = { created: 0, linked: 0, pending: 0, skipped: 0 }
  for (const line of lines) {
    counts[line.outcome] += 1
    line.reason = [line.reason, ...(notes.get(line.line) ?? [])].filter(Boolean).join('; ') || null
  }
  return { counts, lines: lines.sort((a, b) => a.line - b.line) }
}

async function importBatch(rows: CustomerRow[], options: ImportOptions): Promise<ImportLine[]> {
  if (rows.length === 0) return []
  const { tenantId, source } = options
  try {
    return await options.attempt((api) => api.importCustomers({ tenantId, source, rows }))
  } catch (error) {
    const code = String((error as { code?: unknown }).code ?? '')
    if (!/^(22|23|RP006)/.test(code)) throw error
    const [only] = rows
    if (rows.length === 1 && only)
      return [
        { line: only.line, outcome: 'skipped', reason: `the database refused a value (${code})`, customerId: null },
      ]
    const half = Math.ceil(rows.length / 2)
    return [...(await importBatch(rows.slice(0, half), options)), ...(await importBatch(rows.slice(half), options))]
  }
}

/** Imports messages, whose customers come first, in batches of 1,000. */
export async function importMessages(
  messages: AsyncIterable<MessageRow>,
  { tenantId, source, attempt }: ImportOptions,
): Promise<ImportReport['messages']> {
  const total = { created: 0, known: 0, skipped: 0 }
  let rows: MessageRow[] = []
  const flush = async () => {
    if (rows.length === 0) return
    const counts = await attempt((api) => api.importMessages({ tenantId, source, rows }))
    for (const name of ['created', 'known', 'skipped'] as const) total[name] += counts[name]
    rows = []
  }
  for await (const row of messages) {
    rows.push(row)
    if (rows.length === BATCH) await flush()
  }
  await flush()
  return total
}
