import { z } from 'zod'
import type { ToolCall, ToolResult, ToolSpec } from '../llm/tools.ts'
import { callTool } from './call.ts'
import type { AnyTool, ToolContext, ToolReply } from './definition.ts'
import { tools } from './index.ts'

/** More of a result than this is of no use to an answer. */
const LONGEST_RESULT = 12_000

export interface ReplyToolsOptions {
  /** what the tenant lets replies use, by name */
  names: readonly string[]
  reply: ToolReply
  /** begins the idempotency keys: the same for every attempt at this reply */
  key: string
}

/**
 * The tools of one reply, bound to its customer: a model can name no other. A write that an earlier attempt has done is
 * not done again: its key is the reply's, the tool's and how many different acts of that tool came before.
 */
export function replyTools(
  { names, reply, key }: ReplyToolsOptions,
  context: Omit<ToolContext, 'reply'>,
): { specs: ToolSpec[]; run(call: ToolCall): Promise<Omit<ToolResult, 'id'>> } {
  const offered = tools.filter((tool) => tool.inReplies && names.includes(tool.name))
  const acts = new Map<string, string[]>()

  const keyOf = (tool: string, args: object): string => {
    const known = acts.get(tool) ?? []
    acts.set(tool, known)
    const act = JSON.stringify(args)
    if (!known.includes(act)) known.push(act)
    return `${key}:${tool}:${known.indexOf(act) + 1}`
  }

  return {
    specs: offered.map((tool) => ({
      name: tool.name,
      description: tool.description,
      parameters: parametersOf(tool),
    })),
    run: async (call) => {
      const tool = offered.find(({ name }) => name === call.name)
      if (!tool) return failed('unknown_tool', 'There is no such tool here.')
      const args = z.record(z.string(), z.unknown()).safeParse(call.arguments).data
      if (!args) return failed('validation_failed', 'The arguments are no JSON object.')
      const { customerId, ...given } = args
      if (customerId !== undefined && customerId !== reply.customerId) {
        context.logger.warn('reply_tool_refused', { tool: tool.name, reason: 'another customer' })
        return failed('forbidden_by_rule', 'Tools are for the customer of this conversation only.')
      }
      const extra = Object.keys(given).filter((name) => !tool.inReplies?.includes(name))
      if (extra.length > 0) return failed('validation_failed', `Leave out: ${extra.map(short).join(', ')}.`)
      const bound = {
        ...given,
        ...('customerId' in tool.input.shape && { customerId: reply.customerId }),
        ...(tool.isWrite && { idempotencyKey: keyOf(tool.name, given) }),
      }
      const answer = await callTool(tool, bound, { ...context, reply })
      context.logger.info('reply_tool', { tool: tool.name, outcome: answer.ok ? 'ok' : answer.code })
      return answer.ok ? { output: quoted(answer.output), isError: false } : failed(answer.code, answer.message)
    },
  }
}

/** What a tool takes never changes, and to say it as JSON Schema takes as long as the rest of a reply's beginning. */
const parameters = new WeakMap<AnyTool, Record<string, unknown>>()

function parametersOf(tool: AnyTool): Record<string, unknown> {
  const known = parameters.get(tool)
  if (known) return known
  const made = z.toJSONSchema(inputOf(tool), { io: 'input' }) as Record<string, unknown>
  parameters.set(tool, made)
  return made
}

const inputOf = (tool: AnyTool): z.ZodObject =>
  tool.input.pick(Object.fromEntries((tool.inReplies ?? []).map((name) => [name, true])))

const short = (name: string) => JSON.stringify(name.slice(0, 40))

/** JSON, so that nothing in it becomes part of the prompt's own structure. */
const quoted = (output: unknown): string => {
  const text = JSON.stringify({ result: output })
  return text.length <= LONGEST_RESULT ? text : JSON.stringify({ beginning: text.slice(0, LONGEST_RESULT) })
}

const failed = (code: string, message: string) => ({ output: JSON.stringify({ error: code, message }), isError: true })
