import postgres from 'postgres'

const [, , db, roundsArg] = process.argv
const rounds = Number(roundsArg ?? 600)
const admin = postgres(`postgres://postgres@127.0.0.1:54329/${db}`, { max: 1, onnotice() {} })
const edge = postgres(`postgres://rapport_edge:x@127.0.0.1:54329/${db}`, { max: 1, onnotice() {} })
const cs = await admin`select tenant_id, id, phone from bench.customers order by hashint4(n) limit ${rounds}`
const t: Record<string, number[]> = { s1: [], ctx: [], prompt: [] }
const time = async (k: string, f: () => PromiseLike<unknown>) => {
  const s = performance.now()
  await f()
  t[k]!.push(performance.now() - s)
}
for (let pass = 0; pass < 2; pass++) {
  for (const k in t) t[k] = []
  for (const c of cs) {
    await time('s1', () => edge`select 1`)
    await time('ctx', () => edge`select api.get_customer_context(${c.tenant_id}, 'phone', ${c.phone}) as v`)
    await time('s1', () => edge`select 1`)
    await time('prompt', () => edge`select api.get_context_prompt(${c.tenant_id}, ${c.id}) as v`)
  }
}
const q = (a: number[], p: number) => a.toSorted((x, y) => x - y)[Math.floor(a.length * p)]!
for (const k in t)
  console.log(
    k,
    'p50',
    q(t[k]!, 0.5).toFixed(3),
    'p99',
    q(t[k]!, 0.99).toFixed(3),
    'x',
    (q(t[k]!, 0.5) / q(t.s1!, 0.5)).toFixed(1),
  )
await admin.end()
await edge.end()
