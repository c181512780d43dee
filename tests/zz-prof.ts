import postgres from 'postgres'
const sql = postgres(process.argv[2]!, { max: 1, onnotice: () => {}, connection: { track_functions: 'all', jit: 'off' } as never })
const one = (i: number) => sql`select api.receive_sms(${{ messageSid: 'SM' + crypto.randomUUID(), accountSid: 'AC', from: '+1' + i, to: '+16175559999', body: 'Hello, when were you last here?', numSegments: 1, optOutType: null, media: [], idempotencyToken: null, raw: {} } as never}::jsonb)`
const base = Number(process.argv[3])
for (const fresh of [false, true]) {
for (let i = 0; i < 200; i++) await one(base + i)
await sql`select pg_stat_reset()`
for (let i = 0; i < 600; i++) await one(fresh ? base + 1000 + i : base + i % 200)
await new Promise(r => setTimeout(r, 1200)); await sql`select pg_stat_force_next_flush()`; await sql`select 1`
console.table((await sql`select schemaname||'.'||funcname as f, calls, round((total_time/calls)::numeric,4) per, round((self_time/600)::numeric,3) self from pg_stat_user_functions where funcname like 'tg_audit%' or funcname in ('receive_sms','enqueue') order by self_time desc limit 14`).map(r=>({...r})))
}
await sql.end()
