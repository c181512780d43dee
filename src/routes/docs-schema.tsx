// Bun looks for tsconfig.json where it was started, and Rapport may be started anywhere.
/** @jsxImportSource hono/jsx */
import type { SchemaNode } from './docs-types.ts'

const refName = (ref: string) => ref.split('/').at(-1) ?? ref

/** A schema in a few words: `string (uuid)`, `phone | email`, `Health[]`, `string | null`. */
export const typeName = (schema: SchemaNode | undefined): string => {
  if (!schema) return 'anything'
  if (schema.$ref) return refName(schema.$ref)
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => String(value)).join(' | ')
  const branches = schema.anyOf ?? schema.oneOf
  if (branches) return branches.map(typeName).join(' | ')
  if (schema.allOf) return schema.allOf.map(typeName).join(' & ')
  const types = Array.isArray(schema.type) ? schema.type : [schema.type ?? (schema.properties ? 'object' : 'anything')]
  return types
    .map((type) => (type === 'array' ? `${typeName(schema.items)}[]` : type))
    .map((type) => (schema.format && type === 'string' ? `${type} (${schema.format})` : type))
    .join(' | ')
}

/** The schema as a nested list of its fields; one that is defined by name links to its definition. */
export const SchemaTree = ({ schema }: { schema: SchemaNode | undefined }) => {
  if (!schema) return <span>nothing</span>
  if (schema.$ref) return <a href={`#schema-${refName(schema.$ref)}`}>{refName(schema.$ref)}</a>
  const inner = schema.items ?? (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : null)
  const fields = Object.entries(schema.properties ?? {})
  if (fields.length === 0) {
    return (
      <>
        <code>{typeName(schema)}</code>
        {inner && (inner.properties || inner.$ref) ? (
          <div class="inner">
            of <SchemaTree schema={inner} />
          </div>
        ) : null}
      </>
    )
  }
  return (
    <ul class="fields">
      {fields.map(([name, child]) => (
        <li key={name}>
          <code>{name}</code>
          {schema.required?.includes(name) ? <b> required</b> : null} <i>{typeName(child)}</i>
          {child.description ? <span> – {child.description}</span> : null}
          {child.properties ? <SchemaTree schema={child} /> : null}
          {child.items?.properties ? <SchemaTree schema={child.items} /> : null}
        </li>
      ))}
    </ul>
  )
}
