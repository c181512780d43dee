import postgres from 'postgres'
const sql = postgres(process.argv[2]!, { max: 1, onnotice: () => {}, connection: { jit: 'off' } as never })
const admin = postgres(process.argv[2]!, { max: 1, onnotice: () => {}, connection: { jit: 'off' } as never })
const audited = (await admin`select distinct tgrelid::regclass::text as t from pg_trigger where tgname like '\_800\_audit%'`).map(r => r.t)
const toggle = async (state: string) => { for (const t of audited) for (const o of ['insert','update','delete']) await admin.unsafe(`alter table ${t} ${state} trigger _800_audit_${o}`) }
let n = 0
const one = (from: string) => sql`select api.receive_sms(${{ messageSid: 'SM' + crypto.randomUUID(), accountSid: 'AC', from, to: '+16175559999', body: 'Hello, when were you last here?', numSegments: 1, optOutType: null, media: [], idempotencyToken: null, raw: {} } as never}::jsonb)`
const run = async (count: number, fresh: boolean) => { const t: number[] = []; for (let i = 0; i < count; i++) { const from = '+1' + (6000000000 + (fresh ? n++ : i % 200)); const s = performance.now(); await one(from); t.push(performance.now() - s) } t.sort((a,b)=>a-b); return [t[count >> 1]!, t.reduce((a,b)=>a+b)/count] }
await run(600, false)
const out: any = { known: { on: [], off: [] }, fresh: { on: [], off: [] } }
for (let round = 0; round < 5; round++) for (const state of round % 2 ? ['off','on'] : ['on','off']) {
  await toggle(state === 'on' ? 'enable' : 'disable')
  await run(100, false)
  out.known[state].push((await run(600, false))[0]); n += 1_000_000; out.fresh[state].push((await run(300, true))[0])
}
await toggle('enable')
const med = (a: number[]) => a.toSorted((x,y)=>x-y)[a.length>>1]!
for (const k of ['known','fresh']) console.log(k, 'on', med(out[k].on).toFixed(3), 'off', med(out[k].off).toFixed(3), 'ratio', (med(out[k].on)/med(out[k].off)).toFixed(3))
await sql.end(); await admin.end()
