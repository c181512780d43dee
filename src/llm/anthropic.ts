import Anthropic, { APIConnectionError, APIConnectionTimeoutError, APIError } from '@anthropic-ai/sdk'
import type { TextBlockParam } from '@anthropic-ai/sdk/resources/messages'
import { z } from 'zod'
import { readMessageStream } from './anthropic-stream.ts'
import { toolCallsOf, toolMessages, toolParameters } from './anthropic-tools.ts'
import type { SdkErrors } from './model-errors.ts'
import { badResponse, bounded } from './model-errors.ts'
import type { CompletionRequest, CompletionResult, ModelProvider, StopReason } from './provider.ts'
import { ModelError } from './provider.ts'
import { foreignExchanges } from './tools.ts'
import type { Turn } from './turns.ts'
import { foldTurns } from './turns.ts'

const SDK: SdkErrors = { APIError, APIConnectionError, APIConnectionTimeoutError }

/** The part of a Message that is used; further fields and kinds of block (thinking) are ignored. */
const messageSchema = z.object({
  model: z.string(),
  stop_reason: z.string(),
  content: z.array(
    z.object({
      type: z.string(),
      text: z.string().optional(),
      id: z.string().optional(),
      name: z.string().optional(),
      input: z.unknown().optional(),
    }),
  ),
  usage: z.object({
    input_tokens: z.number(),
    cache_creation_input_tokens: z.number().nullish(),
    cache_read_input_tokens: z.number().nullish(),
    output_tokens: z.number(),
  }),
})

const STOP_REASONS: Record<string, StopReason> = {
  end_turn: 'end',
  stop_sequence: 'end',
  tool_use: 'tools',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  refusal: 'refusal',
}

/**
 * Anthropic through the Messages API. Nothing is retried here. `thinking` is never sent: current models think by
 * default and claude-opus-5-5 answers 400 to an attempt to turn it off.
 * @param options.baseUrl without a version path, e.g. `https://api.anthropic.com` (the default)
 */
export function createAnthropicProvider(options: { apiKey: string; baseUrl?: string }): ModelProvider {
  const client = new Anthropic({
    apiKey: options.apiKey,
    baseURL: options.baseUrl ?? 'https://api.anthropic.com',
    maxRetries: 0,
    logLevel: 'off',
  })
  return {
    name: 'anthropic',
    complete: (request) =>
      bounded('anthropic', SDK, request, async (bounds) => {
        const started = performance.now()
        const { answer, requestId } = await ask(client, request, bounds)
        const message = messageSchema.safeParse(answer)
        if (!message.success) throw badResponse('anthropic')
        const isWaiting = message.data.stop_reason === 'tool_use' && request.mayCallTools !== false
        const toolCalls = isWaiting ? toolCallsOf(message.data.content) : []
        const hasCalls = toolCalls.length > 0
        const result = resultOf(message.data, hasCalls, performance.now() - started, requestId)
        return hasCalls ? { ...result, toolCalls, raw: (answer as { content: unknown[] }).content } : result
      }),
  }
}

/** The message as the vendor sent it: streamed when somebody listens to its text, else in one piece. */
async function ask(client: Anthropic, request: CompletionRequest, bounds: { signal: AbortSignal; timeout: number }) {
  const body = bodyOf(request)
  const { onText, stallMs } = request
  if (!onText) {
    const answer = await client.messages.create(body, bounds)
    return { answer: answer as unknown, requestId: answer._request_id ?? null }
  }
  const response = await client.messages.create({ ...body, stream: true }, bounds).asResponse()
  const answer = await readMessageStream(response, { signal: bounds.signal, stallMs }, onText)
  return { answer, requestId: response.headers.get('request-id') }
}

const bodyOf = (request: CompletionRequest) => ({
  model: request.model,
  max_tokens: request.maxOutputTokens,
  system: systemOf(request),
  messages: [...startWithUser(foldTurns('anthropic', request.turns)), ...toolMessages(request)],
  ...(request.safetyIdentifier && { metadata: { user_id: request.safetyIdentifier } }),
  ...((request.effort || request.format) && {
    output_config: {
      ...(request.effort && { effort: request.effort }),
      ...(request.format && { format: { type: 'json_schema' as const, schema: request.format.schema } }),
    },
  }),
  ...toolParameters(request),
})

/** With a breakpoint after what calls of one business have in common, tools included: up to there Anthropic caches. */
function systemOf(request: CompletionRequest): string | TextBlockParam[] {
  const { instructions } = request
  const more = foreignExchanges('anthropic', request)
  if (typeof instructions === 'string') return instructions + more
  return [
    { type: 'text', text: instructions.shared, cache_control: { type: 'ephemeral' } },
    { type: 'text', text: instructions.own + more },
  ]
}

/** Messages must begin with the user: a conversation the business opened gets a line that says so. */
const startWithUser = (turns: Turn[]): Turn[] =>
  turns[0]?.role === 'assistant' ? [{ role: 'user', content: '(The business wrote first.)' }, ...turns] : turns

function resultOf(
  message: z.infer<typeof messageSchema>,
  hasCalls: boolean,
  latencyMs: number,
  requestId: string | null,
): CompletionResult {
  const cachedInputTokens = message.usage.cache_read_input_tokens ?? 0
  const usage = {
    model: message.model,
    // Anthropic counts what was read from or written to the cache apart from input_tokens.
    inputTokens: message.usage.input_tokens + (message.usage.cache_creation_input_tokens ?? 0) + cachedInputTokens,
    cachedInputTokens,
    outputTokens: message.usage.output_tokens,
    latencyMs: Math.round(latencyMs),
    stopReason: STOP_REASONS[message.stop_reason] ?? ('other' as const),
    requestId,
  }
  if (usage.stopReason === 'refusal') throw new ModelError('anthropic', 'refused', { code: 'refusal', usage })
  const text = message.content.map((block) => (block.type === 'text' ? (block.text ?? '') : '')).join('')
  if (text.trim() === '' && !hasCalls) throw new ModelError('anthropic', 'empty', { code: usage.stopReason, usage })
  return { text, ...usage }
}
