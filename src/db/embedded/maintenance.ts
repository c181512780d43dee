import type { Sql } from '../postgres-options.ts'

/** Log written since the last checkpoint that calls for the next one; recovery after a crash reads at most about this much. */
const CHECKPOINT_BYTES = 32 * 1024 * 1024

/**
 * Does what a server's background processes do and the embedded engine has none for: checkpoints, without which the
 * write-ahead log grows for ever, and vacuum with analyze at autovacuum's default thresholds.
 * @returns what was done, e.g. `['checkpoint', 'vacuum memory.messages']`
 */
export async function maintain(sql: Sql): Promise<string[]> {
  const done: string[] = []
  const tables = await sql<{ table: string }[]>`
    select format('%I.%I', s.schemaname, s.relname) as table
      from pg_stat_user_tables s
     where s.n_dead_tup > 50 + 0.2 * s.n_live_tup
        or s.n_mod_since_analyze > 50 + 0.1 * s.n_live_tup
        or s.n_ins_since_vacuum > 1000 + 0.2 * s.n_live_tup
     order by s.n_dead_tup desc`
  for (const { table } of tables) {
    await sql.unsafe(`vacuum (analyze) ${table}`)
    done.push(`vacuum ${table}`)
  }
  const [log] = await sql<{ bytes: string }[]>`
    select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn) as bytes from pg_control_checkpoint()`
  if (Number(log?.bytes) > CHECKPOINT_BYTES) {
    await sql.unsafe('checkpoint')
    done.push('checkpoint')
  }
  return done
}

/** Runs {@link maintain} every `intervalMs` until the returned function is called. Does not keep the process alive. */
export function scheduleMaintenance(sql: Sql, intervalMs: number, onError: (error: unknown) => void): () => void {
  let busy = false
  const timer = setInterval(() => {
    if (busy) return
    busy = true
    maintain(sql)
      .catch(onError)
      .finally(() => {
        busy = false
      })
  }, intervalMs)
  timer.unref()
  return () => clearInterval(timer)
}
