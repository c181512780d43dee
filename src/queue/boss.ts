import { type Db, PgBoss } from 'pg-boss'
import type { Sql } from '../db/postgres-options.ts'
import { describeError } from '../http/redact.ts'
import type { Logger } from '../logger.ts'
import { QueueSchemaError } from './errors.ts'
import { fromPostgres } from './postgres-adapter.ts'

/** The schema of pg-boss 12.35. `queue.enqueue` copies its columns, so another one is refused. */
export const SCHEMA_VERSION = 43
export const SCHEMA = 'pgboss'

/** pg-boss on a pool that may use its schema, and a way to do several things with it at once. */
export interface QueueClient {
  boss: PgBoss
  /** Runs pg-boss calls in one transaction: pass the given `db` as their `db` option. */
  transaction<T>(work: (db: Db) => Promise<T>): Promise<T>
  /** Calls `wake` whenever a job of the queue was told of, where this client listens; returns how to end that. */
  onNotify(queue: string, wake: () => void): () => void
}

export interface QueueClientOptions {
  /** a pool of role rapport_worker */
  sql: Sql
  logger: Logger
  /** Wakes workers by LISTEN, on a connection of its own. Not through a transaction pooler. */
  listen?: boolean
  /** Expires and deletes jobs in the background. Off on Workers, where timers do not live. */
  supervise?: boolean
  /** Sends scheduled jobs when they are due. */
  schedule?: boolean
  /** Warns when vacuum does not keep up. Off on the embedded database, which has no autovacuum. */
  monitorVacuum?: boolean
}

/**
 * A started pg-boss that never changes its schema; stop it with `boss.stop({ close: false })`, or through the worker.
 * @throws QueueSchemaError when the schema is not the one that this code knows
 */
export async function startQueue(options: QueueClientOptions): Promise<QueueClient> {
  const { sql, logger, listen = false, supervise = false, schedule = false, monitorVacuum = true } = options
  await assertSchemaVersion(sql)
  const bells = createBells()
  const database = withBells(fromPostgres(sql), bells)
  const boss = new PgBoss({
    db: database,
    schema: SCHEMA,
    migrate: false,
    createSchema: false,
    supervise,
    schedule,
    monitorVacuum,
    useListenNotify: listen,
    // A rebuild needs the owner of the index, and the worker owns nothing.
    reindex: false,
    monitorIntervalSeconds: 15,
    superviseIntervalSeconds: 15,
  })
  boss.on('error', (error) => logger.error('queue_error', { error: describeError(error) }))
  boss.on('warning', ({ message }) => logger.warn('queue_warning', { reason: message }))
  try {
    await boss.start()
  } catch (error) {
    await boss.stop({ graceful: false, close: false })
    throw error
  }
  return {
    boss,
    onNotify: bells.add,
    async transaction(work) {
      const transaction = await database.beginTransaction()
      try {
        const result = await work(transaction.db)
        await transaction.commit()
        return result
      } catch (error) {
        await transaction.rollback()
        throw error
      }
    },
  }
}

interface Bells {
  add(queue: string, wake: () => void): () => void
  /** Wakes who waits for this queue; without one, everybody. */
  ring(queue?: string): void
}

function createBells(): Bells {
  const all = new Set<{ queue: string; wake: () => void }>()
  return {
    add(queue, wake) {
      const bell = { queue, wake }
      all.add(bell)
      return () => void all.delete(bell)
    },
    ring(queue) {
      for (const bell of all) if (queue === undefined || bell.queue === queue) bell.wake()
    },
  }
}

/** What pg-boss hears, others hear too: its notifications carry the queue's name. */
const withBells = (database: ReturnType<typeof fromPostgres>, bells: Bells): ReturnType<typeof fromPostgres> => ({
  ...database,
  listen: (channel, onNotification, onReconnect) =>
    database.listen(
      channel,
      (payload) => {
        onNotification(payload)
        bells.ring(payload)
      },
      () => {
        onReconnect?.()
        // What came while nobody listened was missed.
        bells.ring()
      },
    ),
})

/** The version of pg-boss's schema in this database; null when there is none. */
export async function readSchemaVersion(sql: Pick<Sql, 'unsafe'>): Promise<number | null> {
  const [found] = await sql.unsafe(`select to_regclass('${SCHEMA}.version') is not null as installed`)
  if (!found?.installed) return null
  const [row] = await sql.unsafe(`select version from ${SCHEMA}.version`)
  return row ? Number(row.version) : null
}

/** @throws QueueSchemaError RP008 when the schema is missing or old, RP009 when it is newer than this code */
export async function assertSchemaVersion(sql: Pick<Sql, 'unsafe'>): Promise<void> {
  const version = await readSchemaVersion(sql)
  if (version === SCHEMA_VERSION) return
  if (version === null) throw new QueueSchemaError('RP008', 'the job queue is not installed: run `rapport migrate`')
  if (version < SCHEMA_VERSION) {
    throw new QueueSchemaError(
      'RP008',
      `the job queue's schema is ${version} and this code needs ${SCHEMA_VERSION}: run \`rapport migrate\``,
    )
  }
  throw new QueueSchemaError(
    'RP009',
    `the job queue's schema is ${version}, newer than the ${SCHEMA_VERSION} this code knows: run the newer version of the code`,
  )
}
