import type { MigrationFile, MigrationKind } from './files.ts'
import { forgetApplied, type LedgerRow, type Queryable, recordApplied } from './ledger.ts'

/** One file and what was done with it; `untried`: a dry run cannot show what it would do. */
export interface MigratedFile {
  name: string
  kind: MigrationKind
  action: 'applied' | 'dropped' | 'untried'
  ms: number
}

/** What one transaction did, told as it happens and written to the ledger at its end. */
export class Journal {
  readonly done: MigratedFile[] = []
  readonly #applied: { file: MigrationFile; ms: number }[] = []
  readonly #dropped: string[] = []

  constructor(
    readonly onFile: (file: MigratedFile) => void,
    readonly signal?: AbortSignal,
  ) {}

  async apply(file: MigrationFile, act: () => Promise<void>): Promise<void> {
    const ms = await this.#timed(act)
    this.#applied.push({ file, ms })
    this.#tell({ name: file.name, kind: file.kind, action: 'applied', ms })
  }

  async drop({ name, kind }: LedgerRow, act: () => Promise<void>): Promise<void> {
    const ms = await this.#timed(act)
    this.#dropped.push(name)
    this.#tell({ name, kind, action: 'dropped', ms })
  }

  leaveUntried({ name, kind }: MigrationFile): void {
    this.#tell({ name, kind, action: 'untried', ms: 0 })
  }

  get empty(): boolean {
    return this.done.length === 0
  }

  async write(sql: Queryable): Promise<void> {
    await recordApplied(sql, this.#applied)
    await forgetApplied(sql, this.#dropped)
  }

  async #timed(act: () => Promise<void>): Promise<number> {
    this.signal?.throwIfAborted()
    const started = performance.now()
    await act()
    return performance.now() - started
  }

  #tell(file: MigratedFile) {
    this.done.push(file)
    this.onFile(file)
  }
}
