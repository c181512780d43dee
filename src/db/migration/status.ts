import type { Sql } from '../connect.ts'
import { defaultRoot } from '../migrate.ts'
import { presentObjects } from './catalogue.ts'
import { type MigrationFile, type MigrationKind, readMigrationFiles } from './files.ts'
import { type LedgerRow, readLedger } from './ledger.ts'
import { objectName } from './plan.ts'

/**
 * - `applied`: in force · `pending`: not yet run · `changed`: a view or function that will run again
 * - `missing`: applied, but the view or function is gone from the database and will be made anew
 * - `removed`: the file of a view or function is gone, what it made will be dropped
 * - `edited`: a versioned file changed after it ran, refused · `newer`: applied by newer code, refused
 */
export type MigrationState = 'applied' | 'pending' | 'changed' | 'missing' | 'removed' | 'edited' | 'newer'

export type MigrationStatus = {
  name: string
  kind: MigrationKind
  state: MigrationState
  appliedAt: Date | null
}

/** Every SQL file, of the code or the ledger, with its state, in the order in which files run. Changes nothing. */
export async function migrationStatus(sql: Sql, options: { root?: string } = {}): Promise<MigrationStatus[]> {
  const files = await readMigrationFiles(options.root ?? defaultRoot())
  const ledger = await readLedger(sql)
  const present = await presentObjects(sql)
  const known = new Set(files.map(({ name }) => name))
  const ofFiles = files.map((file) => ({
    name: file.name,
    kind: file.kind,
    state: stateOf(file, ledger.get(file.name), present),
    appliedAt: ledger.get(file.name)?.appliedAt ?? null,
  }))
  const ofLedger = [...ledger.values()]
    .filter(({ name }) => !known.has(name))
    .map(({ name, kind, appliedAt }) => ({
      name,
      kind,
      appliedAt,
      state: kind === 'versioned' ? ('newer' as const) : ('removed' as const),
    }))
  return [...ofFiles, ...ofLedger]
}

function stateOf(file: MigrationFile, row: LedgerRow | undefined, present: Set<string>): MigrationState {
  if (!row) return 'pending'
  if (row.sha256 !== file.sha256) return file.kind === 'versioned' ? 'edited' : 'changed'
  return file.object && !present.has(objectName(file)) ? 'missing' : 'applied'
}
