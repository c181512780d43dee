import { z } from 'zod'
import { createScript, type DoubleAnswer, type DoubleReply, type DoubleRequest } from './http-double.ts'
import type { ModelStep } from './model-double.ts'

const NATIVE: Record<string, number> = { 'text-embedding-3-small': 1536, 'text-embedding-3-large': 3072 }
const MOST_INPUTS = 2048
const MOST_TOKENS_EACH = 8192
const MOST_TOKENS = 300_000

/** `POST /v1/embeddings`; an unknown parameter is an error there too. Token arrays are not sent by us. */
const callSchema = z.strictObject({
  model: z.string(),
  input: z.union([z.string(), z.array(z.string()).min(1).max(MOST_INPUTS)]),
  dimensions: z.int().min(1).optional(),
  encoding_format: z.enum(['float', 'base64']).optional(),
  user: z.string().optional(),
})
export type EmbeddingsCall = z.infer<typeof callSchema>

export interface EmbeddingsDouble {
  /** every request that passed the checks */
  calls: EmbeddingsCall[]
  /** steps for the next calls, one each: a status, or a fault of the transport */
  next(...steps: Extract<ModelStep, { status: number } | { transport: string }>[]): void
  /** texts that hold this are refused with 400, and with them the whole request; null: none */
  refuse(part: string | null): void
}

type ErrorAnswer = (status: number, facts: { code?: string; message?: string; param?: string }) => DoubleAnswer

/** The part of OpenAI's double that makes vectors. */
export function embeddingsEndpoint(
  error: ErrorAnswer,
  checkHeaders: (headers: Headers) => DoubleAnswer | null,
): { path: string; handle(request: DoubleRequest): DoubleReply; double: EmbeddingsDouble } {
  const script = createScript<Extract<ModelStep, { status: number } | { transport: string }>>()
  const calls: EmbeddingsCall[] = []
  let refused: string | null = null
  let served = 0

  const handle = (request: DoubleRequest): DoubleReply => {
    if (request.method !== 'POST') return error(405, { message: 'Not allowed' })
    const denied = checkHeaders(request.headers)
    if (denied) return denied
    const parsed = callSchema.safeParse(jsonOf(request.body))
    if (!parsed.success) {
      return error(400, { message: parsed.error.issues[0]?.message, param: parsed.error.issues[0]?.path.join('.') })
    }
    const call = parsed.data
    calls.push(call)
    const wrong = check(call, error)
    if (wrong) return wrong
    const inputs = [call.input].flat()
    if (refused !== null && inputs.some((input) => input.includes(refused as string))) {
      return error(400, { message: `we cannot take: ${inputs.join()}`, param: 'input' })
    }
    const step = script.take()
    if (step && 'status' in step) {
      const answer = error(step.status, step)
      const { retryAfter } = step
      return retryAfter === undefined
        ? answer
        : { ...answer, headers: { ...answer.headers, 'retry-after': String(retryAfter) } }
    }
    served += 1
    const answer = answerOf(call, inputs, served)
    if (!step) return answer
    if (step.transport === 'stall') return { stall: answer }
    if (step.transport !== 'malformed') return step.transport
    return { status: 200, body: { object: 'list', data: [{ index: 0, embedding: [1, 2] }], model: call.model } }
  }
  const double: EmbeddingsDouble = {
    calls,
    next: script.next,
    refuse: (part) => {
      refused = part
    },
  }
  return { path: '/v1/embeddings', handle, double }
}

function check(call: EmbeddingsCall, error: ErrorAnswer): DoubleAnswer | null {
  const native = NATIVE[call.model]
  if (native === undefined) return error(404, { message: `The model ${call.model} does not exist` })
  if (call.dimensions !== undefined && call.dimensions > native) {
    return error(400, { message: 'dimensions must not be larger than the native ones', param: 'dimensions' })
  }
  const tokens = [call.input].flat().map((input) => (input === '' ? 0 : Math.ceil(input.length / 4)))
  if (tokens.includes(0)) return error(400, { message: 'input cannot be an empty string', param: 'input' })
  if (tokens.some((count) => count > MOST_TOKENS_EACH)) {
    return error(400, { message: 'maximum context length is 8192 tokens', param: 'input' })
  }
  if (tokens.reduce((sum, count) => sum + count, 0) > MOST_TOKENS) {
    return error(400, { message: 'max 300000 tokens per request', code: 'max_tokens_per_request' })
  }
  return null
}

function answerOf(call: EmbeddingsCall, inputs: string[], serial: number): DoubleAnswer {
  const dimensions = call.dimensions ?? NATIVE[call.model] ?? 1536
  const data = inputs.map((input, index) => {
    const vector = meaningOf(input, dimensions)
    const embedding = call.encoding_format === 'base64' ? Buffer.from(vector.buffer).toString('base64') : [...vector]
    return { object: 'embedding', index, embedding }
  })
  const tokens = inputs.reduce((sum, input) => sum + Math.ceil(input.length / 4), 0)
  return {
    status: 200,
    headers: { 'x-request-id': `req_embedding_${serial}` },
    // The vendor's order is the input's; a client that trusts it rather than the index is not to be told apart otherwise.
    body: {
      object: 'list',
      data: data.toReversed(),
      model: call.model,
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    },
  }
}

/** Words that mean the same here: what a real model knows of them. */
const MEANINGS = [
  ['leak', 'leaks', 'leaking', 'drips', 'dripping', 'puddle', 'wet'],
  ['heater', 'boiler', 'tank'],
  ['dog', 'puppy', 'rex', 'pet', 'animal', 'animals'],
  ['gate', 'entrance', 'door', 'yard', 'backyard'],
  ['code', 'combination', 'keypad'],
  ['price', 'cost', 'quote', 'charge'],
]
const IGNORED = new Set(
  'a an and are as at be do for have i in is it me my of on or our the to us was we what with you your'.split(' '),
)

/** A vector of length 1 by the words' meanings: like texts are near, always the same one. */
export function meaningOf(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions)
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    if (IGNORED.has(word)) continue
    const meaning = MEANINGS.find((words) => words.includes(word))?.[0] ?? word
    const at = Number(Bun.hash(meaning) % BigInt(dimensions))
    vector[at] = (vector[at] ?? 0) + 1
  }
  const length = Math.hypot(...vector)
  return vector.map((value) => value / (length || 1))
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
