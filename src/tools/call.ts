import type { z } from 'zod'
import { databaseAdvice, type ProblemCode, problemCodeOf, problemKinds } from '../errors.ts'
import type { AnyTool, ToolContext } from './definition.ts'
import { ToolError } from './problem.ts'

/** What came of a call: the output as the tool's schema has it, or what a model can make use of. */
export type ToolAnswer =
  | { ok: true; output: Record<string, unknown>; customerIds: string[] }
  | { ok: false; code: ProblemCode; message: string }

const refusal = (code: ProblemCode, message: string): ToolAnswer => ({ ok: false, code, message })

/**
 * Calls a tool with arguments from outside. Whatever is wrong with them, or forbidden, or broken, is an answer; the
 * messages of the database stay inside. @throws the signal's reason once it is aborted
 */
export async function callTool(tool: AnyTool, args: unknown, context: ToolContext): Promise<ToolAnswer> {
  const input = tool.input.safeParse(args)
  if (!input.success) return refusal('validation_failed', describeIssues(input.error.issues))
  try {
    const output = tool.output.parse(await tool.run(context, input.data))
    const shown: readonly (string | null)[] = tool.customersOf(output)
    return { ok: true, output, customerIds: [...new Set(shown.filter((id) => id !== null))] }
  } catch (error) {
    context.signal.throwIfAborted()
    if (error instanceof ToolError) return refusal(error.code, error.message)
    const code = problemCodeOf(error)
    if (code === 'internal_error') context.logger.error('tool_failed', { tool: tool.name, error })
    const { hint } = databaseAdvice(error)
    return refusal(code, [problemKinds[code].title, hint].filter(Boolean).join(' '))
  }
}

const MOST_ISSUES = 10

/** Where the arguments are wrong and how, without their values. */
function describeIssues(issues: readonly z.core.$ZodIssue[]): string {
  const lines = issues.slice(0, MOST_ISSUES).map((issue) => {
    const path = issue.path.map((step) => String(step).slice(0, 60)).join('.')
    return `${path === '' ? 'the arguments' : path}: ${issue.message}`
  })
  return `The arguments are not valid. ${lines.join('; ')}`
}
