import { codeOf } from '../errors.ts'

/** How the process ends; documented in the README. */
export const exitCodes = { ok: 0, failed: 1, usage: 2, database: 3, schema: 4, refused: 5 } as const

/** Carries its own exit code: for what a command finds wrong by itself. */
export class CommandError extends Error {
  readonly exitCode: number
  constructor(message: string, exitCode: number = exitCodes.failed) {
    super(message)
    this.name = 'CommandError'
    this.exitCode = exitCode
  }
}

const byName: Record<string, number> = {
  EnvError: exitCodes.usage,
  DatabaseInUseError: exitCodes.database,
  DatabaseFolderError: exitCodes.database,
  SchemaNewerError: exitCodes.schema,
  MigrationError: exitCodes.schema,
  MigrationBusyError: exitCodes.schema,
  QueueSchemaError: exitCodes.schema,
}

/** 3: the database is away; 4: its schema does not fit; 5: Postgres refused by a rule; 2: bad usage; else 1. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommandError) return error.exitCode
  const named = error instanceof Error ? byName[error.name] : undefined
  if (named !== undefined) return named
  const code = codeOf(error) ?? ''
  if (/^(08|57P|ECONN|ENOTFOUND|EAI_AGAIN|CONNECT|3D000|28)/.test(code)) return exitCodes.database
  if (/^(3F000|42883|42P01|42501)$/.test(code)) return exitCodes.schema
  if (/^(RP|23|22)/.test(code)) return exitCodes.refused
  return exitCodes.failed
}
