import { PGlite } from '@electric-sql/pglite'
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'
import { citext } from '@electric-sql/pglite/contrib/citext'
import { fuzzystrmatch } from '@electric-sql/pglite/contrib/fuzzystrmatch'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { unaccent } from '@electric-sql/pglite/contrib/unaccent'
import { vector } from '@electric-sql/pglite-pgvector'

/** Extensions whose code the engine carries; a migration still has to `create extension`. */
const extensions = { btree_gist, citext, fuzzystrmatch, pg_trgm, unaccent, vector }

/** Small buffers keep the process at about a quarter of the memory the defaults take. */
const SETTINGS: Record<string, string> = {
  shared_buffers: '16MB',
  wal_buffers: '1MB',
  maintenance_work_mem: '64MB',
  // nothing checkpoints by itself here (see maintenance.ts); after one, this much log is kept for reuse
  min_wal_size: '32MB',
  max_wal_size: '64MB',
  // deeper, WebAssembly's own stack may overflow first, and that kills the engine instead of the statement: a sum of 30,000
  // terms did at 600 kB and not at 400 kB
  max_stack_depth: '256kB',
  jit: 'off',
}

/** The engine did not come up. `detail` is what PostgreSQL wrote about it. */
export class EngineStartError extends Error {
  override readonly name = 'EngineStartError'
  constructor(
    readonly detail: string,
    options?: ErrorOptions,
  ) {
    super(`the embedded database did not start: ${detail}`, options)
  }
}

export interface EngineOptions {
  /** a folder, or undefined for memory */
  data?: string
  /** a tarball of {@link PGlite.dumpDataDir}, loaded instead of initdb; only for an empty folder or memory */
  template?: Blob
  settings?: Record<string, string>
}

/** Starts PostgreSQL inside this process. Quiet: what it writes to its log is dropped, unless it fails to start. @throws EngineStartError */
export async function startEngine(options: EngineOptions): Promise<PGlite> {
  const log: string[] = []
  const settings = Object.entries({ ...SETTINGS, ...options.settings }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
  let started = false
  try {
    const pglite = await PGlite.create({
      dataDir: options.data ?? 'memory://',
      extensions,
      relaxedDurability: false,
      startParams: [...PGlite.defaultStartParams, ...settings],
      onStderr: (line) => {
        if (!started) log.push(line)
        return false
      },
      ...(options.template ? { loadDataDir: options.template } : {}),
    })
    started = true
    return pglite
  } catch (cause) {
    const line =
      log.find((line) => /\b(?:PANIC|FATAL)\b/.test(line)) ?? (cause instanceof Error ? cause.message : String(cause))
    throw new EngineStartError(line.replace(/^.*?\b(?:PANIC|FATAL):\s*/, ''), { cause })
  }
}
