import { afterAll, beforeAll, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { Database, Sql } from '../../src/db/connect.ts'
import { openTestDatabase } from './test-database.ts'

let database: Database & { drop(): Promise<void> }
let sql: Sql
beforeAll(async () => {
  database = await openTestDatabase()
  sql = database.pool(null)
})
afterAll(async () => {
  await database.close()
  await database.drop()
})

test('values of every type we store come back as documented', async () => {
  await sql`create table typed(by bytea, ints int[], texts text[], j jsonb, money numeric(12,2), small int8, huge int8,
    at timestamptz, day date, id uuid, during tstzrange, yes boolean, ids uuid[], longs int8[], docs jsonb[])`
  const row = {
    by: Buffer.from([0, 1, 255]),
    ints: [1, 2, 3],
    texts: ['a', 'b"c', null, 'NULL', '{x},\\', ''],
    j: { a: [1, { b: null }] },
    money: '1234567890.10',
    small: 42,
    huge: 9007199254740993n,
    at: new Date('2026-03-08T07:30:00Z'),
    day: '2026-01-02',
    id: '01a1fd16-f5c4-7000-b502-3184aac1d7d6',
    during: '["2026-01-01 00:00:00+00","2026-02-01 00:00:00+00")',
    yes: true,
    ids: ['01a1fd16-f5c4-7000-b502-3184aac1d7d6'],
    longs: [1, 9007199254740993n],
    docs: [{ a: 1 }, null],
  }
  await sql`set timezone to 'UTC'`
  await sql`insert into typed ${sql({ ...row, texts: sql.array(row.texts as string[], 25) } as never)}`
  const [read] = await sql`select * from typed`
  expect(read).toEqual(row as never)
})

test('a jsonb parameter takes an object, and a string that is JSON text already', async () => {
  const [row] = await sql`select ${sql.json({ a: 1 })}::jsonb ->> 'a' as object, ${'{"a": 2}'}::jsonb ->> 'a' as text`
  expect(row).toEqual({ object: '1', text: '2' })
})

test('any text survives in a text[] parameter and result, nulls too', async () => {
  const element = fc.option(
    fc.string({ unit: 'binary' }).filter((value) => !value.includes('\0') && value.isWellFormed()),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(element), async (values) => {
      const [row] =
        await sql`select ${values as string[]}::text[] as back, ${values as string[]}::text[] is not null as ok`
      expect(row?.back).toEqual(values)
    }),
    { numRuns: 200 },
  )
})

test('nested and bounded arrays are read as nested arrays', async () => {
  const [row] =
    await sql`select array[[1, 2], [3, null]] as nested, '[0:1]={7,8}'::int[] as bounded, '{}'::text[] as empty`
  expect(row).toEqual({
    nested: [
      [1, 2],
      [3, null],
    ],
    bounded: [7, 8],
    empty: [],
  })
})

test('= any() takes plain arrays', async () => {
  const rows = await sql`select g from generate_series(1, 5) g where g = any(${[2, 4, 9]}) order by g`
  expect(rows.map((row) => row.g)).toEqual([2, 4])
})
