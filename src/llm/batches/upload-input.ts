import type { BatchStep } from '../../db/results/batches.ts'
import { outputFormats } from '../schemas/index.ts'
import type { BatchDeps, BatchWork, RunBatchOptions } from './run-batch.ts'

/** Sends a batch's input file while Postgres composes it. What an earlier attempt sent is deleted first. */
export async function uploadInput(
  { api, client }: BatchDeps,
  { tenantId, batchId, signal }: Pick<RunBatchOptions, 'tenantId' | 'batchId' | 'signal'>,
  { claimId }: Extract<BatchWork, { action: 'upload' }>,
): Promise<BatchStep> {
  const claim = { tenantId, batchId, claimId }
  const formats = outputFormats()
  const sent = { requests: 0, bytes: 0, last: '' }

  const nextPage = async (): Promise<string[] | null> => {
    signal.throwIfAborted()
    const rows = await api.readBatchLines({ ...claim, after: sent.last, bytes: sent.bytes, formats })
    if (rows.length === 0) return null
    const lines = rows.flatMap(({ line }) => (line === null ? [] : [`${line}\n`]))
    sent.last = rows.at(-1)?.customId ?? sent.last
    sent.requests += lines.length
    for (const line of lines) sent.bytes += Buffer.byteLength(line)
    return lines
  }
  const firstLines = async () => {
    let page = await nextPage()
    while (page?.length === 0) page = await nextPage()
    return page
  }

  const first = await firstLines()
  // OpenAI refuses an empty file.
  if (first === null) return api.recordBatchUpload({ ...claim, fileId: null, ...sent })
  async function* lines() {
    for (let page = first; page !== null; page = await nextPage()) yield* page
  }
  // An error of Postgres in the middle of it would come out as one of the connection.
  let failure: unknown
  async function* watched() {
    try {
      yield* lines()
    } catch (error) {
      failure = error
      throw error
    }
  }
  const fileId = await client.upload(batchId, watched(), signal).catch((error: unknown) => {
    throw failure ?? error
  })
  try {
    return await api.recordBatchUpload({ ...claim, fileId, ...sent })
  } catch (error) {
    // Cancelled or taken over meanwhile: nobody else knows of the file.
    if ((error as { code?: unknown }).code === 'RP004') await client.deleteFile(fileId, signal)
    throw error
  }
}
