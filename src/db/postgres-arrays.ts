import type postgres from 'postgres'

type Parse = (text: string) => unknown

const text: Parse = (value) => value

/**
 * Arrays of PostgreSQL's own types, by fixed OIDs (src/include/catalog/pg_type.dat): element OID, array OID, name.
 * postgres.js's own reader takes a null inside text[] for the string 'NULL'; it is still used for arrays of other types.
 */
const ARRAYS: readonly (readonly [name: string, element: number, array: number])[] = [
  ['boolArray', 16, 1000],
  ['charArray', 18, 1002],
  ['nameArray', 19, 1003],
  ['int2Array', 21, 1005],
  ['int4Array', 23, 1007],
  ['textArray', 25, 1009],
  ['varcharArray', 1043, 1015],
  ['int8Array', 20, 1016],
  ['float4Array', 700, 1021],
  ['float8Array', 701, 1022],
  ['oidArray', 26, 1028],
  ['dateArray', 1082, 1182],
  ['timestamptzArray', 1184, 1185],
  ['numericArray', 1700, 1231],
  ['jsonArray', 114, 199],
  ['regclassArray', 2205, 2210],
  ['regtypeArray', 2206, 2211],
  ['uuidArray', 2950, 2951],
  ['jsonbArray', 3802, 3807],
]

const BUILT_IN: Record<number, Parse> = {
  16: (value) => value === 't',
  21: Number,
  23: Number,
  26: Number,
  700: Number,
  701: Number,
  1184: (value) => new Date(value),
}

/** Types for postgres.js's `types` option. @param parsers how elements of our own types are read, by element OID */
export const arrayTypes = (parsers: Record<number, Parse>): Record<string, postgres.PostgresType> =>
  Object.fromEntries(
    ARRAYS.map(([name, element, array]) => {
      const parse = parsers[element] ?? BUILT_IN[element] ?? text
      return [
        name,
        { to: array, from: [array], serialize: serializeArray, parse: (value: string) => parseArray(value, parse) },
      ]
    }),
  )

/** Tells a pool which array type an element type has, for `sql.array`. */
export function registerArrayTypes(sql: { options: object }): void {
  const { shared } = sql.options as { shared: { typeArrayMap: Record<number, number> } }
  for (const [, element, array] of ARRAYS) shared.typeArrayMap[element] = array
}

/** PostgreSQL's array literal of a JavaScript array, nested ones too; a string is taken for a literal already. */
export const serializeArray = (value: unknown): string =>
  Array.isArray(value) ? `{${value.map(serializeElement).join(',')}}` : String(value)

function serializeElement(value: unknown): string {
  if (value === null || value === undefined) return 'NULL'
  if (Array.isArray(value)) return serializeArray(value)
  const plain =
    value instanceof Date ? value.toISOString() : typeof value === 'object' ? JSON.stringify(value) : String(value)
  return `"${plain.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}

/** Reads an array literal; elements are handed to `parse`, except null. Bounds (`[0:1]={…}`) are dropped. */
export function parseArray(literal: string, parse: Parse): unknown[] {
  const tokens = literal.slice(literal.indexOf('{')).matchAll(/([{}])|"((?:[^"\\]|\\[\s\S])*)"|([^{},"]+)/g)
  const root: unknown[] = []
  const open: unknown[][] = [root]
  for (const [, brace, quoted, bare] of tokens) {
    const current = open.at(-1) ?? root
    if (brace === '{') {
      const inner: unknown[] = []
      current.push(inner)
      open.push(inner)
    } else if (brace === '}') open.pop()
    else if (quoted !== undefined) current.push(parse(quoted.replace(/\\([\s\S])/g, '$1')))
    else if (bare !== undefined) current.push(bare === 'NULL' ? null : parse(bare))
  }
  return root[0] as unknown[]
}
