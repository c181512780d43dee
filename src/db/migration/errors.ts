import { indexOfPosition, lineAt, type SqlStatement } from './sql-statements.ts'

/** What a database error carries that a report needs; matched by shape, since the driver may be another copy. */
export interface DatabaseErrorLike {
  code?: string
  message?: string
  detail?: string
  hint?: string
  where?: string
  position?: string | number
}

/** Where in a migration file something went wrong: `line` and `column` count from 1, `statement` too. */
export interface MigrationPlace {
  file: string
  line?: number
  column?: number
  statement?: number
}

/**
 * A migration that could not be applied; nothing of its transaction was kept. `code` is the server's SQLSTATE, or
 * RP003 (a file that breaks a rule of its folder) or RP004 (a file that contradicts what was applied).
 */
export class MigrationError extends Error {
  override name = 'MigrationError'
  constructor(
    readonly code: string,
    readonly place: MigrationPlace,
    reason: string,
    options: { hint?: string; cause?: unknown } = {},
  ) {
    super(`${describePlace(place)}: ${reason} [${code}]${options.hint ? `\nHint: ${options.hint}` : ''}`, {
      cause: options.cause,
    })
  }
}

/** The database holds versioned files that this code does not have: newer code has migrated it. Nothing was touched. */
export class SchemaNewerError extends Error {
  override name = 'SchemaNewerError'
  readonly code = 'RP009'
  constructor(readonly files: string[]) {
    super(
      `the database's schema is newer than this code: it has ${files.join(', ')}, which this code does not know; ` +
        'run the newer version of the code, or restore a backup made before its migration [RP009]',
    )
  }
}

/** Another migrator held the lock for the whole time this one was willing to wait (`code` 55P03). */
export class MigrationBusyError extends Error {
  override name = 'MigrationBusyError'
  readonly code = '55P03'
  constructor(readonly waitedMs: number) {
    super(
      `another migration is still running after ${Math.round(waitedMs / 1000)} s; try again when it has ended [55P03]`,
    )
  }
}

function describePlace({ file, line, column, statement }: MigrationPlace): string {
  const at = line === undefined ? file : `${file}:${line}${column === undefined ? '' : `:${column}`}`
  return statement === undefined ? at : `${at} (statement ${statement})`
}

/** The SQLSTATE of an error, however it was thrown. */
export function codeOf(error: unknown): string | undefined {
  const code = (error as DatabaseErrorLike | null)?.code
  return typeof code === 'string' ? code : undefined
}

/** A file's place for an index in its text. */
export function placeOf(file: string, text: string, index: number, statement?: number): MigrationPlace {
  return { file, line: lineAt(text, index), column: index - text.lastIndexOf('\n', index - 1), statement }
}

/** A failed statement as a MigrationError that says where in the file it stands and what the server said of it. */
export function statementError(
  file: { name: string; text: string },
  statement: SqlStatement,
  ordinal: number,
  error: unknown,
): MigrationError {
  const said = error as DatabaseErrorLike
  const inside = said.position ? indexOfPosition(statement.text, Number(said.position)) : 0
  const place = placeOf(file.name, file.text, statement.offset + inside, ordinal)
  return new MigrationError(codeOf(error) ?? 'XX000', place, reasonOf(said), { hint: said.hint, cause: error })
}

/** The server's message with its detail and context, which for a function body names the inner line. */
export function reasonOf(said: DatabaseErrorLike): string {
  return [said.message ?? String(said), said.detail, said.where].filter(Boolean).join(' · ')
}
