import { z } from 'zod'
import { compressionSchema } from './compression.ts'
import { enrichmentSchema } from './enrichment.ts'
import { insightProposals } from './insight-proposals.ts'

/** The forms in which models answer, by the name that Postgres gives them in a request. */
export const outputSchemas = {
  enrichment: enrichmentSchema,
  compression: compressionSchema,
  insight_proposals: insightProposals,
} as const
export type OutputName = keyof typeof outputSchemas
export const isOutputName = (name: string): name is OutputName => Object.hasOwn(outputSchemas, name)

/**
 * The JSON schema of a form, as both vendors take it for strict output: every property is required and there are no
 * others.
 */
export function jsonSchemaOf(name: OutputName): Record<string, unknown> {
  const { $schema: _, ...schema } = z.toJSONSchema(outputSchemas[name])
  return schema
}

/** `text.format` of the Responses API. */
export interface OutputFormat {
  type: 'json_schema'
  name: string
  strict: true
  schema: Record<string, unknown>
}

/** Every form as the Responses API takes it, by name. */
export const outputFormats = (): Record<string, OutputFormat> =>
  Object.fromEntries(
    Object.keys(outputSchemas)
      .filter(isOutputName)
      .map((name) => [name, { type: 'json_schema', name, strict: true, schema: jsonSchemaOf(name) }]),
  )
