/** Where a browser keeps text: `localStorage`, `sessionStorage`, or memory where a page may use neither. */
export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export function memoryStore(): Store {
  const values = new Map<string, string>()
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  }
}

/** The store, or memory where the browser refuses it (blocked cookies, a sandboxed frame, a full disk). */
export function usableStore(open: () => Storage): Store {
  try {
    const store = open()
    store.setItem('rapport', '')
    store.removeItem('rapport')
    return store
  } catch {
    return memoryStore()
  }
}

/** One value of type T under a key; what cannot be read counts as absent. */
export interface Slot<T> {
  read(): T | null
  write(value: T | null): void
}

export const slot = <T>(store: Store, key: string): Slot<T> => ({
  read() {
    try {
      return JSON.parse(store.getItem(key) ?? 'null')
    } catch {
      return null
    }
  },
  write(value) {
    try {
      if (value === null) store.removeItem(key)
      else store.setItem(key, JSON.stringify(value))
    } catch {
      // A full store: the page goes on without it.
    }
  },
})

/** A short name for a text that must not itself stand in a key, such as a token (FNV-1a, 32 bits). */
export function shortName(text: string): string {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return (hash >>> 0).toString(36)
}
