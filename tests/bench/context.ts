import { connect, type Sql } from '../../src/db/connect.ts'
import { type BenchDatabase, benchDatabase } from './database.ts'
import { percentile, rounded } from './percentile.ts'
import { populate } from './population.ts'

const TENANTS = 200
const FEW = 1000
const WARM_UP = 300

interface Customer {
  tenantId: string
  id: string
  phone: string
}

interface Place {
  database: BenchDatabase
  /** one connection, logged in as rapport_edge */
  edge: Sql
  customers: Customer[]
}

/**
 * Milliseconds of `get_customer_context` and `get_context_prompt` as an agent's request makes them: logged in as
 * rapport_edge, behind row level security, each for another customer, over a single connection. Every call has a `select 1`
 * on the same connection right before it, so that both meet the same machine; the ratios compare their medians. `growth` is
 * the context's median with so many customers over that with a thousand, taken in turns.
 */
export async function benchContext({ customers = 100_000, rounds = 2000 }: { customers?: number; rounds?: number }) {
  const many = await open(customers, rounds)
  const few = await open(FEW, rounds)
  try {
    const size = await many.database.admin`
      select (select count(*) from memory.messages) as messages,
        (select count(*) from context.customer_job_history) as jobs`
    const warm = Math.min(WARM_UP, rounds)
    await measure(many, few, warm)
    const times = await measure(many, few, rounds)
    const half = (values: number[]) => percentile(values, 0.5)
    return {
      rounds,
      customers,
      messages: Number(size[0]?.messages),
      jobs: Number(size[0]?.jobs),
      select1_p50_ms: rounded(half(times.select), 3),
      context_p50_ms: rounded(half(times.context), 3),
      context_p99_ms: rounded(percentile(times.context, 0.99), 3),
      prompt_p50_ms: rounded(half(times.prompt), 3),
      prompt_p99_ms: rounded(percentile(times.prompt, 0.99), 3),
      small_context_p50_ms: rounded(half(times.small), 3),
      context_over_select1: rounded(half(times.context) / half(times.select), 2),
      prompt_over_select1: rounded(half(times.prompt) / half(times.select), 2),
      growth: rounded(half(times.context) / half(times.small), 2),
    }
  } finally {
    for (const { database, edge } of [many, few]) {
      await edge.end()
      await database.close()
    }
  }
}

async function open(customers: number, rounds: number): Promise<Place> {
  const database = await benchDatabase()
  process.stderr.write(`generating ${customers} customers\n`)
  await populate(database.admin, { customers, tenants: TENANTS })
  const sample = await database.admin<Customer[]>`
    select tenant_id as "tenantId", id, phone from bench.customers order by hashint8(n) limit ${rounds}`
  const edge = (await connect({ databaseUrl: database.urls.edge, dataDir: '' })).pool(null, { max: 1 })
  return { database, edge, customers: [...sample] }
}

async function measure(many: Place, few: Place, rounds: number) {
  const times = { select: [] as number[], context: [] as number[], prompt: [] as number[], small: [] as number[] }
  const time = async (kind: keyof typeof times, work: () => PromiseLike<unknown>) => {
    const start = performance.now()
    await work()
    times[kind].push(performance.now() - start)
  }
  for (let round = 0; round < rounds; round++) {
    const customer = many.customers[round % many.customers.length] as Customer
    await time('select', () => many.edge`select 1`)
    await time('context', () => contextOf(many, customer))
    await time('select', () => many.edge`select 1`)
    await time('prompt', () => many.edge`select api.get_context_prompt(${customer.tenantId}, ${customer.id}) as value`)
    // Each on its own connection, so that neither database profits from a warmer one.
    const other = few.customers[round % few.customers.length] as Customer
    await few.edge`select 1`
    await time('small', () => contextOf(few, other))
  }
  return times
}

const contextOf = ({ edge }: Place, { tenantId, phone }: Customer) =>
  edge`select api.get_customer_context(${tenantId}, 'phone', ${phone}) as value`
