import type { Api } from '../db/generated.ts'
import type { Embedders } from '../llm/embeddings/embedder.ts'
import type { ToolCall, ToolSpec } from '../llm/tools.ts'
import type { Logger } from '../logger.ts'
import type { ToolApi } from '../tools/definition.ts'
import { replyTools } from '../tools/for-replies.ts'

/** A caller waits for it: what takes longer is answered for. */
const TOOL_MS = 8_000

export interface CallToolDeps {
  api: ToolApi & Pick<Api, 'getCallBrief'>
  embedders: Embedders
  logger: Logger
}

export interface CallTools {
  specs: ToolSpec[]
  /** The answer as JSON; never throws. */
  run(call: ToolCall): Promise<string>
}

const NONE: CallTools = { specs: [], run: async () => JSON.stringify({ error: 'unknown_tool' }) }

/** The tools of a call, for the customer who calls. Another customer in the same call has keys of their own. */
export function callTools(
  { api, embedders, logger }: CallToolDeps,
  call: { tenantId: string; callId: string; conversationId: string; customerId: string | null; names: string[] },
  /** the caller's last message */
  answersMessageId: () => string | null,
  signal: AbortSignal,
): CallTools {
  const { tenantId, callId, conversationId, customerId, names } = call
  if (customerId === null || names.length === 0) return NONE
  const reply = {
    customerId,
    conversationId,
    get answersMessageId() {
      return answersMessageId()
    },
  }
  const options = { names, reply, key: `${callId}:${customerId}` }
  const { specs, run } = replyTools(options, { api, embedders, tenantId, logger, signal })
  return {
    specs,
    run: async (toolCall) => {
      const late = Promise.withResolvers<string>()
      const timer = setTimeout(
        () => late.resolve(JSON.stringify({ error: 'time_limit', message: 'It takes too long. Say so.' })),
        TOOL_MS,
      )
      try {
        return await Promise.race([run(toolCall).then(({ output }) => output), late.promise])
      } catch (error) {
        logger.warn('call_tool_failed', { tool: toolCall.name, error })
        return JSON.stringify({ error: 'unavailable', message: 'It does not work right now.' })
      } finally {
        clearTimeout(timer)
      }
    },
  }
}
