import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import postgres from 'postgres'
import { registerArrayTypes } from '../postgres-arrays.ts'
import { type Database, postgresOptions, type Role, type Sql } from '../postgres-options.ts'
import { EngineStartError, startEngine } from './engine.ts'
import { beginFresh, endFresh, ensureFolder, folderLayout, inspectFolder } from './folder.ts'
import { DatabaseFolderError } from './folder-errors.ts'
import { lockFolder } from './folder-lock.ts'
import { scheduleMaintenance } from './maintenance.ts'
import { pgliteBackend } from './pglite-backend.ts'
import { WireEngine } from './wire-engine.ts'

export interface EmbeddedOptions {
  /** DATA_DIR, or 'memory://' for a database that is gone with the process */
  dataDir: string
  applicationName?: string
  /** connections of a pool; in-process they cost nothing, but a pool inside its own transaction needs a second one to fail on */
  max?: number
  /** a dump of {@link EmbeddedDatabase.dumpTemplate}, the content of a fresh database */
  template?: Blob
  /** how long a statement waits for another connection's idle transaction before it fails with 55P03; default 5,000 */
  lockWaitMs?: number
  /** checkpoint and vacuum; 0 is off, default 60,000, off in memory */
  maintenanceIntervalMs?: number
  /** the engine is beyond repair: all statements fail with SQLSTATE 58000 until the process is restarted */
  onFatal?: (error: Error) => void
  /** maintenance failed; it is tried again at the next interval */
  onMaintenanceError?: (error: unknown) => void
  /** more engine settings, e.g. for tests */
  settings?: Record<string, string>
}

export interface EmbeddedDatabase extends Database {
  kind: 'embedded'
  /** The database as a tarball for the `template` option. No transaction may be open. */
  dumpTemplate(): Promise<Blob>
}

const USER = 'postgres'
const DATABASE = 'postgres'

/** Opens the embedded database. @throws DatabaseInUseError @throws DatabaseFolderError */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const inMemory = options.dataDir === 'memory://'
  const { pglite, release } = inMemory
    ? { pglite: await startEngine(options), release: () => {} }
    : await openFolder(options.dataDir, options)
  const engine = new WireEngine(pgliteBackend(pglite, USER, DATABASE), {
    lockWaitMs: options.lockWaitMs ?? 5000,
    ...(options.onFatal ? { onFatal: options.onFatal } : {}),
  })
  const pools = new Set<Sql>()
  let closing: Promise<void> | undefined

  const pool = (role: Role | null, poolOptions: { max?: number } = {}): Sql => {
    const applicationName = options.applicationName ?? 'rapport'
    const sql: Sql = postgres({
      ...postgresOptions({ role, applicationName, max: poolOptions.max ?? options.max ?? 5 }),
      // not in postgres.js's types, but in its documentation ("Custom socket")
      ...{ socket: engine.connect },
      host: 'embedded',
      user: USER,
      database: DATABASE,
      ssl: false,
      // a connection is an object in this process: nothing to time out, nothing to renew
      connect_timeout: 0,
      idle_timeout: 0,
      max_lifetime: null,
    })
    registerArrayTypes(sql)
    pools.add(sql)
    return sql
  }

  const interval = options.maintenanceIntervalMs ?? (inMemory ? 0 : 60_000)
  const stop =
    interval > 0
      ? scheduleMaintenance(pool(null, { max: 1 }), interval, options.onMaintenanceError ?? (() => {}))
      : () => {}

  const close = async () => {
    stop()
    await Promise.all([...pools].map((sql) => sql.end({ timeout: 5 })))
    try {
      // a dead engine is left as a killed process leaves it: the next start recovers from the log
      if (!engine.dead) {
        if (!inMemory) engine.checkpoint()
        await pglite.close()
      }
    } finally {
      release()
    }
  }

  return {
    kind: 'embedded',
    pool,
    close: () => {
      closing ??= close()
      return closing
    },
    async dumpTemplate() {
      engine.checkpoint()
      return pglite.dumpDataDir('none')
    },
  }
}

/** Locks, checks and opens a folder; whatever goes wrong, a database that was there is left as it was. */
async function openFolder(dataDir: string, options: EmbeddedOptions): Promise<{ pglite: PGlite; release: () => void }> {
  const layout = folderLayout(dataDir)
  ensureFolder(layout)
  const release = lockFolder(layout.folder, layout.lock)
  try {
    const found = inspectFolder(layout)
    if (found === 'database') {
      const { template: _, ...existing } = options
      return { pglite: await startExisting(layout.folder, layout.data, existing), release }
    }
    beginFresh(layout)
    const pglite = await startEngine({ ...options, data: layout.data })
    // initdb had an engine of its own: without this its memory, half a gigabyte, stays with the process for long
    if (!options.template) Bun.gc(true)
    endFresh(layout)
    return { pglite, release }
  } catch (error) {
    release()
    throw error
  }
}

async function startExisting(
  folder: string,
  data: string,
  options: Omit<EmbeddedOptions, 'template'>,
): Promise<PGlite> {
  const pidFile = join(data, 'postmaster.pid')
  const before = existsSync(pidFile) ? readFileSync(pidFile) : null
  try {
    return await startEngine({ ...options, data })
  } catch (error) {
    if (!(error instanceof EngineStartError)) throw error
    if (before) writeFileSync(pidFile, before)
    else rmSync(pidFile, { force: true })
    throw new DatabaseFolderError(
      folder,
      `PostgreSQL refuses to start on it (${error.detail})`,
      'Restore it from a backup, or move it away to start with an empty database.',
      { cause: error },
    )
  }
}
