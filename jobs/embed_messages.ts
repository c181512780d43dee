import { z } from 'zod'
import type { Api } from '../src/db/generated.ts'
import type { EmbeddingClaim } from '../src/db/results/memory.ts'
import { callRecord } from '../src/llm/embeddings/call-record.ts'
import type { Embedders, EmbeddingCall } from '../src/llm/embeddings/embedder.ts'
import { embedAround } from '../src/llm/embeddings/split.ts'
import type { ModelError } from '../src/llm/provider.ts'
import type { JobContext, JobDefinition } from './definition.ts'
import { declarationOf } from './queues.ts'

const payload = z.object({ tenantId: z.guid() })
type Payload = z.infer<typeof payload>

export interface EmbedMessagesDeps {
  api: Pick<Api, 'claimEmbeddings' | 'saveEmbeddings' | 'refuseEmbeddings' | 'releaseEmbeddings' | 'recordModelCalls'>
  embedders: Embedders
}

type Claimed = Extract<EmbeddingClaim, { action: 'embed' }>

/** A backlog is worked off in slices, each a job of its own, so that tenants take turns. */
const SLICE_MS = 20_000
const TIMEOUT_MS = 30_000

/**
 * Gives a tenant's waiting messages their vectors, claim by claim. No transaction is open while the service works; what came is
 * stored at once, what did not is put back for the next attempt.
 */
export const embedMessages = (deps: EmbedMessagesDeps, sliceMs = SLICE_MS): JobDefinition<Payload> => ({
  ...declarationOf('embed_messages'),
  payload,
  handle: async ({ tenantId }, { signal, logger }) => {
    const { api, embedders } = deps
    const end = performance.now() + sliceMs
    let isLast = false
    while (!isLast) {
      signal.throwIfAborted()
      isLast = performance.now() >= end
      const claim = await api.claimEmbeddings({ tenantId, models: [...embedders.models], isLast })
      if (claim.action === 'none') {
        if (claim.reason !== 'done') logger.info('embedding_left', { tenantId, reason: claim.reason })
        return
      }
      if (claim.action === 'embed' && !(await embedClaimed(deps, tenantId, claim, { signal, logger }))) return
    }
  },
})

/** False when the rest was put off, because the service is being left alone for a while. */
async function embedClaimed(
  { api, embedders }: EmbedMessagesDeps,
  tenantId: string,
  { model, texts }: Claimed,
  { signal, logger }: Pick<JobContext, 'signal' | 'logger'>,
): Promise<boolean> {
  const open = new Map(texts.map((text) => [text.messageId, text]))
  const refused: { text: Claimed['texts'][number]; refusal: ModelError }[] = []
  const calls: EmbeddingCall[] = []
  const embed = async (items: Claimed['texts'] | readonly Claimed['texts'][number][]) => {
    const embedder = embedders.of(model)
    if (!embedder) throw new Error(`no embedder for ${model}`)
    const bodies = items.map(({ text }) => text)
    return embedder.embed(bodies, { signal, timeoutMs: TIMEOUT_MS, onCall: (call) => calls.push(call) })
  }
  let failure: unknown = null
  try {
    for await (const came of embedAround(texts, embed)) {
      if ('refusal' in came) {
        refused.push({ text: came.item, refusal: came.refusal })
        continue
      }
      const rows = came.items.map(({ messageId, fingerprint }, at) => ({
        messageId,
        fingerprint,
        embedding: textOf(came.vectors[at] ?? []),
      }))
      await api.saveEmbeddings({ tenantId, model, rows })
      for (const { messageId } of came.items) open.delete(messageId)
    }
  } catch (error) {
    failure = error
  }
  if (calls.length > 0) await api.recordModelCalls({ tenantId, calls: calls.map(callRecord) })

  const othersPassed = open.size < texts.length
  for (const { text, refusal } of refused) {
    const errorCode = refusal.code ?? refusal.kind
    if (await api.refuseEmbeddings({ tenantId, messageId: text.messageId, errorCode, othersPassed })) {
      open.delete(text.messageId)
      logger.warn('message_not_embedded', { tenantId, messageId: text.messageId, model, errorCode })
    } else failure ??= refusal
  }
  logger.info('messages_embedded', { tenantId, model, count: texts.length - open.size, left: open.size })
  // What was changed meanwhile waits anew; whatever is still here goes back.
  if (open.size > 0) {
    const { isPostponed } = await api.releaseEmbeddings({ tenantId, messageIds: [...open.keys()] })
    if (isPostponed) {
      logger.warn('embedding_postponed', { tenantId, model, error: failure })
      return false
    }
  }
  if (failure) throw failure
  return true
}

/** Five digits behind the point are what half precision keeps of a number below 1, and half of the bytes. */
const textOf = (vector: readonly number[]): string => `[${vector.map((value) => Number(value.toFixed(5))).join()}]`
