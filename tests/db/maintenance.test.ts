import { expect, test } from 'bun:test'
import { maintain, scheduleMaintenance } from '../../src/db/embedded/maintenance.ts'
import { openMemory, within } from './test-database.ts'

test('maintenance vacuums and analyses what changed, checkpoints when much was logged, and then has nothing to do', async () => {
  const database = await openMemory()
  const sql = database.pool(null)
  await sql`create table "Busy table"(id int, filler text)`
  await sql`insert into "Busy table" select g, repeat('x', 500) from generate_series(1, 60000) g`
  await sql`insert into "Busy table" select g, repeat('x', 500) from generate_series(1, 60000) g`
  await sql`delete from "Busy table" where id % 2 = 0`
  await sql`select pg_stat_force_next_flush()`
  expect(await maintain(sql)).toEqual(['vacuum public."Busy table"', 'checkpoint'])
  const [table] = await sql`select reltuples, relallvisible > 0 as vacuumed from pg_class where relname = 'Busy table'`
  expect(table).toEqual({ reltuples: 60_000, vacuumed: true })
  await sql`select pg_stat_force_next_flush()`
  expect(await maintain(sql)).toEqual([])
  await database.close()
}, 30_000)

test('the schedule reports what fails and goes on', async () => {
  const database = await openMemory()
  const sql = database.pool(null)
  const broken = Object.assign(() => Promise.reject(new Error('no statistics')), {}) as unknown as typeof sql
  let failures = 0
  await within(
    20_000,
    new Promise<void>((done) => {
      const stop = scheduleMaintenance(broken, 1, () => {
        if (++failures < 3) return
        stop()
        done()
      })
    }),
  )
  expect(failures).toBe(3)
  await database.close()
})
