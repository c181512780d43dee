import type { Embedder, Embedders } from './embedder.ts'

/** A set of embedders, the preferred one first. */
export function embeddersOf(embedders: readonly Embedder[], preferred?: string): Embedders {
  const byModel = new Map(embedders.map((embedder) => [embedder.model, embedder]))
  const models = [...byModel.keys()].sort((a, b) => Number(b === preferred) - Number(a === preferred))
  return { models, of: (model) => byModel.get(model) }
}
