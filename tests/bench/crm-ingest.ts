import { createReadStream, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { housecallPhones } from '../../src/crm/housecall/phones.ts'
import { connect } from '../../src/db/connect.ts'
import { createApi } from '../../src/db/generated.ts'

/** What the process is told: as environment, since it is a process of its own for its memory's sake. */
interface Plan {
  databaseUrl: string
  tenantId: string
  runId: string
  /** a page a line: {resource, rows, page} in the order in which they are asked for */
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

/** Takes in pages that are ready, as a worker does: parsed, their numbers normalised, one call of Postgres each. */
async function ingest({ databaseUrl, tenantId, runId, file }: Plan): Promise<IngestFigures> {
  const database = await connect({ databaseUrl, dataDir: '', max: 2 })
  const api = createApi(database.pool('rapport_worker'))
  const counts: Record<string, number> = {}
  const took: Record<string, number> = {}
  let next = await api.claimSyncStep({ tenantId, runId })
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (next.action !== 'fetch') throw new Error('the run ended before its pages did')
    const { claimId, step, resource } = next
    const begin = performance.now()
    const { rows, page, resource: given } = JSON.parse(line)
    if (given !== resource) throw new Error(`${resource} was asked for, not ${given}`)
    next = await api.recordSyncPage({ tenantId, runId, claimId, step, rows, page, phones: housecallPhones(rows) })
    took[resource] = (took[resource] ?? 0) + performance.now() - begin
    counts[resource] = (counts[resource] ?? 0) + rows.length
  }
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
