/** What strict structured output takes: https://developers.openai.com, structured outputs; Anthropic's rules are the same here. */
const KNOWN = new Set([
  'type',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'enum',
  'anyOf',
  'description',
])

/** The first thing in a JSON schema that strict output does not take, with its path; null when it takes all. */
export function strictSchemaProblem(schema: unknown, path = '()'): string | null {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return `In context=${path}, no schema.`
  const node = schema as Record<string, unknown>
  const unknown = Object.keys(node).find((key) => !KNOWN.has(key))
  if (unknown) return `In context=${path}, '${unknown}' is not permitted.`
  if (path === '()' && node.type !== 'object') return `schema must be a JSON Schema of 'type: "object"'.`
  if (node.type === 'object') {
    const names = Object.keys((node.properties as object | undefined) ?? {})
    if (node.additionalProperties !== false)
      return `In context=${path}, 'additionalProperties' is required to be false.`
    const required = node.required as string[] | undefined
    const missing = names.find((name) => !required?.includes(name))
    if (missing) return `In context=${path}, 'required' must include every key in properties. Missing '${missing}'.`
  }
  if (node.type === 'array' && node.items === undefined) return `In context=${path}, array schema missing items.`
  const inner: [string, unknown][] = [
    ...Object.entries((node.properties as object | undefined) ?? {}),
    ...(node.items === undefined ? [] : [['items', node.items] as [string, unknown]]),
    ...((node.anyOf as unknown[] | undefined) ?? []).map((one, at): [string, unknown] => [String(at), one]),
  ]
  for (const [name, child] of inner) {
    const problem = strictSchemaProblem(child, `${path}.${name}`)
    if (problem) return problem
  }
  return null
}
