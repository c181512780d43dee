import { z } from 'zod'
import { compressionSchema } from './compression.ts'
import { enrichmentSchema } from './enrichment.ts'

/** The forms in which models answer, by the name that Postgres gives them in a request. */
export const outputSchemas = { enrichment: enrichmentSchema, compression: compressionSchema } as const
export type OutputName = keyof typeof outputSchemas

/**
 * The JSON schema of a form, as both vendors take it for strict output: every property is required and there are no
 * others.
 */
export function jsonSchemaOf(name: OutputName): Record<string, unknown> {
  const { $schema: _, ...schema } = z.toJSONSchema(outputSchemas[name])
  return schema
}
