import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Database, Sql } from '../../src/db/connect.ts'
import { failure, openTestDatabase, within } from './test-database.ts'

let database: Database & { drop(): Promise<void> }
let sql: Sql
beforeAll(async () => {
  database = await openTestDatabase()
  sql = database.pool(null, { max: 5 })
})
afterAll(async () => {
  await database.close()
  await database.drop()
})

describe('transactions', () => {
  test('200 concurrent read-modify-writes lose no update', async () => {
    await sql`create table counters(id int primary key, v int not null)`
    await sql`insert into counters select g, 0 from generate_series(1, 10) g`
    const add = (id: number) =>
      sql.begin(async (tx) => {
        const [row] = await tx`select v from counters where id = ${id} for update`
        await tx`update counters set v = ${row?.v + 1} where id = ${id}`
      })
    await within(30_000, Promise.all(Array.from({ length: 200 }, (_, i) => add((i % 10) + 1))))
    expect((await sql`select min(v) as low, max(v) as high from counters`)[0]).toEqual({ low: 20, high: 20 })
  })

  test('a failed transaction leaves nothing and does not poison the pool', async () => {
    await sql`create table kept(id int)`
    const one = (i: number) =>
      i % 2
        ? sql.begin(async (tx) => {
            await tx`insert into kept values (${i})`
            await tx`select 1 / 0`
          })
        : sql`select ${i}::int as i`
    const all = await within(10_000, Promise.allSettled(Array.from({ length: 40 }, (_, i) => one(i))))
    expect(all.filter((result) => result.status === 'rejected' && result.reason.code === '22012').length).toBe(20)
    expect((await sql`select count(*) as n from kept`)[0]?.n).toBe(0)
  })

  test('pipelined statements of a transaction answer in order', async () => {
    const rows = await within(
      20_000,
      sql.begin((tx) => [tx`select 1 as a`, tx`select 2 as a`, tx`select 3 as a`]),
    )
    expect(rows.map(([row]) => row?.a)).toEqual([1, 2, 3])
  })

  test('a savepoint rolls back to itself only', async () => {
    const count = await sql.begin(async (tx) => {
      await tx`create temp table points(id int) on commit drop`
      await tx`insert into points values (1)`
      await failure(
        tx.savepoint(async (inner) => {
          await inner`insert into points values (2)`
          throw new Error('back to the savepoint')
        }),
      )
      return tx`select count(*) as n from points`
    })
    expect(count[0]?.n).toBe(1)
  })

  test('a client that goes away in a transaction is rolled back', async () => {
    await sql`create table left_behind(id int)`
    const leaver = database.pool(null, { max: 1 })
    const connection = await leaver.reserve()
    await connection`begin`
    await connection`insert into left_behind values (1)`
    await leaver.end({ timeout: 0 })
    expect((await within(20_000, sql`select count(*) as n from left_behind`))[0]?.n).toBe(0)
  })
})

describe('notifications', () => {
  const collect = () => {
    const got: string[] = []
    let check = () => {}
    return {
      receive: (payload: string) => {
        got.push(payload)
        check()
      },
      count: (wanted: number) =>
        within(
          20_000,
          new Promise<string[]>((done) => {
            check = () => void (got.length >= wanted && done(got))
            check()
          }),
        ),
    }
  }

  test('reach listeners of every pool, from plain statements and from transactions at commit', async () => {
    const other = database.pool(null)
    const here = collect()
    const there = collect()
    await sql.listen('news', here.receive)
    await other.listen('news', there.receive)
    await sql.notify('news', 'plain')
    await other.begin(async (tx) => {
      await tx`select pg_notify('news', 'in a transaction')`
    })
    await failure(
      sql.begin(async (tx) => {
        await tx`select pg_notify('news', 'rolled back')`
        throw new Error('no')
      }),
    )
    await sql.notify('news', 'last')
    expect(await here.count(3)).toEqual(['plain', 'in a transaction', 'last'])
    expect(await there.count(3)).toEqual(['plain', 'in a transaction', 'last'])
  })

  test('one listener that stops does not deafen another', async () => {
    const other = database.pool(null)
    const staying = collect()
    const { unlisten } = await sql.listen('shared', () => {})
    await other.listen('shared', staying.receive)
    await unlisten()
    await sql.notify('shared', 'still here')
    expect(await staying.count(1)).toEqual(['still here'])
  })
})
