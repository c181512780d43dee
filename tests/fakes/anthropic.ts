import { z } from 'zod'
import { errorEvent, eventsOf } from './anthropic-stream.ts'
import { callBlocks, contentSchema, createToolLedger, toolFields } from './anthropic-tools.ts'
import { countTokens } from './http-double.ts'
import type { ModelDouble, OutcomeStep } from './model-double.ts'
import { startModelDouble } from './model-double.ts'
import { strictSchemaProblem } from './strict-schema.ts'

/** What our requests may hold of the Messages API; an unknown parameter is an error there too. */
const callSchema = z.strictObject({
  model: z.string(),
  max_tokens: z.int().min(1),
  system: z
    .union([
      z.string(),
      z.array(
        z.strictObject({
          type: z.literal('text'),
          text: z.string().regex(/\S/, 'text is empty'),
          cache_control: z
            .strictObject({ type: z.literal('ephemeral'), ttl: z.enum(['5m', '1h']).optional() })
            .optional(),
        }),
      ),
    ])
    .optional(),
  messages: z
    .array(z.strictObject({ role: z.enum(['user', 'assistant']), content: contentSchema }))
    .min(1)
    .refine((messages) => messages[0]?.role === 'user', 'first message must use the "user" role')
    .refine((messages) => messages.every(({ role }, i) => role !== messages[i - 1]?.role), 'roles must alternate')
    .refine((messages) => messages.at(-1)?.role === 'user', 'This model does not support assistant message prefill'),
  metadata: z.strictObject({ user_id: z.string().max(256).nullish() }).optional(),
  output_config: z
    .strictObject({
      effort: z.enum(['low', 'medium', 'high', 'xhigh', 'max']).optional(),
      format: z.strictObject({ type: z.literal('json_schema'), schema: z.record(z.string(), z.unknown()) }).optional(),
    })
    .optional(),
  thinking: z.looseObject({ type: z.enum(['enabled', 'disabled', 'adaptive']) }).optional(),
  stream: z.boolean().optional(),
  ...toolFields,
})
export type AnthropicCall = z.infer<typeof callSchema>

/** The system prompt of a request, its blocks put together. */
export const systemOf = (call: AnthropicCall | undefined): string => {
  const system = call?.system ?? ''
  return typeof system === 'string' ? system : system.map(({ text }) => text).join('\n')
}

const ERROR_TYPES: Record<number, string> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  529: 'overloaded_error',
}

/** Anthropic's `POST /v1/messages`, as strict as the vendor about headers, roles, model and parameters. */
export async function startAnthropicDouble(
  options: { apiKey?: string; models?: string[] } = {},
): Promise<ModelDouble<AnthropicCall>> {
  const apiKey = options.apiKey ?? 'sk-ant-test-0123456789'
  const models = options.models ?? ['claude-opus-5-5', 'claude-sonnet-5-5', 'claude-haiku-5-5']
  const ledger = createToolLedger()
  let served = 0
  return startModelDouble<AnthropicCall>({
    apiKey,
    path: '/v1/messages',
    basePath: '',
    schema: callSchema,
    checkHeaders: (headers) => {
      // SDK 1.x sends the key as a bearer token; the documentation's curl and older SDKs as x-api-key.
      const key = headers.get('x-api-key') ?? headers.get('authorization')?.replace(/^Bearer /, '')
      if (key !== apiKey) return errorAnswer(401, { message: `invalid key ${key}` })
      const version = headers.get('anthropic-version') ?? ''
      if (!['2023-06-01', '2026-10-21'].includes(version)) return errorAnswer(400, { message: 'anthropic-version' })
      const json = headers.get('content-type')?.startsWith('application/json')
      return json ? null : errorAnswer(400, { message: 'the body must be JSON' })
    },
    checkCall: (call) => {
      if (!models.includes(call.model)) return errorAnswer(404, { message: `model: ${call.model}` })
      const format = call.output_config?.format
      const problem = format ? strictSchemaProblem(format.schema) : null
      if (problem) return errorAnswer(400, { message: `output_config.format.schema: ${problem}` })
      const forbidden = call.model === 'claude-opus-5-5' && call.thinking?.type === 'disabled'
      if (forbidden) return errorAnswer(400, { message: 'thinking cannot be disabled for this model' })
      const wrong = ledger.check(call)
      return wrong === null ? null : errorAnswer(400, { message: wrong })
    },
    error: errorAnswer,
    events: (body) => eventsOf(body as ReturnType<typeof messageOf>),
    errorEvent,
    success: (call, step) => {
      const body = messageOf(call, step, ++served)
      ledger.note(body.content)
      return { status: 200, headers: { 'request-id': `req_anthropic_${served}` }, body }
    },
  })
}

function errorAnswer(status: number, facts: { code?: string; message?: string }) {
  const requestId = `req_anthropic_error_${status}`
  const type = facts.code ?? ERROR_TYPES[status] ?? 'api_error'
  return {
    status,
    headers: { 'request-id': requestId },
    body: { type: 'error', error: { type, message: facts.message ?? `status ${status}` }, request_id: requestId },
  }
}

function messageOf(call: AnthropicCall, step: OutcomeStep, serial: number) {
  const text = 'text' in step ? (step.text ?? '') : ''
  const input = countTokens(
    systemOf(call) +
      call.messages.map(({ content }) => (typeof content === 'string' ? content : JSON.stringify(content))).join(''),
  )
  const cached = 'cachedTokens' in step ? (step.cachedTokens ?? 0) : 0
  const written = 'cacheWriteTokens' in step ? (step.cacheWriteTokens ?? 0) : 0
  return {
    id: `msg_${serial}`,
    type: 'message',
    role: 'assistant',
    model: call.model,
    container: null,
    diagnostics: null,
    content: [
      ...(call.model === 'claude-opus-5-5' ? [{ type: 'thinking', thinking: 'Let me see.', signature: 'c2ln' }] : []),
      ...(text === '' ? [] : [{ type: 'text', text, citations: null }]),
      ...('calls' in step ? callBlocks(step.calls, serial) : []),
    ],
    stop_reason: stopReasonOf(step),
    stop_details: null,
    stop_sequence: null,
    usage: {
      // the vendor counts cached tokens apart
      input_tokens: input - cached - written,
      cache_creation: null,
      cache_creation_input_tokens: written,
      cache_read_input_tokens: cached,
      output_tokens: countTokens(text),
      output_tokens_details: null,
      inference_geo: null,
      server_tool_use: null,
      service_tier: 'standard',
      speed: null,
    },
  }
}

function stopReasonOf(step: OutcomeStep): string {
  if ('calls' in step) return 'tool_use'
  if (!('stop' in step)) return 'end_turn'
  return step.stop === 'length' ? 'max_tokens' : 'refusal'
}
