/** How a Postgres type travels: what a caller passes, what comes back, as source text. */
export interface TypeMapping {
  /** TypeScript type of an argument */
  input: string
  /** zod schema of a value that was read */
  output: string
}

const text: TypeMapping = { input: 'string', output: 'z.string()' }
const integer: TypeMapping = { input: 'number', output: 'z.int()' }
const json: TypeMapping = { input: 'unknown', output: 'z.json()' }
const float: TypeMapping = { input: 'number', output: 'z.number()' }

/** int8 beyond ±2^53 is refused when read; numeric (money) stays text, exact; date is YYYY-MM-DD. */
const MAPPINGS: Record<string, TypeMapping> = {
  bool: { input: 'boolean', output: 'z.boolean()' },
  bytea: { input: 'Uint8Array', output: 'z.instanceof(Uint8Array)' },
  date: { input: 'string', output: 'z.iso.date()' },
  float4: float,
  float8: float,
  int2: integer,
  int4: integer,
  int8: integer,
  interval: text,
  json,
  jsonb: json,
  numeric: { input: 'number | string', output: 'z.string()' },
  text,
  time: text,
  timestamptz: { input: 'Date | string', output: 'z.date()' },
  uuid: { input: 'string', output: 'z.guid()' },
  varchar: text,
}

/** Better passed as one jsonb, or not at all. */
const NO_ARRAYS = new Set(['bytea', 'json', 'jsonb'])

/**
 * @param type name in pg_type; arrays begin with `_`
 * @throws Error for a type that cannot cross the boundary: rapport_edge has no right on the schemas of enums, vectors
 * and other types of our own, so `api` passes base types
 */
export function mappingOf(type: string, where: string): TypeMapping {
  const element = type.startsWith('_') ? type.slice(1) : type
  const mapping = Object.hasOwn(MAPPINGS, element) ? MAPPINGS[element] : undefined
  if (!mapping || (element !== type && NO_ARRAYS.has(element))) {
    throw new Error(
      `${where} is of type ${type}, which cannot cross the api; use one of ${Object.keys(MAPPINGS).join(', ')}`,
    )
  }
  if (element === type) return mapping
  const input = /\W/.test(mapping.input) ? `(${mapping.input})` : mapping.input
  return { input: `${input}[]`, output: `z.array(${mapping.output})` }
}

/** `p_tenant_id` or `tenant_id` as a TypeScript key: `tenantId`. */
export const camelCase = (name: string): string =>
  name.replace(/^p_/, '').replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
