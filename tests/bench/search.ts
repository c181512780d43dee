import { connect, type Sql } from '../../src/db/connect.ts'
import { type BenchDatabase, benchDatabase } from './database.ts'
import { percentile, rounded } from './percentile.ts'
import { MESSAGES_EACH, populateTalk } from './search-population.ts'

const WARM_UP = 100
const TIMES_LARGER = 10

interface Place {
  database: BenchDatabase
  /** one connection, logged in as rapport_edge */
  edge: Sql
  tenantId: string
  customers: string[]
}

/**
 * Milliseconds of a hybrid search of one customer's 50 messages, words and vectors of 1,536 numbers, as an agent's request
 * makes it: as rapport_edge, over one connection, each for another customer and question. A `select 1` runs right before each
 * on the same connection, so that both meet the same machine. `growth` is the median in a business with ten times the
 * customers over the median in the smaller one, taken in turns.
 */
export async function benchSearch({ customers = 1000, rounds = 1000 }: { customers?: number; rounds?: number }) {
  const small = await open(customers)
  const large = await open(customers * TIMES_LARGER)
  try {
    await measure(small, large, WARM_UP)
    const times = await measure(small, large, rounds)
    const half = (values: number[]) => percentile(values, 0.5)
    return {
      rounds,
      messages: customers * MESSAGES_EACH,
      customers,
      select1_p50_ms: rounded(half(times.select), 3),
      search_p50_ms: rounded(half(times.small), 3),
      search_p95_ms: rounded(percentile(times.small, 0.95), 3),
      large_messages: customers * MESSAGES_EACH * TIMES_LARGER,
      large_search_p50_ms: rounded(half(times.large), 3),
      search_over_select1: rounded(half(times.small) / half(times.select), 2),
      p95_over_p50: rounded(percentile(times.small, 0.95) / half(times.small), 2),
      growth: rounded(half(times.large) / half(times.small), 2),
    }
  } finally {
    for (const { database, edge } of [small, large]) {
      await edge.end()
      await database.close()
    }
  }
}

async function open(customers: number): Promise<Place> {
  const database = await benchDatabase()
  process.stderr.write(`generating ${customers * MESSAGES_EACH} messages with vectors\n`)
  await populateTalk(database.admin, customers)
  const [tenant] = await database.admin`select id from bench.tenant`
  const sample = await database.admin`select id from bench.customers order by hashint8(n) limit 1000`
  const edge = (await connect({ databaseUrl: database.urls.edge, dataDir: '' })).pool(null, { max: 1 })
  return { database, edge, tenantId: tenant?.id, customers: sample.map(({ id }) => id as string) }
}

async function measure(small: Place, large: Place, rounds: number) {
  const times = { select: [] as number[], small: [] as number[], large: [] as number[] }
  const time = async (kind: keyof typeof times, work: () => PromiseLike<unknown>) => {
    const start = performance.now()
    await work()
    times[kind].push(performance.now() - start)
  }
  const words = await small.database.admin`select word from bench.words where n % 40 = 3 order by n`
  const vectors = await small.database.admin`select embedding::text as vector from bench.vectors order by n limit 50`
  for (let round = 0; round < rounds; round++) {
    const query = [0, 1, 2].map((n) => words[(round * 7 + n * 13) % words.length]?.word).join(' ')
    const vector = String(vectors[round % vectors.length]?.vector)
      .replace('[', '{')
      .replace(']', '}')
    await time('select', () => small.edge`select 1`)
    await time('small', () => search(small, round, query, vector))
    // Each on its own connection, so that neither database profits from a warmer one.
    await large.edge`select 1`
    await time('large', () => search(large, round, query, vector))
  }
  return times
}

const search = ({ edge, tenantId, customers }: Place, round: number, query: string, vector: string) =>
  edge.unsafe(
    `select api.search_memory(p_tenant_id => $1, p_query => $2, p_customer_id => $3, p_embedding => $4::text::real[],
       p_embedding_model => 'text-embedding-3-small') as value`,
    [tenantId, query, customers[round % customers.length] as string, vector],
    { prepare: true },
  )
