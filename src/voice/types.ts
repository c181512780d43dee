import type { ToolCall, ToolSpec } from '../llm/tools.ts'
import type { ModelUsage } from './model-events.ts'

/** Why the assistant leaves a call that goes on without it. */
export type Leaving = 'person' | 'model_failed' | 'time_limit' | 'shutdown'

export interface Turn {
  itemId: string
  role: 'customer' | 'assistant'
  text: string
  /** since the stream was opened */
  offsetMs: number
  isCut?: true
}

/** What the bridge has others do; nothing here may throw. */
export interface BridgeEffects {
  toCaller(text: string): void
  toModel(text: string): void
  store(turn: Turn): void
  runTool(call: ToolCall): void
  record(usage: { requestId: string; latencyMs: number; outcome: 'ok' | 'unavailable'; usage: ModelUsage | null }): void
  /** The model owes a sound, or no longer does. */
  awaiting(isAwaited: boolean): void
  leave(why: Leaving, reason?: string): void
}

export interface SessionBrief {
  instructions: string
  greeting: string
  voice: string
  tools: readonly ToolSpec[]
  maxOutputTokens: number
}
