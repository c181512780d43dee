import { z } from 'zod'
import { countTokens } from './http-double.ts'

/** `POST /v1/batches`; an unknown parameter is an error there too. */
export const createBatchSchema = z.strictObject({
  input_file_id: z.string(),
  endpoint: z.enum(['/v1/responses', '/v1/chat/completions', '/v1/embeddings']),
  completion_window: z.literal('24h'),
  metadata: z.record(z.string().max(64), z.string().max(512)).optional(),
  output_expires_after: z
    .strictObject({ anchor: z.literal('created_at'), seconds: z.int().min(3600).max(2_592_000) })
    .optional(),
})

const lineSchema = z.strictObject({
  custom_id: z.string(),
  method: z.literal('POST'),
  url: z.string(),
  body: z.record(z.string(), z.unknown()),
})
type Line = z.output<typeof lineSchema>

const embeddingSchema = z.strictObject({
  model: z.string(),
  input: z.union([z.string().min(1), z.array(z.string().min(1)).max(2048)]),
  encoding_format: z.enum(['float', 'base64']).optional(),
  dimensions: z.int().optional(),
})

const jsonObject = z.record(z.string(), z.unknown())
const responseSchema = z.strictObject({
  model: z.string(),
  instructions: z.string(),
  input: z.array(z.strictObject({ role: z.enum(['user', 'assistant', 'system', 'developer']), content: z.string() })),
  max_output_tokens: z.int().min(16),
  store: z.boolean(),
  text: z.strictObject({
    format: z.strictObject({
      type: z.literal('json_schema'),
      name: z.string().regex(/^[\w-]{1,64}$/),
      strict: z.literal(true),
      schema: jsonObject.refine(isStrict),
    }),
  }),
})

/**
 * What becomes of one request: `ok`, a text to answer with, an HTTP error, what it is repeated in, no answer in either file,
 * not begun before the batch expired, or a line that is not JSON.
 */
export type BatchAnswer = (line: {
  customId: string
  body: Record<string, unknown>
}) =>
  | 'ok'
  | { text: string }
  | { refusal: true }
  | { fail: number; code?: string }
  | 'twice'
  | 'missing'
  | 'late'
  | 'garbage'

/** What is wrong with an input file as a whole: the batch fails. */
export function checkInput(content: string, endpoint: string, models: readonly string[]) {
  const errors: { code: string; line: number | null; message: string }[] = []
  const seen = new Set<string>()
  const lines = content.split('\n').filter((line) => line !== '')
  let inputs = 0
  for (const [index, text] of lines.entries()) {
    const line = lineSchema.safeParse(parseJson(text))
    const wrong = (code: string) => errors.push({ code, line: index + 1, message: `${code} in line ${index + 1}` })
    if (!line.success) wrong('invalid_json_line')
    else if (line.data.url !== endpoint) wrong('mismatched_endpoint')
    else if (seen.has(line.data.custom_id)) wrong('duplicate_custom_id')
    else if (!models.includes(String(line.data.body.model))) wrong('model_not_found')
    else {
      seen.add(line.data.custom_id)
      inputs += [line.data.body.input].flat().length
    }
  }
  if (lines.length > 50_000) errors.push({ code: 'too_many_requests', line: null, message: 'too many' })
  if (endpoint === '/v1/embeddings' && inputs > 50_000) {
    errors.push({ code: 'too_many_inputs', line: null, message: 'too many' })
  }
  return errors
}

/** Output and error file of a batch, in another order than the input's. */
export function runLines(content: string, endpoint: string, how: BatchAnswer, status: string) {
  const output: string[] = []
  const errors: string[] = []
  const lines: Line[] = content
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
  for (const [index, line] of lines.reverse().entries()) {
    const id = `batch_req_${index}`
    const answer = how({ customId: line.custom_id, body: line.body })
    if (answer === 'missing') continue
    if (answer === 'late') {
      // What was cancelled is in neither file.
      const error = {
        code: 'batch_expired',
        message: 'This request could not be executed before the completion window expired.',
      }
      if (status === 'expired') errors.push(JSON.stringify({ id, custom_id: line.custom_id, response: null, error }))
      continue
    }
    const { status_code, body } = answerLine(line, endpoint, answer)
    const text = JSON.stringify({
      id,
      custom_id: line.custom_id,
      response: { status_code, request_id: `req_${index}`, body },
      error: null,
    })
    if (status_code !== 200) errors.push(text)
    else if (answer === 'garbage') output.push(text.slice(0, -20))
    else output.push(...(answer === 'twice' ? [text, text] : [text]))
  }
  return { output: render(output), errors: render(errors) }
}

