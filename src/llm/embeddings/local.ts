import type { Embedder } from './embedder.ts'

const DIMENSIONS = 1536
const SHORTEST_GRAM = 3
const LONGEST_GRAM = 5
const GRAM_WEIGHT = 0.35
/** Text beyond says no more about what a message is about, and must not make one call slow. */
const LONGEST_TEXT = 8000
const AT_ONCE = 16

/**
 * The embedder that needs no key: words and their character 3- to 5-grams, hashed into 1,536 signed buckets (Weinberger et
 * al. 2009, "Feature Hashing"). Deterministic on every machine. It knows spelling, not meaning, so its weight in search is small.
 */
export const localEmbedder: Embedder = {
  model: 'local',
  dimensions: DIMENSIONS,
  embed: async (texts, { signal } = {}) => {
    const vectors: number[][] = []
    for (const text of texts) {
      signal?.throwIfAborted()
      vectors.push(embedText(text))
      // Others of the process get their turn.
      if (vectors.length % AT_ONCE === 0) await new Promise((resolve) => setTimeout(resolve, 0))
    }
    return vectors
  },
}

function embedText(text: string): number[] {
  const vector = new Float64Array(DIMENSIONS)
  for (const [feature, weight] of featuresOf(text)) {
    const hash = fnv1a(feature)
    const bucket = hash % DIMENSIONS
    // A bit that the bucket does not depend on decides the sign, so that what collides cancels out on average.
    vector[bucket] = (vector[bucket] ?? 0) + ((hash >>> 31) & 1 ? weight : -weight)
  }
  const length = Math.hypot(...vector)
  return Array.from(vector, (value) => (length === 0 ? 0 : Number((value / length).toFixed(5))))
}

/** Words and their n-grams, each with the damped weight of how often it occurs. */
function featuresOf(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  const count = (feature: string) => counts.set(feature, (counts.get(feature) ?? 0) + 1)
  const plain = text.slice(0, LONGEST_TEXT).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  for (const word of plain.match(/[\p{L}\p{N}]+|\p{Extended_Pictographic}/gu) ?? []) {
    count(`w ${word}`)
    const bounded = [...`_${word}_`]
    for (let size = SHORTEST_GRAM; size <= LONGEST_GRAM; size += 1) {
      for (let at = 0; at + size <= bounded.length; at += 1) count(`g ${bounded.slice(at, at + size).join('')}`)
    }
  }
  for (const [feature, times] of counts) {
    counts.set(feature, (1 + Math.log(times)) * (feature.startsWith('w') ? 1 : GRAM_WEIGHT))
  }
  return counts
}

/** FNV-1a over UTF-16 code units, finished so that near texts land far apart. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash ^= hash >>> 16
  hash = Math.imul(hash, 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}
