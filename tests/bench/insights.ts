import { nightlyInsights } from '../../jobs/nightly_insights.ts'
import { passInsights } from '../../jobs/pass_insights.ts'
import { connect, type Sql } from '../../src/db/connect.ts'
import { createApi } from '../../src/db/generated.ts'
import { createLogger } from '../../src/logger.ts'
import { setClock } from '../fixtures/clock.ts'
import { benchDatabase } from './database.ts'
import { rounded } from './percentile.ts'
import { populate } from './population.ts'

const TENANTS = 200
// As a worker process takes jobs of a queue that nobody waits for.
const AT_ONCE = 2

/**
 * Seconds of the nightly pass over all tenants by the product's own jobs, as rapport_worker, two tenants at a time: the first
 * pass, which looks at every customer and writes every insight; a second one in the same night, with nothing to change; the
 * next night's; and one that looks at every customer again, as once a week. The jobs' enqueuing and claiming is left out.
 */
export async function benchInsights({ customers = 100_000 }) {
  const database = await benchDatabase()
  try {
    process.stderr.write(`generating ${customers} customers\n`)
    await populate(database.admin, { customers, tenants: TENANTS, hasMemory: false })
    const worker = await connect({ databaseUrl: database.urls.worker, dataDir: '', max: AT_ONCE })
    try {
      return await measure(database.admin, worker.pool('rapport_worker'), customers)
    } finally {
      await worker.close()
    }
  } finally {
    await database.close()
  }
}

async function measure(admin: Sql, worker: Sql, customers: number) {
  const night = async () => {
    const start = performance.now()
    await runNight(admin, worker)
    return rounded((performance.now() - start) / 1000, 2)
  }
  const now = new Date()
  await setClock(admin, now)
  const first = await night()
  const [made] = await admin`
    select count(*)::integer as insights, (select count(*)::integer from context.customer_job_history) as jobs,
      (select count(*)::integer from context.equipment) as units
    from insight.customer_insights where status = 'active'`
  await admin.unsafe('vacuum (analyze) insight.customer_insights')
  const before = await changeCount(admin)
  const second = await night()
  if ((await changeCount(admin)) !== before) throw new Error('a second pass in the same night changed something')

  await setClock(admin, new Date(now.getTime() + 86_400_000))
  const next = await night()
  await admin`update insight.passes set full_at = '-infinity'`
  const whole = await night()
  return {
    customers,
    jobs: made?.jobs,
    units: made?.units,
    insights: made?.insights,
    first_pass_seconds: first,
    second_pass_seconds: second,
    next_night_seconds: next,
    weekly_pass_seconds: whole,
    insights_per_second: Math.round(made?.insights / first),
  }
}

/** Changes with every row that is written, and with every one that is written anew. */
const changeCount = async (admin: Sql) => {
  const [row] = await admin`
    select sum(hashint8(xmin::text::bigint) # hashint8((ctid::text::point)[0]::bigint))::text as sum, count(*)::text as n
    from insight.customer_insights`
  return `${row?.n} ${row?.sum}`
}

async function runNight(admin: Sql, worker: Sql) {
  const api = createApi(worker)
  const logger = createLogger({ level: 'warn', sink: (line) => process.stderr.write(`${line}\n`) })
  const context = { jobId: 'bench', attempt: 1, isLastAttempt: false, signal: new AbortController().signal, logger }
  await nightlyInsights({ api }).handle(null, { ...context, queue: 'nightly_insights' })
  const jobs = await admin<{ tenantId: string }[]>`
    delete from pgboss.job where name = 'pass_insights' returning data ->> 'tenantId' as "tenantId"`
  const { handle } = passInsights({ api })
  const turns = jobs.values()
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const { tenantId } of turns) await handle({ tenantId }, { ...context, queue: 'pass_insights' })
    }),
  )
}
