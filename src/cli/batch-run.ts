import type { Api, ApiResult } from '../db/generated.ts'
import type { BatchClient } from '../llm/batches/client.ts'
import { runBatch } from '../llm/batches/run-batch.ts'
import type { Progress } from './progress.ts'

export const jobTypes = ['embeddings', 'insights', 'memory_compression', 'profile_enrichment'] as const

interface BatchRunDeps {
  api: Api
  client: BatchClient
  progress: Progress
}

/** Composes what is due of a kind and sends it. */
export async function submitAll(
  deps: BatchRunDeps,
  { tenantId, ...kind }: { tenantId: string; jobType: string; model: string | null },
): Promise<ApiResult<'getBatch'>[]> {
  const begin = () => deps.api.beginBatch({ tenantId, ...kind, requestedBy: 'command line' })
  const batchIds: string[] = []
  // All before the first is sent: what OpenAI refuses is free again at once, and would be composed again without end.
  for (let batchId = await begin(); batchId !== null; batchId = await begin()) batchIds.push(batchId)
  const batches: ApiResult<'getBatch'>[] = []
  for (const batchId of batchIds) batches.push(await takeAlong(deps, { tenantId, batchId }))
  return batches
}

/**
 * Takes a batch as far as it goes here and now, from whoever works on it. A signal hands it back to its queue; after a kill
 * the same command goes on where it was.
 */
export async function takeAlong(
  { api, client, progress }: BatchRunDeps,
  batch: { tenantId: string; batchId: string },
): Promise<ApiResult<'getBatch'>> {
  const interrupted = new AbortController()
  const interrupt = () => interrupted.abort(new Error('interrupted'))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupt)
  try {
    await runBatch(
      { api, client },
      {
        ...batch,
        takesOver: true,
        signal: interrupted.signal,
        onStep: async (step) => {
          if (!progress.isDue()) return
          const { totalRequests, completedRequests, failedRequests, droppedRequests } = await api.getBatch(batch)
          const done = completedRequests + failedRequests + droppedRequests
          progress.show(totalRequests === 0 ? 0 : done / totalRequests, `${step.action} ${done} of ${totalRequests}`)
        },
      },
    )
  } finally {
    progress.end()
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeListener(signal, interrupt)
  }
  return api.getBatch(batch)
}
