import type { ToolContext } from './definition.ts'

const EMBEDDING_MS = 2000

/** The vector of a question for `searchMemory` and the like. Without one the words still find, so a failure costs no answer. */
export async function embedQuery(
  { embedder, signal, logger }: ToolContext,
  query: string,
): Promise<{ embedding?: number[]; embeddingModel?: string }> {
  if (query.trim() === '') return {}
  try {
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(EMBEDDING_MS)])
    const [embedding] = await embedder.embed([query], { signal: bounded })
    return embedding ? { embedding, embeddingModel: embedder.model } : {}
  } catch (error) {
    signal.throwIfAborted()
    logger.warn('query_not_embedded', { model: embedder.model, error })
    return {}
  }
}
