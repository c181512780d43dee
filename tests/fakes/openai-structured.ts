import { z } from 'zod'
import { strictSchemaProblem } from './strict-schema.ts'

/** `text.format` of the Responses API, as far as our requests use it. */
export const textFormat = z.strictObject({
  format: z.strictObject({
    type: z.literal('json_schema'),
    name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
    strict: z.literal(true),
    schema: z.record(z.string(), z.unknown()),
  }),
})

/** What the vendor would say of a call's `text.format`; null when it is taken. */
export function formatProblem(call: { text?: z.infer<typeof textFormat> | null | undefined }): string | null {
  const format = call.text?.format
  if (!format) return null
  const problem = strictSchemaProblem(format.schema)
  return problem ? `Invalid schema for response_format '${format.name}': ${problem}` : null
}
