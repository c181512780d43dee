import type { BatchStep } from '../../db/results/batches.ts'
import { ModelError } from '../provider.ts'
import { createHalfWriter } from './half-text.ts'
import { type BatchLine, parseBatchLine } from './parse-line.ts'
import { readLines } from './read-lines.ts'
import type { BatchDeps, BatchWork, RunBatchOptions } from './run-batch.ts'

/** Lines a transaction, and the characters of their text that are enough for one. */
const MOST_LINES = 500
const ENOUGH_CHARACTERS = 1_200_000
/** A vector's line has 8 kB, a model's answer some more. */
const LONGEST_LINE = 4 * 1024 * 1024
const STALL_MS = 120_000

/** Takes in an output or error file from where it was left, chunk by chunk, each a transaction with how far it is. */
export async function ingestFile(
  { api, client }: BatchDeps,
  { tenantId, batchId, signal, onStep }: Omit<RunBatchOptions, 'takesOver'>,
  step: Extract<BatchWork, { action: 'ingest' }>,
): Promise<BatchStep> {
  const { claimId, file, schema } = step
  const halves = createHalfWriter()
  let from = step.offset
  let rows: BatchLine[] = []
  let characters = 0
  const hand = async (to: number, isLast: boolean): Promise<BatchStep> => {
    const call = { tenantId, batchId, claimId, file, from, to, isLast, rows }
    from = to
    rows = []
    characters = 0
    const next = await api.ingestBatchLines(call)
    await onStep?.(next)
    return next
  }
  // Somebody else is further, or it is over: then what they say holds.
  const isInStep = (next: BatchStep, at: number) => next.action === 'ingest' && next.file === file && next.offset === at

  const stream = await client.read(step.fileId, signal)
  let end = from
  /** One chunk is written while the next one is read. */
  let writing: { until: number; next: Promise<BatchStep> } | null = null
  const written = async (): Promise<BatchStep | null> => {
    if (!writing) return null
    const next = await writing.next
    return isInStep(next, writing.until) ? null : next
  }
  const lines = readLines(stream, { from, longest: LONGEST_LINE, stallMs: STALL_MS, signal })
  try {
    for await (const line of boundErrors(lines, signal)) {
      end = line.end
      const row = parseBatchLine(line.text, schema, halves)
      if (row) rows.push(row)
      characters += (row?.embedding?.length ?? line.text?.length ?? 0) + 100
      if (rows.length < MOST_LINES && characters < ENOUGH_CHARACTERS) continue
      const other = await written()
      if (other) return other
      writing = { until: end, next: hand(end, false) }
      writing.next.catch(() => {})
    }
  } finally {
    // What is under way ends before anybody else begins; how it ends is told by whoever waits for it.
    await writing?.next.catch(() => {})
  }
  return (await written()) ?? hand(end, true)
}

/** A download that breaks off is a failure of the network, tried again at the next poll. */
async function* boundErrors<T>(items: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  try {
    yield* items
  } catch (error) {
    if (signal.aborted) throw error
    throw new ModelError('openai', 'network')
  }
}
