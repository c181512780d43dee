/** The part of JSON Schema that zod writes. */
export interface JsonSchema {
  type?: string | string[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: JsonSchema | boolean
  items?: JsonSchema
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  enum?: unknown[]
  const?: unknown
  [keyword: string]: unknown
}

const compared = ['type', 'properties', 'required', 'additionalProperties', 'items', 'anyOf', 'oneOf', 'enum', 'const']

/**
 * Why a reader of `before` could stumble over a value of `now`, by path; empty: it reads all of them. Other keywords than
 * those of the shape (format, bounds) have to stay as they are.
 */
export function stumbles(before: JsonSchema, now: JsonSchema, path = 'result'): string[] {
  const nowBranches = now.anyOf ?? now.oneOf
  if (nowBranches) return nowBranches.flatMap((branch) => stumbles(before, branch, path))
  const branches = before.anyOf ?? before.oneOf
  if (branches) {
    const attempts = branches.map((branch) => stumbles(branch, now, path))
    return attempts.some((found) => found.length === 0) ? [] : [`${path} can be what it could not be`]
  }
  return [
    ...typeStumbles(before, now, path),
    ...valueStumbles(before, now, path),
    ...objectStumbles(before, now, path),
    ...(before.items ? stumbles(before.items, now.items ?? {}, `${path}[]`) : []),
    ...Object.keys(before)
      .filter(
        (keyword) => !compared.includes(keyword) && JSON.stringify(before[keyword]) !== JSON.stringify(now[keyword]),
      )
      .map((keyword) => `${path} has another ${keyword}`),
  ]
}

const typesOf = ({ type }: JsonSchema) => (type === undefined ? null : [type].flat())

function typeStumbles(before: JsonSchema, now: JsonSchema, path: string): string[] {
  const allowed = typesOf(before)
  if (!allowed) return []
  const found = typesOf(now) ?? ['anything']
  const isRead = (type: string) => allowed.includes(type) || (type === 'integer' && allowed.includes('number'))
  return found.filter((type) => !isRead(type)).map((type) => `${path} can be ${type}`)
}

const valuesOf = (schema: JsonSchema) => ('const' in schema ? [schema.const] : schema.enum)

function valueStumbles(before: JsonSchema, now: JsonSchema, path: string): string[] {
  const allowed = valuesOf(before)
  if (!allowed) return []
  const found = valuesOf(now)
  if (!found) return [`${path} can be any value`]
  return found.filter((value) => !allowed.includes(value)).map((value) => `${path} can be ${JSON.stringify(value)}`)
}

function objectStumbles(before: JsonSchema, now: JsonSchema, path: string): string[] {
  const found: string[] = []
  for (const [name, schema] of Object.entries(before.properties ?? {})) {
    const property = now.properties?.[name]
    if (before.required?.includes(name) && !now.required?.includes(name)) found.push(`${path}.${name} can be missing`)
    if (property) found.push(...stumbles(schema, property, `${path}.${name}`))
  }
  const others = before.additionalProperties
  if (others === undefined || others === true) return found
  const more = Object.keys(now.properties ?? {}).filter((name) => !(name in (before.properties ?? {})))
  if (others === false)
    return [...found, ...more.map((name) => `${path}.${name} is new to a reader that allows no more`)]
  if (typeof now.additionalProperties === 'object') {
    found.push(...stumbles(others, now.additionalProperties, `${path}.*`))
  }
  return [...found, ...more.flatMap((name) => stumbles(others, now.properties?.[name] ?? {}, `${path}.${name}`))]
}
