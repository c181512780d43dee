import { redactText } from '../http/redact.ts'

/** An error that another attempt cannot mend: the job goes straight to the dead letters. */
export class PermanentJobError extends Error {
  override readonly name: string = 'PermanentJobError'
  readonly permanent = true
}

/** The attempt ran out of its time, or the worker that ran it stops. */
export class JobAbortedError extends Error {
  override readonly name = 'JobAbortedError'
}

/** pg-boss's schema is missing or old (RP008), or newer than this code (RP009). */
export class QueueSchemaError extends Error {
  override readonly name = 'QueueSchemaError'
  constructor(
    readonly code: 'RP008' | 'RP009',
    message: string,
  ) {
    super(`${message} [${code}]`)
  }
}

const property = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? (error as Record<string, unknown>)[name] : undefined

/** Whether an error says of itself that trying again is useless (`permanent: true`). */
export const isPermanent = (error: unknown): boolean => property(error, 'permanent') === true

const LONGEST_DELAY_SECONDS = 6 * 60 * 60

/** The wait that an error asks for (`retryAfterSeconds`, at most six hours), in whole seconds; null when it asks for none. */
export function retryAfterSeconds(error: unknown): number | null {
  const seconds = property(error, 'retryAfterSeconds')
  if (typeof seconds !== 'number' || !(seconds > 0)) return null
  return Math.ceil(Math.min(seconds, LONGEST_DELAY_SECONDS))
}

// Databases and vendors quote the value that they complain about, and what is quoted can be anybody's.
const quoted = /"[^"]*"|'[^']*'|`[^`]*`|“[^”]*”|\([^()]*\)=\([^()]*\)/g
const LONGEST_MESSAGE = 300

/** What is kept of an error: its class (with its code) and its message with quoted values, numbers and addresses masked. */
export function summarizeError(error: unknown): { errorClass: string; errorMessage: string } {
  const name = property(error, 'name')
  const code = property(error, 'code')
  const message = property(error, 'message')
  const errorClass = typeof name === 'string' && /^[\w.-]{1,80}$/.test(name) ? name : 'Error'
  const suffix = typeof code === 'string' && /^[\w.-]{1,30}$/.test(code) ? ` ${code}` : ''
  const text = typeof message === 'string' ? message : ''
  const masked = redactText(text.replaceAll(quoted, '[value]')).replaceAll(/\d{5,}/g, '[number]')
  return { errorClass: errorClass + suffix, errorMessage: masked.slice(0, LONGEST_MESSAGE) }
}
