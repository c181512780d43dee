import type { Database, Sql } from '../../src/db/connect.ts'
import { loadEnv } from '../../src/env.ts'
import { drain } from '../../src/queue/drain.ts'
import { createRuntime, type Runtime } from '../../src/runtime.ts'
import type { TwilioDouble } from '../fakes/twilio.ts'
import { resetClock, setClock } from '../fixtures/clock.ts'
import { keptLogger } from '../jobs/queue-fixture.ts'
import type { Variables } from './process.ts'

/** What points a process, or `loadEnv`, at Twilio's double. */
export const twilioVariables = (twilio: TwilioDouble): Variables => ({
  TWILIO_ACCOUNT_SID: twilio.accountSid,
  TWILIO_AUTH_TOKEN: twilio.authToken,
  TWILIO_BASE_URL: twilio.url,
})

/** The product in this process, over a database that nobody else works in. */
export interface Shop {
  admin: Sql
  runtime: Runtime
  /** Does all jobs that are due, whichever they lead to included. */
  workOff(): Promise<void>
  /** Lets the database's time pass until nothing is open: leases expire, what is unknown is looked up, jobs are retried. */
  settle(): Promise<void>
}

export function openShop(database: Database, variables: Variables): Shop {
  const { logger } = keptLogger()
  const admin = database.pool(null, { max: 3 })
  const runtime = createRuntime({ env: loadEnv(variables), logger, database })
  const onQueue = async <T>(work: (queue: Awaited<ReturnType<Runtime['startQueue']>>) => Promise<T>): Promise<T> => {
    const queue = await runtime.startQueue({ background: false })
    try {
      return await work(queue)
    } finally {
      await queue.boss.stop({ graceful: false, close: false })
    }
  }
  const drained = (queue: Awaited<ReturnType<Runtime['startQueue']>>) =>
    drain(queue, runtime.jobs, { api: runtime.api, logger, maxJobs: 20_000, deadlineMs: 60_000, concurrency: 10 })

  return {
    admin,
    runtime,
    workOff: () =>
      onQueue(async (queue) => {
        await runtime.api.wakeInbox()
        await drained(queue)
      }),
    settle: () =>
      onQueue(async (queue) => {
        const begin = Date.now()
        try {
          for (const minutes of SETTLING) {
            await setClock(admin, new Date(begin + minutes * 60_000))
            await queue.boss.supervise()
            await admin`select queue.enqueue('reconcile_sends', '{}')`
            await runtime.api.wakeInbox()
            await drained(queue)
          }
        } finally {
          await resetClock(admin)
        }
      }),
  }
}

/** Past the lease, the jobs' own bounds, their backoff, the look-ups of what is unknown, and the 15 minutes after which a person is asked. */
const SETTLING = [0, 1.5, 4, 8, 14, 20, 26]

/** What is still on its way: none of it may be left when all has settled. */
export async function unsettled(admin: Sql): Promise<{ deliveries: unknown[]; jobs: unknown[] }> {
  const deliveries = await admin`
    select id, state, reason, attempt from outreach.deliveries where state in ('queued', 'sending', 'unknown')`
  const jobs = await admin`
    select name, state, data, output from pgboss.job
    where name in ('inbox', 'reply', 'send') and state in ('created', 'retry', 'active', 'failed')`
  return { deliveries: [...deliveries], jobs: [...jobs] }
}
