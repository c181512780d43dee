import type { CompletionRequest, CompletionResult, ModelErrorKind, ModelProvider, StopReason } from './provider.ts'
import { ModelError } from './provider.ts'
import type { Providers } from './providers.ts'

/** One line of the plan Postgres made: whom to ask, in this order. `local` means Postgres answers itself. */
export interface PlanEntry {
  provider: 'openai' | 'anthropic' | 'local'
  model: string
  timeoutMs: number
}

/** What is recorded of every call that was made, successful or not; counts are 0 when the vendor reported none. */
export interface Attempt {
  provider: ModelProvider['name']
  /** the model asked for */
  requestedModel: string
  /** the model that answered, null when none did */
  model: string | null
  outcome: 'ok' | ModelErrorKind
  latencyMs: number
  inputTokens: number
  cachedInputTokens: number
  outputTokens: number
  stopReason: StopReason | null
  requestId: string | null
  status: number | null
  code: string | null
  retryAfterSeconds: number | null
}

export interface FallbackRequest extends Omit<CompletionRequest, 'model' | 'timeoutMs'> {
  /** bounds all attempts together, from the call on */
  deadlineMs: number
  /** told when the text streamed so far is void, and the next piece begins another; it must not throw */
  onRestart?: () => void
}

export type FallbackResult = { provider: ModelProvider['name']; result: CompletionResult } | { provider: 'local' }

/**
 * Asks the providers of the plan in order until one brings usable text. An entry whose provider has no key is passed
 * over without an attempt; `local` ends the search at once, deadline or not, because answering there costs no call.
 * With `onText` the text is told as it is written; nobody notices a provider that fails before its first piece.
 * @param onAttempt told of every call made; it must not throw
 * @throws ModelError the last one when the plan is used up; `timeout` or `unavailable` when no call could be made;
 *   `aborted` as soon as the caller's signal fires
 */
export async function completeWithFallback(
  providers: Providers,
  plan: readonly PlanEntry[],
  { deadlineMs, onRestart, ...request }: FallbackRequest,
  onAttempt: (attempt: Attempt) => void,
): Promise<FallbackResult> {
  const deadline = performance.now() + deadlineMs
  const stream = followText(request)
  let failure = new ModelError('plan', 'unavailable', { code: 'no_provider' })
  for (const entry of plan) {
    if (request.signal?.aborted) throw new ModelError('plan', 'aborted')
    if (entry.provider === 'local') return { provider: 'local' }
    const provider = providers[entry.provider]
    if (!provider) continue
    const remainingMs = deadline - performance.now()
    if (remainingMs <= 0) {
      if (failure.code === 'no_provider') failure = new ModelError('plan', 'timeout', { code: 'deadline' })
      continue
    }
    const started = performance.now()
    try {
      const timeoutMs = Math.min(entry.timeoutMs, remainingMs)
      const result = await provider.complete({ ...request, ...stream.listener, model: entry.model, timeoutMs })
      onAttempt(attemptOf(entry.provider, entry.model, result))
      return { provider: entry.provider, result }
    } catch (error) {
      if (!(error instanceof ModelError)) throw error
      failure = error
      onAttempt(attemptOf(entry.provider, entry.model, error, Math.round(performance.now() - started)))
      if (stream.hasText() && !request.signal?.aborted) onRestart?.()
      stream.forget()
    }
  }
  throw failure
}

/** Knows whether text was told since the last `forget`. */
export function followText({ onText }: Pick<CompletionRequest, 'onText'>) {
  let hasText = false
  const listen = (delta: string) => {
    hasText = true
    onText?.(delta)
  }
  return {
    listener: onText ? { onText: listen } : {},
    hasText: () => hasText,
    forget: () => {
      hasText = false
    },
  }
}

function attemptOf(
  provider: ModelProvider['name'],
  requestedModel: string,
  outcome: CompletionResult | ModelError,
  elapsedMs = 0,
): Attempt {
  const error = outcome instanceof ModelError ? outcome : null
  const usage = outcome instanceof ModelError ? outcome.usage : outcome
  return {
    provider,
    requestedModel,
    model: usage?.model ?? null,
    outcome: error?.kind ?? 'ok',
    latencyMs: usage?.latencyMs ?? elapsedMs,
    inputTokens: usage?.inputTokens ?? 0,
    cachedInputTokens: usage?.cachedInputTokens ?? 0,
    outputTokens: usage?.outputTokens ?? 0,
    stopReason: usage?.stopReason ?? null,
    requestId: usage?.requestId ?? error?.requestId ?? null,
    status: error?.status ?? null,
    code: error?.code ?? null,
    retryAfterSeconds: error?.retryAfterSeconds ?? null,
  }
}
