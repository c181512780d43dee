import type { CompletionResult, ModelProvider } from '../../src/llm/provider.ts'

const usage = {
  model: 'm',
  inputTokens: 3,
  cachedInputTokens: 0,
  outputTokens: 5,
  latencyMs: 1,
  stopReason: 'end' as const,
  requestId: null,
}

/** A provider that says its text in pieces and waits, before the piece of that index, to be let on; later calls get `next`. */
export function pausing(pieces: string[], pauseAt: number, next?: string) {
  let calls = 0
  const gate = Promise.withResolvers<void>()
  const reached = Promise.withResolvers<void>()
  const provider: ModelProvider = {
    name: 'openai',
    async complete({ onText }): Promise<CompletionResult> {
      calls += 1
      if (calls > 1 && next) {
        onText?.(next)
        return { text: next, ...usage }
      }
      for (const [index, piece] of pieces.entries()) {
        if (index === pauseAt) {
          reached.resolve()
          await gate.promise
        }
        onText?.(piece)
      }
      return { text: pieces.join(''), ...usage }
    },
  }
  return { providers: { openai: provider }, reached: reached.promise, open: () => gate.resolve() }
}
