import { createReadStream, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { HousecallClient } from '../../src/crm/housecall/client.ts'
import { runSync } from '../../src/crm/sync/run-sync.ts'
import { connect } from '../../src/db/connect.ts'
import { createApi } from '../../src/db/generated.ts'

interface Plan {
  databaseUrl: string
  tenantId: string
  runId: string
  /** a page a line: {resource, items, page, totalPages, totalItems}, in the order in which a full sync asks for them */
  file: string
}

export interface IngestFigures {
  customers: number
  customerSeconds: number
  jobs: number
  jobSeconds: number
  /** the most that the process ever had in memory */
  peakMb: number
}

/** Works on a full sync whose pages are ready in a file, until they are used up; times each from page to page. */
async function ingest({ databaseUrl, tenantId, runId, file }: Plan): Promise<IngestFigures> {
  const database = await connect({ databaseUrl, dataDir: '', max: 2 })
  const api = createApi(database.pool('rapport_worker'))
  const counts: Record<string, number> = {}
  const took: Record<string, number> = {}
  const lines = createInterface({ input: createReadStream(file) })[Symbol.asyncIterator]()
  const over = new AbortController()
  let last = ''
  let begun = performance.now()

  async function* pages(resource: string) {
    const now = performance.now()
    took[last] = (took[last] ?? 0) + now - begun
    const { value } = await lines.next()
    begun = performance.now()
    last = resource
    if (!value) return over.abort()
    const page = JSON.parse(value)
    if (page.resource !== resource) throw new Error(`${resource} was asked for, not ${page.resource}`)
    counts[resource] = (counts[resource] ?? 0) + page.items.length
    yield page
  }
  const list = (resource: string) => ({ pages: () => pages(resource) })
  const client = {
    ...Object.fromEntries(['employees', 'customers', 'jobs', 'estimates'].map((name) => [name, list(name)])),
    breaker: () => ({ state: 'closed' }),
  } as unknown as HousecallClient
  await runSync({ api, crm: { housecall: async () => client } }, { tenantId, runId, signal: over.signal })
  await database.close()
  return {
    customers: counts.customers ?? 0,
    customerSeconds: (took.customers ?? 0) / 1000,
    jobs: counts.jobs ?? 0,
    jobSeconds: (took.jobs ?? 0) / 1000,
    peakMb: Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024),
  }
}

/** Runs it in a process of its own. @throws Error when that fails */
export async function ingestOutside(plan: Plan): Promise<IngestFigures> {
  const child = Bun.spawn([process.execPath, import.meta.path], {
    env: { PATH: process.env.PATH ?? '', PLAN: JSON.stringify(plan) },
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const text = await new Response(child.stdout).text()
  if ((await child.exited) !== 0) throw new Error('the ingesting process failed')
  return JSON.parse(text)
}

if (import.meta.main) process.stdout.write(JSON.stringify(await ingest(JSON.parse(process.env.PLAN ?? '{}'))))
