import postgres from 'postgres'

const [, , db, roundsArg] = process.argv
const rounds = Number(roundsArg ?? 400)
const admin = postgres(`postgres://postgres@127.0.0.1:54329/${db}`, { max: 1, onnotice() {} })
const edge = postgres(`postgres://rapport_edge:x@127.0.0.1:54329/${db}`, { max: 1, onnotice() {} })
const cs = await admin`select tenant_id, id, phone from bench.customers order by hashint4(n) limit ${rounds}`
const p = (a: number[], q: number) => a.toSorted((x, y) => x - y)[Math.floor(a.length * q)]!.toFixed(3)
const t: Record<string, number[]> = { s1: [], ctx: [], prompt: [] }
const time = async (k: string, f: () => PromiseLike<unknown>) => {
  const s = performance.now()
  await f()
  t[k]!.push(performance.now() - s)
}
const run = async () => {
  for (let i = 0; i < cs.length; i += 50) {
    const b = cs.slice(i, i + 50)
    for (const _ of b) await time('s1', () => edge`select 1`)
    for (const c of b)
      await time('ctx', () => edge`select api.get_customer_context(${c.tenant_id}, 'phone', ${c.phone}) as v`)
    for (const c of b) await time('prompt', () => edge`select api.get_context_prompt(${c.tenant_id}, ${c.id}) as v`)
  }
}
await run()
for (const k in t) t[k] = []
await run()
const s1 = Number(p(t.s1!, 0.5))
for (const k in t)
  console.log(k.padEnd(8), p(t[k]!, 0.5), p(t[k]!, 0.99), 'ratio', (Number(p(t[k]!, 0.5)) / s1).toFixed(2))
await admin.end()
await edge.end()
