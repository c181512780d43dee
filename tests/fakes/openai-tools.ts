import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'

const functionCall = z.looseObject({
  type: z.literal('function_call'),
  id: z.string(),
  call_id: z.string(),
  name: z.string(),
  arguments: z.string(),
})
const reasoning = z.looseObject({ type: z.literal('reasoning'), id: z.string(), encrypted_content: z.string() })
const written = z.looseObject({ type: z.literal('message'), id: z.string(), content: z.array(z.unknown()) })
const output = z.strictObject({ type: z.literal('function_call_output'), call_id: z.string(), output: z.string() })

/** Items about tools, as they may stand among a request's input. */
export const toolItem = z.union([functionCall, reasoning, written, output])

/** The parameters about tools. */
export const toolFields = {
  tools: z
    .array(
      z.strictObject({
        type: z.literal('function'),
        name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
        description: z.string().nullish(),
        parameters: z.looseObject({ type: z.literal('object'), properties: z.record(z.string(), z.unknown()) }),
        strict: z.boolean(),
      }),
    )
    .refine((tools) => new Set(tools.map(({ name }) => name)).size === tools.length, 'duplicate tool names')
    .optional(),
  tool_choice: z.enum(['none', 'auto']).optional(),
  include: z.array(z.literal('reasoning.encrypted_content')).optional(),
}

interface Call {
  input: readonly unknown[]
  include?: string[] | undefined
}

/** What was answered, so that only that can be given back, and each call with exactly one output. */
export function createToolLedger() {
  const issued: unknown[] = []
  return {
    note: (items: readonly unknown[]) => void issued.push(...structuredClone(items)),
    /** what the vendor would complain about */
    check: ({ input, include }: Call): string | null => {
      const items = input.flatMap((item) => toolItem.safeParse(item).data ?? [])
      const calls = items.filter((item) => item.type === 'function_call')
      const outputs = items.filter((item) => item.type === 'function_call_output')
      if (items.length > 0 && !include)
        return 'Items are not persisted when `store` is false: include encrypted content'
      for (const item of items) {
        if (item.type === 'function_call_output') continue
        if (!issued.some((known) => isDeepStrictEqual(known, item))) return `Item '${item.id}' not found`
      }
      for (const call of calls) {
        const answers = outputs.filter(({ call_id }) => call_id === call.call_id)
        if (answers.length !== 1) return `No tool output found for function call ${call.call_id}`
        const isSealed = items.some(
          (item) => item.type === 'reasoning' && item.id === call.id.replace(/^fc_(\d+)_\d+$/, 'rs_$1'),
        )
        if (!isSealed) return `Item '${call.id}' was provided without its required 'reasoning' item`
      }
      const stray = outputs.find(({ call_id }) => !calls.some((call) => call.call_id === call_id))
      return stray ? `No tool call found for function call output with call_id ${stray.call_id}` : null
    },
  }
}

/** The items of calls in an answer. */
export const callItems = (calls: readonly { name: string; arguments: unknown }[], serial: number) =>
  calls.map((call, index) => ({
    type: 'function_call',
    id: `fc_${serial}_${index}`,
    call_id: `call_${serial}_${index}`,
    name: call.name,
    arguments: typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments),
    status: 'completed',
  }))
