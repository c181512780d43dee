import { readFileSync } from 'node:fs'
import postgres from 'postgres'

const [, , db, roundsArg, only] = process.argv
const rounds = Number(roundsArg ?? 600)
const admin = postgres(`postgres://postgres@127.0.0.1:54329/${db}`, { max: 1, onnotice() {} })
const edge = postgres(`postgres://rapport_edge:x@127.0.0.1:54329/${db}`, { max: 1, onnotice() {} })
const cs = await admin`select tenant_id, id, phone from bench.customers order by hashint4(n) limit ${rounds}`
const [{ pid }] = (await edge`select pg_backend_pid() as pid`) as any
const cpu = () => Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6
const kinds: Record<string, (c: any) => PromiseLike<unknown>> = {
  s1: () => edge`select 1`,
  ctx: (c) => edge`select api.get_customer_context(${c.tenant_id}, 'phone', ${c.phone}) as v`,
  prompt: (c) => edge`select api.get_context_prompt(${c.tenant_id}, ${c.id}) as v`,
}
for (const [k, f] of Object.entries(kinds)) {
  if (only && k !== only) continue
  for (const c of cs) await f(c)
  const c0 = cpu(),
    w: number[] = []
  for (const c of cs) {
    const a = performance.now()
    await f(c)
    w.push(performance.now() - a)
  }
  const used = (cpu() - c0) / cs.length
  w.sort((a, b) => a - b)
  console.log(
    k.padEnd(8),
    'cpu ms',
    used.toFixed(4),
    'p50',
    w[Math.floor(w.length * 0.5)]!.toFixed(3),
    'p10',
    w[Math.floor(w.length * 0.1)]!.toFixed(3),
    'p99',
    w[Math.floor(w.length * 0.99)]!.toFixed(3),
  )
}
await admin.end()
await edge.end()