const render = (lines: string[]) => (lines.length > 0 ? `${lines.join('\n')}\n` : null)

function answerLine(
  line: Line,
  endpoint: string,
  answer: ReturnType<BatchAnswer>,
): { status_code: number; body: object } {
  if (typeof answer === 'object' && 'fail' in answer) return refusal(answer.fail, answer.code ?? null)
  if (endpoint === '/v1/embeddings') {
    const parsed = embeddingSchema.safeParse(line.body)
    if (!parsed.success) return refusal(400, null)
    return { status_code: 200, body: embeddingBody(parsed.data) }
  }
  const parsed = responseSchema.safeParse(line.body)
  if (!parsed.success) return refusal(400, 'invalid_json_schema')
  return { status_code: 200, body: responseBody(parsed.data, answer) }
}

const refusal = (status_code: number, code: string | null) => ({
  status_code,
  body: { error: { message: 'no', type: 'invalid_request_error', param: null, code } },
})

function embeddingBody({ model, input, encoding_format }: z.output<typeof embeddingSchema>) {
  const texts = [input].flat()
  const tokens = texts.reduce((sum, text) => sum + countTokens(text), 0)
  return {
    object: 'list',
    data: texts.map((text, index) => ({
      object: 'embedding',
      index,
      embedding: encode(vectorOf(text), encoding_format),
    })),
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  }
}

/** 1,536 numbers of length 1 that depend on the text alone. */
export function vectorOf(text: string): Float32Array {
  let state = Bun.hash.wyhash(text) & 0xffffffffn
  const vector = Float32Array.from({ length: 1536 }, () => {
    state = (state * 1_664_525n + 1_013_904_223n) & 0xffffffffn
    return Number(state) / 2 ** 31 - 1
  })
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}

const encode = (vector: Float32Array, format: string | undefined) =>
  format === 'base64' ? Buffer.from(vector.buffer).toString('base64') : Array.from(vector)

function responseBody(call: z.output<typeof responseSchema>, answer: ReturnType<BatchAnswer>) {
  const text = typeof answer === 'object' && 'text' in answer ? answer.text : '{}'
  const isRefusal = typeof answer === 'object' && 'refusal' in answer
  const content = isRefusal
    ? { type: 'refusal', refusal: 'I cannot help with that.' }
    : { type: 'output_text', text, annotations: [] }
  const input = countTokens(call.instructions + call.input.map((item) => item.content).join(''))
  return {
    id: 'resp_1',
    object: 'response',
    status: 'completed',
    error: null,
    incomplete_details: null,
    model: `${call.model}-2026-09-01`,
    output: [
      { type: 'reasoning', id: 'rs_1', summary: [] },
      { type: 'message', id: 'msg_1', status: 'completed', role: 'assistant', content: [content] },
    ],
    usage: {
      input_tokens: input,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: countTokens(text),
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: input + countTokens(text),
    },
  }
}

/** Strict structured output: every property required, no others, at every level. */
function isStrict(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.every(isStrict)
  if (typeof schema !== 'object' || schema === null) return true
  const { properties, required, additionalProperties } = schema as Record<string, unknown>
  if (properties !== undefined) {
    const names = Object.keys(properties as object).sort()
    const wanted = [...((required as string[] | undefined) ?? [])].sort()
    if (additionalProperties !== false || JSON.stringify(names) !== JSON.stringify(wanted)) return false
  }
  return Object.values(schema).every(isStrict)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
