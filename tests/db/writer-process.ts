// Run by folder.test.ts in a process of its own: opens the folder given, prints "open", then the id of each row once its
// insert is acknowledged, until it is killed.
import { connect } from '../../src/db/connect.ts'

const [, , dataDir = ''] = process.argv
try {
  const database = await connect({ dataDir })
  const sql = database.pool(null)
  await sql`create table if not exists acknowledged(id bigint generated always as identity, filler text)`
  process.stdout.write('open\n')
  for (;;) {
    const rows = await Promise.all(
      Array.from({ length: 4 }, () => sql`insert into acknowledged(filler) values (repeat('x', 300)) returning id`),
    )
    process.stdout.write(`${rows.map(([row]) => row?.id).join('\n')}\n`)
  }
} catch (error) {
  const { name, message } = error as Error
  process.stdout.write(`${JSON.stringify({ name, message })}\n`)
}
