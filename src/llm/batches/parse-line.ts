import { z } from 'zod'
import { parseStorableJson } from '../../crm/storable-json.ts'
import { safeCode } from '../model-errors.ts'
import { isOutputName, outputSchemas } from '../schemas/index.ts'
import type { HalfWriter } from './half-text.ts'

/** What became of one request, as `api.ingest_batch_lines` takes it. */
export interface BatchLine {
  customId: string
  /** a code when there is no usable answer */
  error: string | null
  /** text of a vector */
  embedding?: string
  /** what the schema let through */
  output?: unknown
  model: string | null
  /** null where nothing was used */
  inputTokens: number | null
  cachedInputTokens: number
  outputTokens: number
}

const DIMENSIONS = 1536

const lineSchema = z.object({
  custom_id: z.string().min(1).max(64),
  response: z.object({ status_code: z.number(), body: z.unknown() }).nullish(),
  error: z.object({ code: z.string().nullish() }).nullish(),
})

const usageSchema = z.object({
  model: z.string().nullish(),
  usage: z
    .object({
      prompt_tokens: z.number().optional(),
      input_tokens: z.number().optional(),
      input_tokens_details: z.object({ cached_tokens: z.number().optional() }).nullish(),
      output_tokens: z.number().optional(),
    })
    .nullish(),
})

const embeddingSchema = z.object({ data: z.array(z.object({ embedding: z.string() })).length(1) })

const responseSchema = z.object({
  status: z.string(),
  output: z.array(
    z.object({
      type: z.string(),
      phase: z.string().nullish(),
      content: z.array(z.object({ type: z.string(), text: z.string().optional() })).nullish(),
    }),
  ),
})

const errorSchema = z.object({ error: z.object({ code: z.string().nullish(), type: z.string().nullish() }) })

/** A line of an output or error file; null for one that is none. @param schema the structured output's name, null for vectors */
export function parseBatchLine(text: string | null, schema: string | null, halves: HalfWriter): BatchLine | null {
  const parsed = lineSchema.safeParse(text === null ? undefined : parseStorableJson(text))
  if (!parsed.success) return null
  const { custom_id: customId, response, error } = parsed.data
  const { model = null, usage } = usageSchema.safeParse(response?.body).data ?? {}
  const facts = {
    customId,
    model,
    inputTokens: usage?.input_tokens ?? usage?.prompt_tokens ?? null,
    cachedInputTokens: usage?.input_tokens_details?.cached_tokens ?? 0,
    outputTokens: usage?.output_tokens ?? 0,
  }
  if (error || !response) return { ...facts, error: safeCode(error?.code) ?? 'no_response' }
  if (response.status_code !== 200) {
    const said = errorSchema.safeParse(response.body).data?.error
    return {
      ...facts,
      error: safeCode(said?.code) ?? safeCode(said?.type) ?? `http_${Math.trunc(response.status_code)}`,
    }
  }
  return schema === null
    ? { ...facts, ...vectorOf(response.body, halves) }
    : { ...facts, ...outputOf(response.body, schema) }
}

function vectorOf(body: unknown, halves: HalfWriter): Pick<BatchLine, 'error' | 'embedding'> {
  const base64 = embeddingSchema.safeParse(body).data?.data[0]?.embedding
  const embedding = base64 === undefined ? null : writeVector(base64, halves)
  return embedding === null ? { error: 'bad_vector' } : { error: null, embedding }
}

function writeVector(base64: string, halves: HalfWriter): string | null {
  try {
    return halves.write(base64, DIMENSIONS)
  } catch {
    return null
  }
}

function outputOf(body: unknown, schema: string): Pick<BatchLine, 'error' | 'output'> {
  const parsed = responseSchema.safeParse(body)
  if (!parsed.success) return { error: 'bad_response' }
  const { status, output } = parsed.data
  const parts = output
    .filter(({ type, phase }) => type === 'message' && phase !== 'commentary')
    .flatMap(({ content }) => content ?? [])
  if (parts.some(({ type }) => type === 'refusal')) return { error: 'refused' }
  if (status !== 'completed') return { error: safeCode(status) ?? 'bad_response' }
  const text = parts.map(({ type, text: said }) => (type === 'output_text' ? (said ?? '') : '')).join('')
  const checked = isOutputName(schema) ? outputSchemas[schema].safeParse(parseStorableJson(text)) : undefined
  return checked?.success ? { error: null, output: checked.data } : { error: 'invalid_output' }
}
