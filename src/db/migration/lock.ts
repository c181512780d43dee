import { setTimeout as delay } from 'node:timers/promises'
import type { Sql } from '../connect.ts'
import { codeOf, MigrationBusyError } from './errors.ts'
import type { Tx } from './ledger.ts'

/** 'RAPP' in ASCII, and 1 for the migrator: the pair under which migrators of one database exclude each other. */
const LOCK = [0x52415050, 1] as const

/** How long a migrator waits for what others hold. */
export interface Patience {
  /** for a table lock, per statement, in ms */
  lockTimeoutMs: number
  /** tries of a transaction that met a lock time-out or a deadlock */
  attempts: number
  /** for another migrator, in all, in ms */
  waitMs: number
  signal?: AbortSignal
}

/** Thrown to leave a transaction that another migrator keeps from starting. */
class LockHeld extends Error {}

/**
 * Takes the migrators' lock for the rest of the transaction, or gives the transaction up so that `patiently` asks again.
 * It never waits inside a statement: a waiting statement holds a snapshot, which `create index concurrently` of the
 * migrator that has the lock would in turn wait for.
 */
export async function lockMigrators(tx: Tx): Promise<void> {
  const [row] = await tx`select pg_try_advisory_xact_lock(${LOCK[0]}::integer, ${LOCK[1]}::integer) as locked`
  if (!row?.locked) throw new LockHeld()
}

/** Runs what cannot be in a transaction under the same lock, held by a connection of its own. */
export async function underSessionLock<T>(
  sql: Sql,
  patience: Patience,
  run: (connection: Awaited<ReturnType<Sql['reserve']>>) => Promise<T>,
): Promise<T> {
  const connection = await sql.reserve()
  try {
    await patiently(patience, async () => {
      const [row] = await connection`select pg_try_advisory_lock(${LOCK[0]}::integer, ${LOCK[1]}::integer) as locked`
      if (!row?.locked) throw new LockHeld()
    })
    try {
      return await run(connection)
    } finally {
      await connection`select pg_advisory_unlock(${LOCK[0]}::integer, ${LOCK[1]}::integer)`
    }
  } finally {
    connection.release()
  }
}

/**
 * Runs a transaction again when nothing but others' work stood in its way: the migrators' lock, a lock time-out, a
 * deadlock, a cluster-wide catalogue row that another database's migration was writing. Waits grow and are jittered.
 * @throws MigrationBusyError when the migrators' lock was not free within `waitMs`, else the last error
 */
export async function patiently<T>({ attempts, waitMs, signal }: Patience, run: () => Promise<T>): Promise<T> {
  const started = performance.now()
  let failures = 0
  for (let turn = 0; ; turn += 1) {
    signal?.throwIfAborted()
    try {
      return await run()
    } catch (error) {
      if (error instanceof LockHeld) {
        const waited = performance.now() - started
        if (waited >= waitMs) throw new MigrationBusyError(waited)
      } else {
        failures += 1
        if (!isPassing(error) || failures >= attempts) throw error
      }
    }
    await delay(Math.min(50 * 2 ** turn, 1000) * (0.5 + Math.random()), undefined, { signal })
  }
}

function isPassing(error: unknown): boolean {
  const code = codeOf(error) ?? ''
  if (['55P03', '40P01', '40001'].includes(code)) return true
  return code === 'XX000' && /tuple concurrently (updated|deleted)/.test((error as Error).message)
}
