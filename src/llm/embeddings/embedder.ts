import type { ModelErrorKind } from '../provider.ts'

/** One call of an outside service that made vectors, or failed to: what is kept of it in `ai.model_calls`. */
export interface EmbeddingCall {
  provider: 'openai'
  requestedModel: string
  /** the model that answered, null when none did */
  model: string | null
  outcome: 'ok' | ModelErrorKind
  inputTokens: number
  latencyMs: number
  requestId: string | null
  retryAfterSeconds: number | null
}

export interface EmbedOptions {
  /** bounds each call of an outside service */
  timeoutMs?: number
  signal?: AbortSignal
  /** told of every call of an outside service; it must not throw */
  onCall?: (call: EmbeddingCall) => void
}

/** What turns texts into vectors. Vectors of different models are never compared. */
export interface Embedder {
  /** as `memory.embedding_models` and every stored vector name it */
  model: string
  dimensions: number
  /**
   * One vector a text, in their order, of length 1.
   * @throws ModelError of the service, or the signal's reason
   */
  embed(texts: readonly string[], options?: EmbedOptions): Promise<number[][]>
}

/** The embedders that this installation can ask. */
export interface Embedders {
  /** by name, the one that is preferred first; Postgres chooses among them for each tenant */
  models: readonly string[]
  of(model: string): Embedder | undefined
}
