import { problemCodeOf, problemKinds } from '../errors.ts'

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

// No such schema, function or table, or no right on it: the database is not migrated by this version.
const notMigrated = /^(3F000|42883|42P01|42501)$/
// An embedded database takes on the roles that its migration makes.
const noRole = /^role "rapport_\w+" does not exist$/
// No such database, or a login that is refused.
const noLogin = /^(3D000|28...)$/

/** 3: the database is away; 4: its schema does not fit; 5: Postgres refused by a rule; 2: bad usage; else 1. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommandError) return error.exitCode
  const { name, code, message } = (error ?? {}) as { name?: string; code?: string; message?: string }
  const named = byName[name ?? '']
  if (named !== undefined) return named
  if (noLogin.test(code ?? '')) return exitCodes.database
  if (notMigrated.test(code ?? '') || (code === '22023' && noRole.test(message ?? ''))) return exitCodes.schema
  const problem = problemCodeOf(error)
  if (problem === 'unavailable') return exitCodes.database
  const { status } = problemKinds[problem]
  return status >= 400 && status < 500 ? exitCodes.refused : exitCodes.failed
}
