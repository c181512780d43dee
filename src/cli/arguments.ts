import { CommandError, exitCodes } from './exit-codes.ts'

/** A JSON object given on the command line. */
export function parseJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {
    // Falls through to the one complaint.
  }
  throw new CommandError('that is not a JSON object', exitCodes.usage)
}
