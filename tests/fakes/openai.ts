import { z } from 'zod'
import { countTokens } from './http-double.ts'
import type { ModelDouble, OutcomeStep } from './model-double.ts'
import { startModelDouble } from './model-double.ts'
import { createOpenAiBatches, type OpenAiBatches } from './openai-batches.ts'
import { type EmbeddingsDouble, embeddingsEndpoint } from './openai-embeddings.ts'
import { errorEvent, eventsOf } from './openai-stream.ts'
import { formatProblem, textFormat } from './openai-structured.ts'
import { callItems, createToolLedger, toolFields, toolItem } from './openai-tools.ts'

/** What our requests may hold of the Responses API; an unknown parameter is an error there too. */
const callSchema = z.strictObject({
  model: z.string(),
  instructions: z.string().nullish(),
  input: z.array(
    z.union([
      z.strictObject({
        type: z.literal('message').optional(),
        role: z.enum(['user', 'assistant', 'system', 'developer']),
        content: z.string(),
      }),
      toolItem,
    ]),
  ),
  max_output_tokens: z.int().min(16).nullish(),
  store: z.boolean().nullish(),
  stream: z.boolean().nullish(),
  prompt_cache_key: z.string().max(64).nullish(),
  safety_identifier: z.string().max(128).nullish(),
  text: textFormat.nullish(),
  reasoning: z.strictObject({ effort: z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']) }).nullish(),
  ...toolFields,
})
export type OpenAiCall = z.infer<typeof callSchema>

/** What was said, of a request's input; what tools did is left out. */
export const messagesOf = (call: OpenAiCall | undefined) => (call?.input ?? []).filter(isMessage)

type Item = OpenAiCall['input'][number]
const isMessage = (item: Item): item is Extract<Item, { role: string }> => 'role' in item && !('id' in item)

const ERROR_TYPES: Record<number, [type: string, code: string | null]> = {
  400: ['invalid_request_error', null],
  401: ['invalid_request_error', 'invalid_api_key'],
  404: ['invalid_request_error', 'model_not_found'],
  429: ['tokens', 'rate_limit_exceeded'],
}

export interface OpenAiDouble extends ModelDouble<OpenAiCall> {
  embeddings: EmbeddingsDouble
  batches: OpenAiBatches
}

/** OpenAI's responses, embeddings, files and batches, as strict as the vendor about key, model and parameters. */
export async function startOpenAiDouble(options: { apiKey?: string; models?: string[] } = {}): Promise<OpenAiDouble> {
  const apiKey = options.apiKey ?? 'sk-test-openai-0123456789'
  const models = options.models ?? ['gpt-6-luna', 'gpt-6-sol', 'gpt-6.1-sol']
  const ledger = createToolLedger()
  let served = 0
  const checkHeaders = (headers: Headers, hasJson = true) => {
    const key = headers.get('authorization')
    // The vendor quotes the wrong key back, which is why its messages must not be kept.
    if (key !== `Bearer ${apiKey}`) return errorAnswer(401, { message: `Incorrect API key provided: ${key}.` })
    const json = headers.get('content-type')?.startsWith('application/json')
    return json || !hasJson ? null : errorAnswer(400, { message: 'the body must be JSON' })
  }
  const embeddings = embeddingsEndpoint(errorAnswer, checkHeaders)
  const batches = createOpenAiBatches([...models, 'text-embedding-3-small', 'text-embedding-3-large'], errorAnswer)
  const double = await startModelDouble<OpenAiCall>({
    apiKey,
    path: '/v1/responses',
    basePath: '/v1',
    schema: callSchema,
    others: batches.handle,
    checkHeaders,
    checkCall: (call) => {
      if (!models.includes(call.model)) return errorAnswer(404, { message: `The model ${call.model} does not exist` })
      const problem = formatProblem(call)
      if (problem) return errorAnswer(400, { message: problem, param: 'text.format.schema' })
      const wrong = ledger.check(call)
      return wrong === null ? null : errorAnswer(400, { message: wrong })
    },
    error: errorAnswer,
    endpoints: [embeddings],
    events: (body) => eventsOf(body as ReturnType<typeof responseOf>),
    errorEvent,
    success: (call, step) => {
      const body = responseOf(call, step, ++served)
      ledger.note(body.output)
      return { status: 200, headers: { 'x-request-id': `req_openai_${served}` }, body }
    },
  })
  return { ...double, embeddings: embeddings.double, batches: batches.control }
}

function errorAnswer(status: number, facts: { code?: string; message?: string; param?: string }) {
  const [type, code] = ERROR_TYPES[status] ?? ['server_error', null]
  const { message = `status ${status}`, param = null } = facts
  return {
    status,
    headers: { 'x-request-id': `req_openai_error_${status}` },
    body: { error: { message, type, param, code: facts.code ?? code } },
  }
}

function responseOf(call: OpenAiCall, step: OutcomeStep, serial: number) {
  const text = 'text' in step ? (step.text ?? '') : ''
  const stop = 'stop' in step ? step.stop : null
  const status = 'failed' in step ? 'failed' : stop === 'length' || stop === 'filtered' ? 'incomplete' : 'completed'
  const content = stop === 'refusal' ? { type: 'refusal', refusal: 'I cannot help with that.' } : outputText(text)
  const message = { type: 'message', id: `msg_${serial}`, status: 'completed', role: 'assistant', content: [content] }
  const commentary = 'commentary' in step ? outputText(step.commentary ?? '') : null
  const input = countTokens(
    (call.instructions ?? '') +
      call.input.map((item) => (isMessage(item) ? item.content : JSON.stringify(item))).join(''),
  )
  const output = countTokens(text)
  return {
    id: `resp_${serial}`,
    object: 'response',
    created_at: 1_795_000_000,
    status,
    error: 'failed' in step ? { code: step.failed, message: 'The model failed to answer.' } : null,
    incomplete_details: incompleteDetails(stop),
    instructions: call.instructions ?? null,
    max_output_tokens: call.max_output_tokens ?? null,
    metadata: {},
    model: `${call.model}-2026-09-01`,
    output: [
      { type: 'reasoning', id: `rs_${serial}`, summary: [], encrypted_content: `sealed ${serial}` },
      ...(commentary ? [{ ...message, phase: 'commentary', content: [commentary] }] : []),
      ...(text === '' && stop !== 'refusal' ? [] : [message]),
      ...('calls' in step ? callItems(step.calls, serial) : []),
    ],
    parallel_tool_calls: true,
    store: call.store ?? true,
    temperature: 1,
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    usage: {
      input_tokens: input,
      input_tokens_details: {
        cached_tokens: 'cachedTokens' in step ? (step.cachedTokens ?? 0) : 0,
        cache_write_tokens: 0,
      },
      output_tokens: output,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: input + output,
    },
  }
}

const outputText = (text: string) => ({ type: 'output_text', text, annotations: [], logprobs: [] })

function incompleteDetails(stop: 'length' | 'filtered' | 'refusal' | null) {
  if (stop === 'length') return { reason: 'max_output_tokens' }
  return stop === 'filtered' ? { reason: 'content_filter' } : null
}
