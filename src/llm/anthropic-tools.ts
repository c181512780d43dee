import type { ContentBlockParam, MessageParam, Tool } from '@anthropic-ai/sdk/resources/messages'
import type { ToolCall, ToolUse } from './tools.ts'
import { ownExchanges } from './tools.ts'

/** The turns after the conversation: the model's blocks as they came, thoughts included, then a result for every call. */
export const toolMessages = (use: ToolUse): MessageParam[] =>
  ownExchanges('anthropic', use).flatMap(({ raw, results }): MessageParam[] => [
    { role: 'assistant', content: raw as ContentBlockParam[] },
    {
      role: 'user',
      content: results.map(({ id, output, isError }) => ({
        type: 'tool_result',
        tool_use_id: id,
        content: output,
        ...(isError && { is_error: true }),
      })),
    },
  ])

/** The parameters about tools; none without tools. Never a forced choice: claude-opus-5-5 answers 400 to one. */
export const toolParameters = ({ tools = [], mayCallTools = true }: ToolUse) =>
  tools.length === 0
    ? {}
    : {
        tools: tools.map(
          ({ name, description, parameters }): Tool => ({
            name,
            description,
            input_schema: { ...parameters, type: 'object' },
          }),
        ),
        tool_choice: { type: mayCallTools ? ('auto' as const) : ('none' as const) },
      }

/** The calls among the blocks of an answer. */
export const toolCallsOf = (
  content: readonly { type: string; id?: string; name?: string; input?: unknown }[],
): ToolCall[] =>
  content.flatMap(({ type, id, name, input }) =>
    type === 'tool_use' && id !== undefined && name !== undefined ? { id, name, arguments: input } : [],
  )
