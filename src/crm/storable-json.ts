/** What JSON may escape and Postgres cannot store: the character NUL, and halves of surrogate pairs. */
const SUSPECT = /\\u(0000|d[89a-f])/i

/**
 * Parses JSON from outside into what jsonb takes: NUL is left out of texts and names, half a surrogate pair becomes U+FFFD. One such
 * character in one note would otherwise refuse the whole page it came with.
 * @returns undefined for what is not JSON
 */
export function parseStorableJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return SUSPECT.test(text) ? storable(value) : value
  } catch {
    return undefined
  }
}

/** A text as Postgres stores it. */
export const storableText = (text: string) => text.replaceAll('\0', '').toWellFormed()

function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(storable)
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [storableText(name), storable(inner)]))
}
