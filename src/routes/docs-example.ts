import type { Document, Operation, SchemaNode } from './docs-types.ts'

const DEPTH = 4

const formats: Record<string, string> = {
  uuid: '0190f3c2-6d5e-7a10-8b1c-2f4d5e6a7b8c',
  'date-time': '2026-11-21T15:00:00Z',
  email: 'name@example.com',
}

/** An example value that fits the schema: what it names itself, else something of its type. */
export const exampleOf = (document: Document, schema: SchemaNode | undefined, depth = 0): unknown => {
  if (!schema || depth > DEPTH) return null
  if (schema.$ref) {
    const name = schema.$ref.split('/').at(-1) ?? ''
    return exampleOf(document, document.components?.schemas?.[name], depth + 1)
  }
  const own = schema.example ?? schema.default ?? schema.const ?? schema.enum?.[0]
  if (own !== undefined) return own
  const branch = schema.anyOf?.[0] ?? schema.oneOf?.[0] ?? schema.allOf?.[0]
  if (branch) return exampleOf(document, branch, depth + 1)
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'object' || schema.properties) {
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, child]) => [name, exampleOf(document, child, depth + 1)]),
    )
  }
  if (type === 'array') return [exampleOf(document, schema.items, depth + 1)]
  if (type === 'integer' || type === 'number') return 1
  if (type === 'boolean') return true
  return formats[schema.format ?? ''] ?? 'text'
}

// The value stands between single quotes of a shell.
const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`

/** A curl command that calls the operation, with a value for each required parameter. */
export const curlOf = (document: Document, method: string, path: string, operation: Operation): string => {
  const value = (name: string) => {
    const found = operation.parameters?.find((parameter) => parameter.name === name)
    return encodeURIComponent(String(exampleOf(document, found?.schema) ?? name))
  }
  const filled = path.replaceAll(/\{(.+?)\}/g, (_, name: string) => value(name))
  const query = (operation.parameters ?? [])
    .filter((parameter) => parameter.in === 'query' && parameter.required)
    .map((parameter) => `${parameter.name}=${value(parameter.name)}`)
    .join('&')
  const url = `${document.servers?.[0]?.url ?? ''}${filled}${query === '' ? '' : `?${query}`}`
  const [type, body] = Object.entries(operation.requestBody?.content ?? {})[0] ?? []
  const lines = [`curl ${method === 'get' ? '' : `-X ${method.toUpperCase()} `}${quoted(url)}`]
  if (operation.security?.length) lines.push('-H "Authorization: Bearer $RAPPORT_KEY"')
  if (type) lines.push(`-H ${quoted(`Content-Type: ${type}`)}`)
  if (type?.endsWith('json')) lines.push(`-d ${quoted(JSON.stringify(exampleOf(document, body?.schema)))}`)
  return lines.join(' \\\n  ')
}
