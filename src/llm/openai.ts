import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai'
import { z } from 'zod'
import type { SdkErrors } from './model-errors.ts'
import { badResponse, bounded, kindOfCode, safeCode } from './model-errors.ts'
import { readResponseStream } from './openai-stream.ts'
import { toolCallsOf, toolItems, toolParameters } from './openai-tools.ts'
import type { CompletionRequest, CompletionResult, ModelProvider, StopReason } from './provider.ts'
import { ModelError } from './provider.ts'
import { foreignExchanges } from './tools.ts'
import { foldTurns } from './turns.ts'

const SDK: SdkErrors = { APIError, APIConnectionError, APIConnectionTimeoutError }

/** The part of a Responses object that is used; further fields are ignored. */
const responseSchema = z.object({
  model: z.string(),
  status: z.string(),
  error: z.object({ code: z.string() }).nullish(),
  incomplete_details: z.object({ reason: z.string().optional() }).nullish(),
  output: z.array(
    z.object({
      type: z.string(),
      phase: z.string().nullish(),
      content: z.array(z.object({ type: z.string(), text: z.string().optional() })).nullish(),
      call_id: z.string().optional(),
      name: z.string().optional(),
      arguments: z.string().optional(),
    }),
  ),
  usage: z
    .object({
      input_tokens: z.number(),
      input_tokens_details: z.object({ cached_tokens: z.number() }).nullish(),
      output_tokens: z.number(),
    })
    .nullish(),
})
type ResponseBody = z.infer<typeof responseSchema>

/**
 * OpenAI through the Responses API. Nothing is stored at the vendor (`store: false`), nothing is retried here, and what
 * the SDK would send along from the environment is set here.
 * @param options.baseUrl with the version path, e.g. `https://api.openai.com/v1` (the default)
 */
export function createOpenAiProvider(options: { apiKey: string; baseUrl?: string }): ModelProvider {
  const client = new OpenAI({
    apiKey: options.apiKey,
    baseURL: options.baseUrl ?? 'https://api.openai.com/v1',
    organization: null,
    project: null,
    maxRetries: 0,
    logLevel: 'off',
  })
  return {
    name: 'openai',
    complete: (request) =>
      bounded('openai', SDK, request, async (bounds) => {
        const started = performance.now()
        const { answer, requestId } = await ask(client, request, bounds)
        const body = responseSchema.safeParse(answer)
        if (!body.success) throw badResponse('openai')
        const calls = request.tools && request.mayCallTools !== false ? toolCallsOf(body.data.output) : []
        const result = resultOf(body.data, calls.length > 0, performance.now() - started, requestId)
        if (result.stopReason !== 'tools') return result
        return { ...result, toolCalls: calls, raw: (answer as { output: unknown[] }).output }
      }),
  }
}

/** The response object as the vendor sent it: streamed when somebody listens to its text, else in one piece. */
async function ask(client: OpenAI, request: CompletionRequest, bounds: { signal: AbortSignal; timeout: number }) {
  const body = bodyOf(request)
  const { onText, stallMs } = request
  if (!onText) {
    const answer = await client.responses.create({ ...body, stream: false }, bounds)
    return { answer: answer as unknown, requestId: answer._request_id ?? null }
  }
  const response = await client.responses.create({ ...body, stream: true }, bounds).asResponse()
  const answer = await readResponseStream(response, { signal: bounds.signal, stallMs }, onText)
  return { answer, requestId: response.headers.get('x-request-id') }
}

const bodyOf = (request: CompletionRequest) => ({
  model: request.model,
  instructions: instructionsOf(request) + foreignExchanges('openai', request),
  input: [...foldTurns('openai', request.turns), ...toolItems(request)],
  max_output_tokens: request.maxOutputTokens,
  store: false,
  ...(typeof request.instructions === 'object' && { prompt_cache_key: request.instructions.key }),
  ...(request.safetyIdentifier && { safety_identifier: request.safetyIdentifier }),
  ...(request.effort && { reasoning: { effort: request.effort } }),
  ...(request.format && { text: { format: { type: 'json_schema' as const, strict: true, ...request.format } } }),
  ...toolParameters(request),
})

/** What calls of one business have in common stands first: OpenAI caches the longest prefix that it knows. */
const instructionsOf = ({ instructions }: CompletionRequest): string =>
  typeof instructions === 'string' ? instructions : `${instructions.shared}\n${instructions.own}`

function resultOf(
  body: ResponseBody,
  hasCalls: boolean,
  latencyMs: number,
  requestId: string | null,
): CompletionResult {
  // Commentary is the model thinking aloud before its answer, not part of the answer.
  const parts = body.output
    .filter((item) => item.type === 'message' && item.phase !== 'commentary')
    .flatMap((item) => item.content ?? [])
  const usage = {
    model: body.model,
    inputTokens: body.usage?.input_tokens ?? 0,
    cachedInputTokens: body.usage?.input_tokens_details?.cached_tokens ?? 0,
    outputTokens: body.usage?.output_tokens ?? 0,
    latencyMs: Math.round(latencyMs),
    stopReason: stopReasonOf(body, parts, hasCalls),
    requestId,
  }
  if (body.status === 'failed') {
    const code = safeCode(body.error?.code)
    throw new ModelError('openai', code ? kindOfCode(code) : 'unavailable', { code, usage })
  }
  if (body.status !== 'completed' && body.status !== 'incomplete') throw badResponse('openai')
  if (usage.stopReason === 'refusal' || usage.stopReason === 'filtered') {
    throw new ModelError('openai', 'refused', { code: usage.stopReason, usage })
  }
  const text = parts.map((part) => (part.type === 'output_text' ? (part.text ?? '') : '')).join('')
  if (text.trim() === '' && usage.stopReason !== 'tools')
    throw new ModelError('openai', 'empty', { code: usage.stopReason, usage })
  return { text, ...usage }
}

function stopReasonOf(body: ResponseBody, parts: { type: string }[], hasCalls: boolean): StopReason {
  if (parts.some((part) => part.type === 'refusal')) return 'refusal'
  if (body.status === 'completed') return hasCalls ? 'tools' : 'end'
  if (body.incomplete_details?.reason === 'max_output_tokens') return 'length'
  return body.incomplete_details?.reason === 'content_filter' ? 'filtered' : 'other'
}
