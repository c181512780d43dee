import { getConstructionPlans, getMigrationPlans, PgBoss, type UpdateQueueOptions } from 'pg-boss'
import { deadLetterQueue, type QueueDeclaration, queues } from '../../jobs/queues.ts'
import type { Sql } from '../db/postgres-options.ts'
import { assertSchemaVersion, readSchemaVersion, SCHEMA, SCHEMA_VERSION } from './boss.ts'
import { QueueSchemaError } from './errors.ts'
import { joinTransaction, type Transaction, withoutTransaction } from './postgres-adapter.ts'

/**
 * Brings pg-boss's schema to the version that this code knows, every declared queue to its declaration, and the rights to
 * what the roles need: rapport_worker works on jobs, rapport_owner (through `queue.enqueue`) adds them, nobody else has any.
 * Runs in the given transaction, or in one of its own on a pool; as the login role of the migrator; may be repeated.
 * The roles must exist; views on pgboss must come later.
 * @throws QueueSchemaError RP009 for a newer schema, RP008 for a queue whose policy changed while jobs are left
 */
export async function installQueue(
  sql: Sql | Transaction,
  declarations: readonly QueueDeclaration[] = queues,
): Promise<void> {
  if ('begin' in sql) {
    await sql.begin((transaction) => installQueue(transaction, declarations))
    return
  }
  await sql`select pg_advisory_xact_lock(hashtextextended('rapport.install_queue', 0))`
  await installSchema(sql)
  await installQueues(sql, [deadLetterQueue, ...declarations])
  await sql.unsafe(GRANTS)
}

async function installSchema(sql: Transaction) {
  const version = await readSchemaVersion(sql)
  if (version === null) await sql.unsafe(withoutTransaction(getConstructionPlans(SCHEMA)))
  else if (version < SCHEMA_VERSION) await sql.unsafe(withoutTransaction(getMigrationPlans(SCHEMA, version)))
  await assertSchemaVersion(sql)
}

async function installQueues(sql: Transaction, declarations: readonly QueueDeclaration[]) {
  const boss = new PgBoss({
    db: joinTransaction(sql),
    schema: SCHEMA,
    migrate: false,
    createSchema: false,
    supervise: false,
    schedule: false,
  })
  const failures: unknown[] = []
  boss.on('error', (error) => failures.push(error))
  try {
    await boss.start()
    for (const declaration of declarations) await installOne(sql, boss, declaration)
  } finally {
    await boss.stop({ graceful: false, close: false })
  }
  if (failures.length > 0) throw failures[0]
}

async function installOne(sql: Transaction, boss: PgBoss, declaration: QueueDeclaration) {
  const { queue, policy, schedule } = declaration
  await boss.createQueue(queue, { policy })
  await boss.updateQueue(queue, settingsOf(declaration))
  const installed = await boss.getQueue(queue)
  if (installed?.policy !== policy) await changePolicy(sql, queue, policy)
  if (schedule) await boss.schedule(queue, schedule.cron, {}, { tz: schedule.timeZone, missed: 'once' })
  else await boss.unschedule(queue)
}

const settingsOf = (declaration: QueueDeclaration): UpdateQueueOptions => ({
  retryLimit: declaration.retryLimit,
  retryDelay: declaration.retryDelaySeconds,
  retryBackoff: declaration.retryBackoff,
  retryDelayMax: declaration.retryDelayMaxSeconds,
  expireInSeconds: declaration.expireSeconds,
  retentionSeconds: declaration.retentionSeconds,
  deleteAfterSeconds: declaration.deleteAfterSeconds,
  notify: declaration.notify,
  deadLetter: declaration.queue === deadLetterQueue.queue ? null : deadLetterQueue.queue,
})

// pg-boss does not change policies, because the jobs that wait carry the old one; a queue without any has nothing to lose.
async function changePolicy(sql: Transaction, queue: string, policy: QueueDeclaration['policy']) {
  const changed = await sql`
    update pgboss.queue as q set policy = ${policy}
    where q.name = ${queue}
      and not exists (select from pgboss.job as j where j.name = q.name and j.state in ('created', 'retry', 'active'))
    returning 1`
  if (changed.length === 0) {
    throw new QueueSchemaError(
      'RP008',
      `the policy of queue ${queue} changed to ${policy} while jobs wait on it: let them finish`,
    )
  }
}

const GRANTS = `
  grant usage on schema pgboss to rapport_worker, rapport_owner;
  grant select, insert, update, delete on all tables in schema pgboss to rapport_worker;
  grant usage, select on all sequences in schema pgboss to rapport_worker;
  revoke execute on all functions in schema pgboss from public;
  grant execute on all functions in schema pgboss to rapport_worker;
  alter default privileges in schema pgboss grant select, insert, update, delete on tables to rapport_worker;
  alter default privileges in schema pgboss grant usage, select on sequences to rapport_worker;
  alter default privileges in schema pgboss grant execute on functions to rapport_worker;
  grant select on pgboss.queue, pgboss.schedule, pgboss.version to rapport_owner;
  grant select, insert, update, delete on pgboss.job to rapport_owner;
  grant execute on function pgboss.job_now() to rapport_owner;
`
