import type { Embedder, Embedders } from './embedder.ts'
import { embeddersOf } from './embedders.ts'
import { localEmbedder } from './local.ts'
import { createOpenAiEmbedder, openAiEmbeddingModels } from './openai.ts'

export interface EmbeddersConfig {
  openai?: { apiKey?: string; baseUrl?: string }
  /** the model that the installation wants, as `memory.embedding_models` names it */
  preferred?: string | undefined
}

/** The local embedder, and with a key OpenAI's, of which the small one is preferred unless another is named. */
export function createEmbedders({ openai, preferred }: EmbeddersConfig): Embedders {
  const outside: Embedder[] = openai?.apiKey
    ? openAiEmbeddingModels.map((model) =>
        createOpenAiEmbedder(model, {
          apiKey: openai.apiKey ?? '',
          ...(openai.baseUrl ? { baseUrl: openai.baseUrl } : {}),
        }),
      )
    : []
  return embeddersOf([...outside, localEmbedder], preferred)
}
