import { z } from 'zod'
import { insightProposals } from './insight-proposals.ts'

/** Structured outputs by the name that the `build_…_request` functions of Postgres give as `schema`. */
export const outputSchemas: Readonly<Record<string, z.ZodType>> = {
  insight_proposals: insightProposals,
}

/** `text.format` of the Responses API. */
export interface OutputFormat {
  type: 'json_schema'
  name: string
  strict: true
  schema: Record<string, unknown>
}

/** Every structured output as the Responses API takes it, by name: `{type: 'json_schema', name, strict, schema}`. */
export const outputFormats = (schemas = outputSchemas): Record<string, OutputFormat> =>
  Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => {
      const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'output' })
      return [name, { type: 'json_schema', name, strict: true, schema: rest }]
    }),
  )
