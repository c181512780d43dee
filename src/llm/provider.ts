import type { ToolCall, ToolUse } from './tools.ts'

/** Why a model stopped writing. `filtered` is the vendor's content filter, `length` the output limit, `tools` that it
 * waits for what tools answer. */
export type StopReason = 'end' | 'tools' | 'length' | 'refusal' | 'filtered' | 'other'

/** A system prompt in two parts, so that a vendor's cache knows the first again: it is the same for all customers. */
export interface Instructions {
  shared: string
  /** follows `shared` on a new line */
  own: string
  /** stands for `shared`; opaque */
  key: string
}

export interface CompletionRequest extends ToolUse {
  model: string
  /** the system prompt */
  instructions: string | Instructions
  /** oldest first; the last one that holds text must be the user's */
  turns: { role: 'user' | 'assistant'; content: string }[]
  /** includes what the model spends on reasoning: too small a limit ends in `empty` */
  maxOutputTokens: number
  /** bounds the whole call, the reading of the answer included */
  timeoutMs: number
  signal?: AbortSignal
  /** given, the answer is streamed and its text told piece by piece as it is written; it must not throw */
  onText?: (delta: string) => void
  /** the longest silence of a stream before it is a time-out; 10 s when left out */
  stallMs?: number
  /** an opaque id of the end user (never a name, number or address); the vendor uses it to detect abuse */
  safetyIdentifier?: string
  /** how long the model may think; left out, the vendor's default for that model holds */
  effort?: 'low' | 'medium' | 'high'
  /** the form of the answer: JSON by this schema, which names every property as required and allows no others */
  format?: { name: string; schema: Record<string, unknown> }
}

/** What a call used; token counts are the vendor's own. */
export interface CompletionUsage {
  /** the model that answered, as the vendor names it */
  model: string
  /** all input tokens, the cached ones included */
  inputTokens: number
  cachedInputTokens: number
  /** all output tokens, reasoning included */
  outputTokens: number
  latencyMs: number
  stopReason: StopReason
  /** the vendor's id of the request, for their support */
  requestId: string | null
}

export interface CompletionResult extends CompletionUsage {
  /** empty only beside calls */
  text: string
  /** what the model wants to know or do before it answers; each is to be answered */
  toolCalls?: ToolCall[]
  /** with calls: the vendor's own items of this turn */
  raw?: unknown[]
}

export type ModelErrorKind =
  | 'timeout'
  | 'rate_limited'
  | 'unavailable'
  | 'auth'
  | 'invalid_request'
  | 'refused'
  | 'empty'
  | 'network'
  | 'aborted'

export interface ModelErrorDetails {
  /** HTTP status of the vendor's answer */
  status?: number
  retryAfterSeconds?: number
  /** the vendor's machine-readable error code, e.g. `insufficient_quota` */
  code?: string
  requestId?: string
  /** set when the vendor answered and charged, yet the answer cannot be used (`refused`, `empty`) */
  usage?: CompletionUsage
}

/**
 * A model call that brought no usable text. The message is built from kind, status and vendor code alone: vendors quote
 * keys and prompts in their messages, so neither their text nor the original error is kept.
 */
export class ModelError extends Error {
  readonly kind: ModelErrorKind
  readonly status?: number
  readonly retryAfterSeconds?: number
  readonly code?: string
  readonly requestId?: string
  readonly usage?: CompletionUsage

  constructor(provider: string, kind: ModelErrorKind, details: ModelErrorDetails = {}) {
    const facts = [details.status, details.code].filter((fact) => fact !== undefined).join(' ')
    super(`${provider}: ${kind}${facts ? ` (${facts})` : ''}`)
    this.name = 'ModelError'
    this.kind = kind
    this.status = details.status
    this.retryAfterSeconds = details.retryAfterSeconds
    this.code = details.code
    this.requestId = details.requestId
    this.usage = details.usage
  }
}

export interface ModelProvider {
  name: 'openai' | 'anthropic'
  /** One call, never retried. Rejects with a ModelError and nothing else; the text told until then is void. */
  complete(request: CompletionRequest): Promise<CompletionResult>
}
