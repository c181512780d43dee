import type { Api, ApiResult } from '../../db/generated.ts'
import { type LeadRow, toLeadRow } from './lead-row.ts'
import type { SourceRecord } from './read-file.ts'

export type LeadLine = ApiResult<'importLeads'>[number]

export interface LeadReport {
  counts: Record<LeadLine['outcome'], number>
  /** of the leads about which there is something to say */
  lines: LeadLine[]
}

export interface LeadOptions {
  tenantId: string
  /** what the other system is called: the same as that of its audit log */
  source: string
  attempt<T>(work: (api: Pick<Api, 'importLeads'>) => Promise<T>): Promise<T>
  onProgress?: (done: number) => void
}

const BATCH = 500

/** Brings leads in, with the customers whose they are. A batch with a value that the database refuses is split until the row is found. */
export async function importLeads(records: AsyncIterable<SourceRecord>, options: LeadOptions): Promise<LeadReport> {
  const report: LeadReport = { counts: { created: 0, known: 0, skipped: 0 }, lines: [] }
  const notes = new Map<number, string[]>()
  let rows: LeadRow[] = []
  let done = 0
  const tell = (line: LeadLine) => {
    report.counts[line.outcome] += 1
    const reason = [line.reason, ...(notes.get(line.line) ?? [])].filter(Boolean).join('; ') || null
    if (reason) report.lines.push({ ...line, reason })
  }
  const flush = async () => {
    for (const line of await importBatch(rows, options)) tell(line)
    done += rows.length
    options.onProgress?.(done)
    rows = []
    notes.clear()
  }
  for await (const source of records) {
    if ('problem' in source) {
      tell({ line: source.line, outcome: 'skipped', reason: source.problem })
      continue
    }
    const { row, notes: found } = toLeadRow(source.record, source.line)
    if (found.length > 0) notes.set(source.line, found)
    rows.push(row)
    if (rows.length === BATCH) await flush()
  }
  await flush()
  report.lines.sort((a, b) => a.line - b.line)
  return report
}

async function importBatch(rows: LeadRow[], options: LeadOptions): Promise<LeadLine[]> {
  if (rows.length === 0) return []
  const { tenantId, source, attempt } = options
  try {
    return await attempt((api) => api.importLeads({ tenantId, source, rows }))
  } catch (error) {
    const code = String((error as { code?: unknown }).code ?? '')
    if (!/^(22|23|RP006)/.test(code)) throw error
    const [only] = rows
    if (rows.length === 1 && only)
      return [{ line: only.line, outcome: 'skipped', reason: `the database refused a value (${code})` }]
    const half = Math.ceil(rows.length / 2)
    return [...(await importBatch(rows.slice(0, half), options)), ...(await importBatch(rows.slice(half), options))]
  }
}
