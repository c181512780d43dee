import type { Api, ApiResult } from '../../db/generated.ts'
import { type AuditRow, type KeyedRecord, toAuditRow } from './audit-row.ts'

export type Backfill = ApiResult<'startBackfill'>
export type BackfillLine = ApiResult<'backfillAuditRows'>['lines'][number]

export interface BackfillOptions {
  tenantId: string
  /** the run, as it was started or is gone on with */
  run: Backfill
  /** runs a call so that its failure leaves nothing behind and the next call is possible */
  attempt<T>(work: (api: Pick<Api, 'backfillAuditRows'>) => Promise<T>): Promise<T>
  /** what became of a row that was not brought in */
  onLine?: (line: BackfillLine) => void
  onProgress?: (run: Backfill) => void
  /** how long to wait before a call that collided with other work is made again; a test does not wait */
  sleep?: (ms: number) => Promise<unknown>
}

const BATCH = 2000
const BATCH_BYTES = 4_000_000
const TRIES = 5

/**
 * Brings in the rows of an audit log behind where the run is, in batches of 2,000, each a transaction with the run's progress in
 * it. While Postgres works on one, the next is read.
 * @throws what Postgres says when it is not about a row; the run can then be gone on with
 */
export async function backfillAudit(records: AsyncIterable<KeyedRecord>, options: BackfillOptions): Promise<Backfill> {
  let { run } = options
  let rows: AuditRow[] = []
  let bytes = 0
  let pending: Promise<void> = Promise.resolve()
  const flush = async () => {
    const batch = rows
    rows = []
    bytes = 0
    await pending
    pending = bringIn(batch, options).then((after) => {
      run = after ?? run
      options.onProgress?.(run)
    })
    // Whoever waits for it hears of the failure; nobody may be waiting yet.
    pending.catch(() => {})
  }
  for await (const record of records) {
    if (record.key === undefined && record.line <= run.position) continue
    const row = toAuditRow(record)
    const size = JSON.stringify(row).length
    if (rows.length > 0 && bytes + size > BATCH_BYTES) await flush()
    rows.push(row)
    bytes += size
    if (rows.length === BATCH) await flush()
  }
  await flush()
  await pending
  return run
}

/** A batch with a value that the database refuses is split until the row is found, which counts as bad. */
async function bringIn(rows: AuditRow[], options: BackfillOptions): Promise<Backfill | null> {
  if (rows.length === 0) return null
  try {
    const { lines, ...run } = await call(rows, options)
    for (const line of lines) options.onLine?.(line)
    return run
  } catch (error) {
    const code = codeOf(error)
    if (!/^(22|23)/.test(code)) throw error
    const [only] = rows
    if (rows.length === 1 && only) {
      if (only.problem !== undefined) throw error
      const { line, key } = only
      const problem = `the database refused a value (${code})`
      return bringIn([{ line, ...(key === undefined ? {} : { key }), problem }], options)
    }
    const half = Math.ceil(rows.length / 2)
    await bringIn(rows.slice(0, half), options)
    return bringIn(rows.slice(half), options)
  }
}

/** Collisions (a deadlock, a customer erased at this moment) are over when they are told: the call is made again. */
async function call(rows: AuditRow[], { tenantId, run, attempt, sleep = Bun.sleep }: BackfillOptions) {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt((api) => api.backfillAuditRows({ tenantId, backfillId: run.id, rows }))
    } catch (error) {
      if (tried === TRIES || !/^(40001|40P01|55P03|23503)$/.test(codeOf(error))) throw error
      await sleep(50 * 2 ** tried)
    }
  }
}

const codeOf = (error: unknown) => String((error as { code?: unknown }).code ?? '')
