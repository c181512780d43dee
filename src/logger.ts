import { redact, redactText } from './http/redact.ts'

const levels = ['debug', 'info', 'warn', 'error'] as const

export type LogLevel = (typeof levels)[number]
export type LogFields = Record<string, unknown>

/** Takes one line of JSON without its newline. It must not throw. */
export type LogSink = (line: string, level: LogLevel) => void

export interface Logger {
  debug(event: string, fields?: LogFields): void
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
  /** A logger that adds `fields` to every line. */
  child(fields: LogFields): Logger
}

export interface LoggerOptions {
  level: LogLevel | 'silent'
  sink: LogSink
  clock?: () => Date
}

/**
 * A logger of JSON lines: `time` (ISO, UTC), `level`, `event` (fixed text) and the fields. Personal data and secrets are
 * taken out of every field by name and by shape before the sink sees it; an error is logged without its message.
 */
export function createLogger(options: LoggerOptions, bound: LogFields = {}): Logger {
  const threshold = options.level === 'silent' ? levels.length : levels.indexOf(options.level)
  const clock = options.clock ?? (() => new Date())
  const at =
    (level: LogLevel) =>
    (event: string, fields: LogFields = {}) => {
      if (levels.indexOf(level) < threshold) return
      const safe = redact({ ...bound, ...fields }) as LogFields
      options.sink(JSON.stringify({ time: clock().toISOString(), level, event: redactText(event), ...safe }), level)
    }
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => createLogger(options, { ...bound, ...fields }),
  }
}
