// Run by dead-engine.test.ts in a process of its own: overflows WebAssembly's stack for real and prints what clients see.
import { openMemory } from './test-database.ts'

let fatal = 0
const database = await openMemory({ settings: { max_stack_depth: '2MB' }, onFatal: () => fatal++ })
const sql = database.pool(null)
const other = database.pool(null)
await other`select 1`
const code = (promise: PromiseLike<unknown>) =>
  Promise.resolve(promise).then(
    () => 'no error',
    (error: { code?: string }) => error.code,
  )
await sql`create function endless(i int) returns int language plpgsql as $$ begin return endless(i + 1); end $$`
const first = await code(sql`select endless(${1})`)
const result = { first, later: await code(sql`select 1`), other: await code(other`select 1`), fatal }
await database.close()
console.log(JSON.stringify({ ...result, closed: true }))
// a dead engine cannot be shut down and would keep the process alive
process.exit(0)
