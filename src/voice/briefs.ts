import type { ApiResult } from '../db/generated.ts'
import type { ToolCall } from '../llm/tools.ts'
import { type CallToolDeps, type CallTools, callTools } from './call-tools.ts'
import type { SessionBrief } from './types.ts'
import { PLAIN_INSTRUCTIONS } from './wording.ts'

const MOST_OUTPUT_TOKENS = 4096
const PLAIN_VOICE = 'marin'

type Brief = ApiResult<'getCallBrief'> & { maxOutputTokens?: number }

/** What the model of a call is told, and the tools of whoever is calling as far as that is known. */
export function createBriefs(
  deps: CallToolDeps,
  key: { tenantId: string; callId: string },
  lastMessageId: () => string | null,
  signal: AbortSignal,
) {
  let tools: CallTools = { specs: [], run: async () => '{}' }
  let toolsOf: string | null = null
  let maxOutputTokens = MOST_OUTPUT_TOKENS
  return {
    /** As Postgres says. */
    full(brief: Brief): SessionBrief {
      const { conversationId, customerId, instructions, greeting, voice, tools: names } = brief
      if (toolsOf !== customerId) {
        tools = callTools(deps, { ...key, conversationId, customerId, names }, lastMessageId, signal)
        toolsOf = customerId
      }
      maxOutputTokens = brief.maxOutputTokens ?? maxOutputTokens
      return { instructions, greeting, voice, tools: tools.specs, maxOutputTokens }
    },
    /** While Postgres has not answered. */
    plain: (greeting: string): SessionBrief => ({
      instructions: PLAIN_INSTRUCTIONS,
      greeting,
      voice: PLAIN_VOICE,
      tools: [],
      maxOutputTokens,
    }),
    runTool: (call: ToolCall) => tools.run(call),
  }
}
