import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signHousecallBody } from '../../src/crm/housecall/signature.ts'
import { createApi } from '../../src/db/generated.ts'
import { startHousecallDouble } from '../fakes/housecall.ts'
import { fillBusiness } from '../fakes/housecall-business.ts'
import { customerJson, employeeJson, jobJson } from '../fakes/housecall-json.ts'
import type { HousecallStore } from '../fakes/housecall-store.ts'
import { newTenant } from '../fixtures/tenant.ts'
import { type IngestFigures, ingestOutside } from './crm-ingest.ts'
import { SECRET, serveHousecallBench } from './crm-server.ts'
import { type BenchDatabase, benchDatabase } from './database.ts'
import { sendFromOutside } from './load.ts'
import { rounded } from './percentile.ts'

const PAGE = 200
const CONCURRENCY = 16
const MOST_PER_SECOND = 5000

/**
 * A full sync's pages taken in by a process of its own, as rapport_worker: records a second of customers and of jobs with
 * their appointments, and the most memory that process had. Then webhooks a second: signed events stored and enqueued,
 * beside a route that checks the same signature and makes one bare insert; they take turns.
 */
export async function benchCrm({ customers = 10_000, jobs = 50_000, rounds = 3, seconds = 5 }) {
  const database = await benchDatabase()
  try {
    const double = await startHousecallDouble()
    process.stderr.write(`generating ${customers} customers with ${jobs} jobs\n`)
    fillBusiness(double.store, { customers, jobs, until: new Date() })
    await double.stop()
    const ingest = await benchIngest(database, double.store)
    const webhooks = await benchWebhooks(database, double.store, { rounds, seconds })
    return {
      customers: ingest.customers,
      jobs: ingest.jobs,
      customers_per_second: Math.round(ingest.customers / ingest.customerSeconds),
      jobs_per_second: Math.round(ingest.jobs / ingest.jobSeconds),
      peak_rss_mb: ingest.peakMb,
      ...webhooks,
    }
  } finally {
    await database.close()
  }
}

async function benchIngest({ admin, urls }: BenchDatabase, store: HousecallStore): Promise<IngestFigures> {
  const { tenantId } = await newTenant(admin, { settings: { crmSync: { pageSize: PAGE } } })
  const api = createApi(admin)
  await api.announceCrmAccount({ tenantId })
  const { id: runId } = await api.startCrmSync({ tenantId, kind: 'full', requestedBy: 'bench' })
  const folder = mkdtempSync(join(tmpdir(), 'rapport-bench-'))
  try {
    const file = join(folder, 'pages.jsonl')
    await writePages(store, file)
    const figures = await ingestOutside({ databaseUrl: urls.worker, tenantId, runId, file })
    const [row] =
      await admin`select count(*)::int as jobs from context.customer_job_history where tenant_id = ${tenantId}`
    if (row?.jobs !== store.jobs.size) throw new Error(`${row?.jobs} of ${store.jobs.size} jobs were taken in`)
    return figures
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The pages in the order in which a full sync asks for them, up to the jobs. */
async function writePages(store: HousecallStore, file: string): Promise<void> {
  const stream = createWriteStream(file)
  const write = <Item extends { created_at: string }>(
    resource: string,
    all: Iterable<Item>,
    show: (item: Item) => object,
  ) => {
    const records = [...all].sort((a, b) => (a.created_at < b.created_at ? -1 : 1))
    const totalPages = Math.ceil(records.length / PAGE)
    for (let page = 1; page <= totalPages; page += 1) {
      const items = records.slice((page - 1) * PAGE, page * PAGE).map(show)
      stream.write(`${JSON.stringify({ resource, items, page, totalPages, totalItems: records.length })}\n`)
    }
  }
  write('employees', store.employees.values(), employeeJson)
  write('customers', store.customers.values(), customerJson)
  write('jobs', store.jobs.values(), (job) => jobJson(store, job, ['appointments']))
  const { promise, resolve } = Promise.withResolvers<void>()
  stream.end(resolve)
  await promise
}

async function benchWebhooks(database: BenchDatabase, store: HousecallStore, { rounds = 3, seconds = 5 }) {
  const { tenantId } = await newTenant(database.admin)
  const server = await serveHousecallBench(database, tenantId)
  const jobs = [...store.jobs.values()]
  let serial = 0
  const send = async (path: string, time: number) => {
    const requests = Array.from({ length: MOST_PER_SECOND * time }, () => {
      serial += 1
      const job = jobs[serial % jobs.length]
      if (!job) throw new Error('there are no jobs')
      const occurred = new Date(Date.now() - serial).toISOString()
      const body = JSON.stringify({
        event: 'job.updated',
        event_occurred_at: occurred,
        company_id: job.company_id,
        job: jobJson(store, job),
      })
      const timestamp = String(Math.floor(Date.now() / 1000))
      const headers = {
        'Content-Type': 'application/json',
        'Api-Timestamp': timestamp,
        'Api-Signature': signHousecallBody(SECRET, timestamp, body),
      }
      return { url: `${server.url}${path}`, method: 'POST' as const, headers, body }
    })
    const {
      answered,
      failed,
      seconds: took,
    } = await sendFromOutside({ requests, concurrency: CONCURRENCY, seconds: time })
    if (failed > 0) throw new Error(`${failed} requests of ${path} were not answered with 200`)
    return answered / took
  }
  try {
    const total = { insert: 0, webhook: 0 }
    for (const path of ['/bench/housecall', '/webhooks/housecall']) await send(path, 2)
    for (let round = 0; round < rounds; round += 1) {
      total.insert += (await send('/bench/housecall', seconds)) / rounds
      total.webhook += (await send('/webhooks/housecall', seconds)) / rounds
    }
    return {
      rounds,
      insert_per_second: Math.round(total.insert),
      webhook_per_second: Math.round(total.webhook),
      webhook_over_insert_route: rounded(total.webhook / total.insert, 2),
    }
  } finally {
    await server.close()
  }
}
