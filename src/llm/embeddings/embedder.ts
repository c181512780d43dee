/** What turns texts into vectors. Vectors of different models are never compared. */
export interface Embedder {
  /** as `memory.embedding_models` and every stored vector name it */
  model: string
  dimensions: number
  /**
   * One vector a text, in their order, of length 1.
   * @throws the signal's reason, or what the service answered
   */
  embed(texts: readonly string[], options?: { signal?: AbortSignal }): Promise<number[][]>
}
