import type { ResponseInputItem } from 'openai/resources/responses/responses'
import type { ToolCall, ToolUse } from './tools.ts'
import { ownExchanges, parseArguments } from './tools.ts'

/** The turns after the conversation: what the model wrote when it called tools, and each call's result. */
export const toolItems = (use: ToolUse): ResponseInputItem[] =>
  ownExchanges('openai', use).flatMap(({ raw, results }) => [
    ...(raw as ResponseInputItem[]),
    ...results.map(({ id, output }) => ({ type: 'function_call_output' as const, call_id: id, output })),
  ])

/** The parameters about tools; none without tools. */
export const toolParameters = ({ tools = [], mayCallTools = true }: ToolUse) =>
  tools.length === 0
    ? {}
    : {
        // Not strict: optional fields stay optional, and every call is validated here anyway.
        tools: tools.map((tool) => ({ type: 'function' as const, ...tool, strict: false })),
        tool_choice: mayCallTools ? ('auto' as const) : ('none' as const),
        // Nothing is stored at the vendor: what the model thought comes back sealed and is handed on.
        include: ['reasoning.encrypted_content' as const],
      }

/** The calls among the items of an answer. */
export const toolCallsOf = (
  output: readonly { type: string; call_id?: string; name?: string; arguments?: string }[],
): ToolCall[] =>
  output.flatMap(({ type, call_id, name, arguments: text }) =>
    type === 'function_call' && call_id !== undefined && name !== undefined
      ? { id: call_id, name, arguments: parseArguments(text ?? '') }
      : [],
  )
