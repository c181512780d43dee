import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Database, Sql } from '../../src/db/connect.ts'
import { failure, openMemory, within } from './test-database.ts'

// Embedded only: a server gives every connection a session of its own, and nothing waits.
let database: Database
let sql: Sql
beforeAll(async () => {
  database = await openMemory({ lockWaitMs: 600 })
  sql = database.pool(null)
  await sql`create table marks(id int)`
})
afterAll(() => database.close())

test('the pool inside its own transaction fails after the bound; the transaction, left alone, goes on and commits', async () => {
  const error = await within(
    20_000,
    sql.begin(async (tx) => {
      await tx`insert into marks values (1)`
      const inner = await failure(sql`select ${1}::int`)
      await tx`insert into marks values (2)`
      return inner
    }),
  )
  expect(error.code).toBe('55P03')
  expect(error.message).toContain('the pool was probably used inside its own transaction')
  expect((await sql`select count(*) as n from marks`)[0]?.n).toBe(2)
})

test('unhandled, the error rolls the transaction back, and the pool is usable at once', async () => {
  const before = (await sql`select count(*) as n from marks`)[0]?.n
  const error = await failure(
    within(
      20_000,
      sql.begin(async (tx) => {
        await tx`insert into marks values (3)`
        await sql`insert into marks values (${4})`
      }),
    ),
  )
  expect(error.code).toBe('55P03')
  const rows = await within(20_000, Promise.all(Array.from({ length: 20 }, () => sql`select count(*) as n from marks`)))
  expect(rows.every(([row]) => row?.n === before)).toBe(true)
})

test('a connection opened for the first time inside a transaction fails the same way', async () => {
  const fresh = database.pool(null)
  const errors = await within(
    20_000,
    sql.begin(async (tx) => {
      await tx`select 1`
      return Promise.all([
        failure(fresh`select 1`),
        failure(fresh.begin(async () => {})),
        failure(fresh`select ${1}::int`.cursor(1, () => {})),
      ])
    }),
  )
  expect(errors.map((error) => error.code)).toEqual(['55P03', '55P03', '55P03'])
  expect((await within(20_000, fresh`select 1 as x`))[0]?.x).toBe(1)
})

test('a query that waits can be cancelled', async () => {
  const code = await within(
    20_000,
    sql.begin(async (tx) => {
      await tx`select 1`
      const waiting = sql`select pg_sleep(0)`
      const failed = failure(waiting)
      await new Promise((turn) => setTimeout(turn, 20))
      waiting.cancel()
      return (await failed).code
    }),
  )
  expect(code).toBe('57014')
})
