/**
 * A Postgres array as text, for a parameter cast to an array type. One dimension; null elements stay null.
 * Source: PostgreSQL manual, 8.15.6 "Array Input and Output Syntax".
 */
export function arrayLiteral(values: readonly unknown[]): string {
  return `{${values.map(element).join(',')}}`
}

function element(value: unknown): string {
  if (value === null || value === undefined) return 'NULL'
  const text = value instanceof Date ? value.toISOString() : typeof value === 'object' ? JSON.stringify(value) : String(value)
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}
