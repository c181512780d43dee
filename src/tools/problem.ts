import type { ProblemCode } from '../errors.ts'

/** What a tool finds wrong by itself; its message is for the model. */
export class ToolError extends Error {
  readonly code: ProblemCode
  constructor(code: ProblemCode, message: string) {
    super(message)
    this.name = 'ToolError'
    this.code = code
  }
}
