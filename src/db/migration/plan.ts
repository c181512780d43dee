import { MigrationError, SchemaNewerError } from './errors.ts'
import type { MigrationFile } from './files.ts'
import type { LedgerRow } from './ledger.ts'

type Ledger = Map<string, LedgerRow>

const isVersioned = ({ kind }: { kind: string }) => kind === 'versioned'

/** Versioned files the database holds and this code does not. */
export function newerFiles(files: MigrationFile[], ledger: Ledger): string[] {
  const known = new Set(files.map(({ name }) => name))
  return [...ledger.values()].filter((row) => isVersioned(row) && !known.has(row.name)).map(({ name }) => name)
}

/** Versioned files whose text is no longer what was applied. */
export function editedFiles(files: MigrationFile[], ledger: Ledger): MigrationFile[] {
  return files.filter((file) => isVersioned(file) && (ledger.get(file.name)?.sha256 ?? file.sha256) !== file.sha256)
}

/**
 * The versioned files still to run, in order.
 * @throws SchemaNewerError when the database is ahead of the code
 * @throws MigrationError RP004 for an edited file, or a new one that sorts before one already applied
 */
export function pendingVersioned(files: MigrationFile[], ledger: Ledger): MigrationFile[] {
  const newer = newerFiles(files, ledger)
  if (newer.length > 0) throw new SchemaNewerError(newer)
  const [edited] = editedFiles(files, ledger)
  if (edited) {
    throw new MigrationError('RP004', { file: edited.name }, 'was edited after it was applied', {
      hint: 'Put its text back and write a new versioned file for the change.',
    })
  }
  const pending = files.filter((file) => isVersioned(file) && !ledger.has(file.name))
  const last = [...ledger.values()].filter(isVersioned).at(-1)?.name
  const late = pending.find(({ name }) => last !== undefined && name < last)
  if (late) {
    throw new MigrationError('RP004', { file: late.name }, `sorts before ${last}, which is already applied`, {
      hint: 'Give it the next free number.',
    })
  }
  return pending
}

/**
 * The views or functions to run: new, changed, or gone from the database although applied (say, dropped with a table
 * by a versioned file). `present` holds `<schema>.<name>` of what the database has.
 */
export function pendingRepeatables(files: MigrationFile[], ledger: Ledger, present: Set<string>): MigrationFile[] {
  return files.filter(
    (file) => file.object && (ledger.get(file.name)?.sha256 !== file.sha256 || !present.has(objectName(file))),
  )
}

/** Views and functions the ledger holds and the code does not. */
export function removedRepeatables(files: MigrationFile[], ledger: Ledger): LedgerRow[] {
  const known = new Set(files.map(({ name }) => name))
  return [...ledger.values()].filter((row) => !isVersioned(row) && !known.has(row.name))
}

/** `<schema>.<name>` of what a view or function file makes. */
export function objectName(file: MigrationFile): string {
  return `${file.object?.schema}.${file.object?.name}`
}

/** Schema and name of the object that a ledger row of a view or function file stands for. */
export function objectOfRow({ name }: LedgerRow): { schema: string; name: string } {
  const [schema = '', object = ''] = name
    .replace(/^(sql\/views|functions)\//, '')
    .replace(/\.sql$/, '')
    .split(/[./]/)
  return { schema, name: object }
}
