/** The few contexts that were loaded last; a reader says how old an entry may be. */
export interface ContextCache<Value> {
  /** The value under `key` when it is at most `maxAgeSeconds` old, else undefined. */
  get(key: string, maxAgeSeconds: number): Value | undefined
  set(key: string, value: Value): void
}

export interface ContextCacheOptions {
  clock: () => Date
  /** how many are kept; the one that was read longest ago goes first */
  size?: number
  /** seconds after which an entry is of no use to anyone and is dropped */
  lifetimeSeconds?: number
}

const SIZE = 500
const LIFETIME_SECONDS = 300

/** A least-recently-used cache of this process. It holds personal data: keep it small and short-lived. */
export function createContextCache<Value>(options: ContextCacheOptions): ContextCache<Value> {
  const { clock, size = SIZE, lifetimeSeconds = LIFETIME_SECONDS } = options
  // A Map iterates in the order of insertion: what is read or written is put last.
  const entries = new Map<string, { value: Value; at: number }>()

  return {
    get(key, maxAgeSeconds) {
      const entry = entries.get(key)
      if (!entry) return undefined
      const age = (clock().getTime() - entry.at) / 1000
      if (age > lifetimeSeconds) entries.delete(key)
      if (age > Math.min(maxAgeSeconds, lifetimeSeconds)) return undefined
      entries.delete(key)
      entries.set(key, entry)
      return entry.value
    },
    set(key, value) {
      entries.delete(key)
      entries.set(key, { value, at: clock().getTime() })
      const oldest = entries.keys().next()
      if (entries.size > size && !oldest.done) entries.delete(oldest.value)
    },
  }
}
