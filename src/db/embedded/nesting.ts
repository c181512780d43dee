/**
 * How deep brackets may nest in a value or statement. PostgreSQL's JSON and expression parsers recurse per level, in
 * WebAssembly on a stack that max_stack_depth does not see: JSON of about 5,000 levels kills the engine (measured; 3,000 do not).
 */
export const MAX_NESTING = 1000

const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT, OPEN_PAREN, CLOSE_PAREN] = [...'[]{}()'].map((c) =>
  c.charCodeAt(0),
)

/**
 * Whether brackets nest deeper than {@link MAX_NESTING}. Counts without parsing, so brackets inside strings count too.
 * @param parens count parentheses; for SQL text, not for values, where people write :(
 */
export function nestsTooDeep(bytes: Uint8Array, parens: boolean): boolean {
  if (bytes.length <= MAX_NESTING) return false
  let depth = 0
  for (const byte of bytes) {
    if (byte === OPEN_ARRAY || byte === OPEN_OBJECT || (parens && byte === OPEN_PAREN)) {
      if (++depth > MAX_NESTING) return true
    } else if (depth > 0 && (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT || (parens && byte === CLOSE_PAREN))) depth--
  }
  return false
}
