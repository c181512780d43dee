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

describe('statements on one pool', () => {
  test('500 concurrent queries each get their own row', async () => {
    const rows = await within(20_000, Promise.all(Array.from({ length: 500 }, (_, i) => sql`select ${i}::int as i`)))
    expect(rows.map(([row]) => row?.i)).toEqual(Array.from({ length: 500 }, (_, i) => i))
  })

  test('300 concurrent distinct statements each get their own answer', async () => {
    const one = async (i: number) =>
      (await sql.unsafe(`select $1::int as i, ${i} as k, repeat('x', ${i}) as x`, [i]))[0]
    const rows = await within(20_000, Promise.all(Array.from({ length: 300 }, (_, i) => one(i))))
    expect(rows.every((row, i) => row?.i === i && row.k === i && row.x.length === i)).toBe(true)
  })

  test('concurrent unprepared statements with different columns do not mix', async () => {
    const one = async (i: number) =>
      i % 2
        ? (await sql.unsafe('select $1::int as i', [i], { prepare: false }))[0]
        : (await sql.unsafe('select $1::int as i, $2::text as t', [i, `t${i}`], { prepare: false }))[0]
    const rows = await within(20_000, Promise.all(Array.from({ length: 400 }, (_, i) => one(i))))
    expect(rows.every((row, i) => row?.i === i && (i % 2 === 1 || row.t === `t${i}`))).toBe(true)
  })

  test('errors among concurrent queries reach only the query that caused them', async () => {
    const one = (i: number) =>
      i % 3 === 0 ? sql.unsafe('selekt 1') : i % 3 === 1 ? sql`select 1 / ${0}::int` : sql`select ${i}::int as i`
    const all = await within(15_000, Promise.allSettled(Array.from({ length: 150 }, (_, i) => one(i))))
    const codes = all.map((result) => (result.status === 'fulfilled' ? 'ok' : result.reason.code))
    expect(codes).toEqual(Array.from({ length: 150 }, (_, i) => ['42601', '22012', 'ok'][i % 3]))
  })

  test('several statements in one simple query give several results', async () => {
    const results = await sql
      .unsafe('create temp table m(id int); insert into m values (1), (2); select id from m order by id')
      .simple()
    expect(results.at(-1)).toEqual([{ id: 1 }, { id: 2 }] as never)
  })

  test('a name that does not exist yet works once it does, on the same prepared statement', async () => {
    const read = () => sql`select count(*) as n from later_table`
    expect((await failure(read())).code).toBe('42P01')
    await sql`create table later_table(id int)`
    expect((await read())[0]?.n).toBe(0)
  })
})

describe('large values', () => {
  test('100,000 rows arrive complete', async () => {
    const rows = await within(30_000, sql`select g, repeat('y', 100) as t from generate_series(1, 100000) g`)
    expect(rows.length).toBe(100_000)
    expect(rows.at(-1)).toEqual({ g: 100_000, t: 'y'.repeat(100) })
  })

  test('a value of 20 MB comes back, one of 8 MB goes in', async () => {
    const [row] = await within(30_000, sql`select repeat('z', 20000000) as z`)
    expect(row?.z.length).toBe(20_000_000)
    await sql`create table big(id int, t text)`
    await sql`insert into big(id, t) values (1, ${'q'.repeat(8_000_000)})`
    expect((await sql`select length(t) as n from big`)[0]?.n).toBe(8_000_000)
  })

  test('an insert of 10,000 rows is one statement', async () => {
    await sql`create table many(id int, t text)`
    await within(
      20_000,
      sql`insert into many ${sql(Array.from({ length: 10_000 }, (_, id) => ({ id, t: 'x'.repeat(50) })))}`,
    )
    expect((await sql`select count(*) as n, sum(id) as s from many`)[0]).toEqual({ n: 10_000, s: 49_995_000 })
  })
})

describe('cursors', () => {
  const series = () => sql`select g from generate_series(1, 1000) g`

  test('a cursor delivers all rows in batches', async () => {
    const sizes: number[] = []
    await within(
      20_000,
      series().cursor(300, (rows) => void sizes.push(rows.length)),
    )
    expect(sizes).toEqual([300, 300, 300, 100])
  })

  test('a slow cursor and queries of the same pool both finish', async () => {
    let rows = 0
    const slow = series().cursor(100, async (batch) => {
      rows += batch.length
      await new Promise((done) => setImmediate(done))
    })
    const others = Promise.all(Array.from({ length: 30 }, (_, i) => sql`select ${i}::int as i`))
    await within(20_000, Promise.all([slow, others]))
    expect(rows).toBe(1000)
  })

  test('a cursor inside a transaction delivers all rows and the transaction goes on', async () => {
    let rows = 0
    const after = await within(
      20_000,
      sql.begin(async (tx) => {
        await tx`select g from generate_series(1, 1000) g`.cursor(100, (batch) => {
          rows += batch.length
        })
        return tx`select 7 as x`
      }),
    )
    expect([rows, after[0]?.x]).toEqual([1000, 7])
  })

  test('leaving a cursor early frees the connection', async () => {
    let rows = 0
    for await (const batch of series().cursor(100)) {
      rows += batch.length
      if (rows >= 200) break
    }
    const [row] = await within(20_000, sql`select 1 as x`)
    expect([rows, row?.x]).toEqual([200, 1])
  })
})

describe('copy', () => {
  test('copy from stdin stores what was written', async () => {
    await sql`create table copied(id int, t text)`
    const input = await within(20_000, sql`copy copied(id, t) from stdin`.writable())
    await within(
      20_000,
      new Promise<void>((done, failed) => {
        input.on('error', failed).on('finish', done)
        for (let i = 0; i < 1000; i++) input.write(`${i}\tline ${i}\n`)
        input.end()
      }),
    )
    expect((await sql`select count(*) as n, max(id) as m from copied`)[0]).toEqual({ n: 1000, m: 999 })
  })

  test('an aborted copy from stdin stores nothing and the pool goes on', async () => {
    await sql`create table half_copied(id int)`
    const input = await within(20_000, sql`copy half_copied from stdin`.writable())
    input.on('error', () => {})
    input.write('1\n')
    input.destroy(new Error('client changed its mind'))
    expect((await within(20_000, sql`select count(*) as n from half_copied`))[0]?.n).toBe(0)
  })

  test('copy to stdout reads everything', async () => {
    await sql`create table copied_out as select g as id from generate_series(1, 50000) g`
    const output = await within(20_000, sql`copy copied_out to stdout`.readable())
    let text = ''
    for await (const chunk of output) text += chunk
    expect(text.split('\n').length - 1).toBe(50_000)
  })
})
