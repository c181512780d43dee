import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'

const block = z.union([
  z.strictObject({
    type: z.literal('tool_result'),
    tool_use_id: z.string(),
    content: z.string(),
    is_error: z.boolean().optional(),
  }),
  z.looseObject({ type: z.enum(['text', 'thinking', 'tool_use']), id: z.string().optional() }),
])
type Block = z.infer<typeof block>

/** A turn: text, or blocks where tools are used. */
export const contentSchema = z.union([z.string().regex(/\S/, 'text is empty'), z.array(block).min(1)])

/** The parameters about tools; a choice that forces one is an error for current models. */
export const toolFields = {
  tools: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[a-zA-Z0-9_-]{1,128}$/),
        description: z.string().optional(),
        input_schema: z.looseObject({ type: z.literal('object') }),
      }),
    )
    .refine((tools) => new Set(tools.map(({ name }) => name)).size === tools.length, 'tool names must be unique')
    .optional(),
  tool_choice: z.strictObject({ type: z.enum(['auto', 'none']) }).optional(),
}

interface Call {
  messages: readonly { role: string; content: string | Block[] }[]
  tools?: unknown[] | undefined
}

/** What was answered, so that a turn can only be given back as it came, and every call is answered in the next turn. */
export function createToolLedger() {
  const issued: unknown[] = []
  return {
    note: (content: unknown) => void issued.push(structuredClone(content)),
    /** what the vendor would complain about */
    check: ({ messages, tools }: Call): string | null => {
      for (const [index, { role, content }] of messages.entries()) {
        if (typeof content === 'string') continue
        if (!tools) return 'tools: required when messages hold tool blocks'
        const uses = content.flatMap((part) => (part.type === 'tool_use' ? [part.id] : []))
        const results = content.flatMap((part) => (part.type === 'tool_result' ? [part.tool_use_id] : []))
        if (role === 'assistant') {
          if (!issued.some((known) => isDeepStrictEqual(known, content)))
            return 'blocks of the assistant cannot be modified'
          const next = messages[index + 1]?.content
          const answered = Array.isArray(next)
            ? next.map((part) => (part.type === 'tool_result' ? part.tool_use_id : null))
            : []
          const missing = uses.find((id) => answered.filter((answer) => answer === id).length !== 1)
          if (missing !== undefined)
            return `tool_use ids were found without tool_result blocks immediately after: ${missing}`
        } else {
          const before = messages[index - 1]?.content
          const asked = Array.isArray(before)
            ? before.flatMap((part) => (part.type === 'tool_use' ? [part.id] : []))
            : []
          const stray = results.find((id) => !asked.includes(id))
          if (stray !== undefined) return `unexpected tool_use_id found in tool_result blocks: ${stray}`
        }
      }
      return null
    },
  }
}

/** The blocks of calls in an answer. */
export const callBlocks = (calls: readonly { name: string; arguments: unknown }[], serial: number) =>
  calls.map((call, index) => ({
    type: 'tool_use',
    id: `toolu_${serial}_${index}`,
    name: call.name,
    input: call.arguments,
  }))
