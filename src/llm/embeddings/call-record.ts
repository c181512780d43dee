import type { EmbeddingCall } from './embedder.ts'

/** A call as `api.recordModelCalls` keeps it. */
export const callRecord = (call: EmbeddingCall) => ({
  purpose: 'embedding',
  conversationId: null,
  cachedInputTokens: 0,
  outputTokens: 0,
  ...call,
})
