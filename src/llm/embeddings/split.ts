import { ModelError } from '../provider.ts'

/** What became of some texts: their vectors, or of a single one the refusal. */
export type Embedded<T> = { items: T[]; vectors: number[][] } | { item: T; refusal: ModelError }

/** Refusals before anything passed, after which it is not the texts that are refused. */
const ENOUGH = 3

/**
 * Embeds items, and where the service turns a request away because of what is in it, halves it until the text that it
 * does not take stands alone; every other text gets its vector. What is done is told as it comes.
 * @throws whatever else goes wrong, and the refusal itself when nothing but refusals came
 */
export async function* embedAround<T>(
  items: readonly T[],
  embed: (items: readonly T[]) => Promise<number[][]>,
): AsyncGenerator<Embedded<T>> {
  const waiting: (readonly T[])[] = [items]
  let refusals = 0
  let hasPassed = false
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    if (next.length === 0) continue
    try {
      const vectors = await embed(next)
      hasPassed = true
      yield { items: [...next], vectors }
    } catch (error) {
      const [item] = next
      if (!isAboutTexts(error) || item === undefined) throw error
      if (next.length > 1) {
        const middle = Math.ceil(next.length / 2)
        waiting.unshift(next.slice(0, middle), next.slice(middle))
        continue
      }
      refusals += 1
      if (!hasPassed && refusals >= ENOUGH) throw error
      yield { item, refusal: error }
    }
  }
}

/** Not what is wrong with the account or the model: those answer with other statuses. */
const isAboutTexts = (error: unknown): error is ModelError =>
  error instanceof ModelError &&
  (error.kind === 'refused' || (error.kind === 'invalid_request' && error.status === 400))
