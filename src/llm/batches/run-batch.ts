import type { Api } from '../../db/generated.ts'
import type { BatchStep } from '../../db/results/batches.ts'
import { ModelError } from '../provider.ts'
import type { BatchClient } from './client.ts'
import { ingestFile } from './ingest-file.ts'
import { uploadInput } from './upload-input.ts'

export type BatchApi = Pick<
  Api,
  | 'claimBatch'
  | 'readBatchLines'
  | 'recordBatchUpload'
  | 'recordBatchState'
  | 'recordBatchFailure'
  | 'recordBatchCleanup'
  | 'ingestBatchLines'
  | 'releaseBatch'
>

export interface BatchDeps {
  api: BatchApi
  client: BatchClient
}

export interface RunBatchOptions {
  tenantId: string
  batchId: string
  /** for a person who asked for it: from whoever works on it */
  takesOver?: boolean
  signal: AbortSignal
  /** after each step and each chunk of lines */
  onStep?: (step: BatchStep) => unknown
}

export type BatchWork = Exclude<BatchStep, { action: 'wait' | 'none' }>
export type BatchEnd = Extract<BatchStep, { action: 'wait' | 'none' }>

/** Takes a batch as far as it goes: Postgres says what is next, OpenAI is asked, Postgres is told. */
export async function runBatch(deps: BatchDeps, options: RunBatchOptions): Promise<BatchEnd> {
  const { tenantId, batchId, takesOver = false, signal, onStep } = options
  let step = await deps.api.claimBatch({ tenantId, batchId, takesOver })
  while (step.action !== 'wait' && step.action !== 'none') {
    await onStep?.(step)
    try {
      step = await makeStep(deps, options, step)
    } catch (error) {
      if (signal.aborted || !(error instanceof ModelError)) {
        const { claimId } = step as BatchWork
        await deps.api.releaseBatch({ tenantId, batchId, claimId }).catch(() => {})
        throw error
      }
      step = await noteFailure(deps, options, step as BatchWork, error)
    }
  }
  return step
}

function makeStep(deps: BatchDeps, options: RunBatchOptions, step: BatchWork): Promise<BatchStep> {
  const { api, client } = deps
  const { tenantId, batchId, signal } = options
  const claim = { tenantId, batchId, claimId: step.claimId }
  switch (step.action) {
    case 'upload':
      return uploadInput(deps, options, step)
    case 'create':
      return client.create(step, signal).then((state) => api.recordBatchState({ ...claim, state }))
    case 'find':
      return client
        .find(batchId, new Date(step.since), signal)
        .then((state) => api.recordBatchState({ ...claim, ...(state && { state }) }))
    case 'poll':
      return client.get(step.openaiBatchId, signal).then((state) => api.recordBatchState({ ...claim, state }))
    case 'cancel':
      return client.cancel(step.openaiBatchId, signal).then((state) => api.recordBatchState({ ...claim, state }))
    case 'ingest':
      return ingestFile(deps, options, step)
    case 'delete_files':
      return deleteAll(client, step.fileIds, signal).then(() => api.recordBatchCleanup(claim))
  }
}

async function deleteAll(client: BatchClient, fileIds: readonly string[], signal: AbortSignal): Promise<void> {
  for (const fileId of fileIds) await client.deleteFile(fileId, signal)
}

/** Refused for what it is: OpenAI will say the same again. A key or a limit can be mended. */
const FINAL = new Set(['invalid_request', 'refused'])
/** No answer, or one of a server that failed: it may have been done. */
const UNKNOWN = new Set(['timeout', 'network', 'unavailable'])

function noteFailure({ api }: BatchDeps, { tenantId, batchId }: RunBatchOptions, step: BatchWork, error: ModelError) {
  const code = [step.action, error.kind, error.status, error.code].filter((part) => part != null).join(' ')
  return api.recordBatchFailure({
    tenantId,
    batchId,
    claimId: step.claimId,
    code,
    isFinal: FINAL.has(error.kind),
    isUnknown: step.action === 'find' || (step.action === 'create' && UNKNOWN.has(error.kind)),
  })
}
