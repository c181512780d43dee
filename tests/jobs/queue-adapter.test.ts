import { afterAll, beforeAll, expect, test } from 'bun:test'
import { fromPostgres, withoutTransaction } from '../../src/queue/postgres-adapter.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { errorOf, within } from './queue-fixture.ts'

let database: TestDatabase
let adapter: ReturnType<typeof fromPostgres>
const table = `adapter_${crypto.randomUUID().slice(0, 8)}`
beforeAll(async () => {
  database = await testDatabase()
  adapter = fromPostgres(database.admin)
  await database.admin.unsafe(`create table public.${table} (n integer)`)
})
afterAll(async () => {
  await database?.admin.unsafe(`drop table public.${table}`)
})

const insert = (n: number) => `insert into public.${table} values (${n})`
const count = async (n: number) => {
  const { rows } = await adapter.executeSql(`select count(*)::integer as n from public.${table} where n = $1`, [n])
  return rows[0].n
}

test('a script of several statements gives the rows of all of them, a statement with values its own', async () => {
  expect((await adapter.executeSql('select 1 as n; select 2 as n')).rows).toEqual([{ n: 1 }, { n: 2 }])
  expect((await adapter.executeSql('select $1::int as n', [3])).rows).toEqual([{ n: 3 }])
})

test('a script with a transaction of its own that fails is rolled back and leaves the pool usable', async () => {
  expect(await errorOf(adapter.executeSql(`BEGIN; ${insert(1)}; select 1 / 0; COMMIT;`))).toMatchObject({
    code: '22012',
  })
  expect(await count(1)).toBe(0)
  await adapter.executeSql(`BEGIN; SET LOCAL lock_timeout = 30000; ${insert(1)}; COMMIT;`)
  expect(await count(1)).toBe(1)
})

test('a transaction keeps what it did when committed, drops it when rolled back, and settles once', async () => {
  const kept = await adapter.beginTransaction()
  await kept.db.executeSql(insert(2))
  await kept.commit()
  expect(await errorOf(kept.commit())).toMatchObject({ message: expect.stringContaining('already settled') })
  const dropped = await adapter.beginTransaction()
  await dropped.db.executeSql(insert(3))
  await dropped.rollback()
  await dropped.rollback()
  expect([await count(2), await count(3)]).toEqual([1, 0])
})

test('a script inside a transaction joins it instead of committing it', async () => {
  const transaction = await adapter.beginTransaction()
  await transaction.db.executeSql(`BEGIN;\n SET LOCAL lock_timeout = 1;\n ${insert(4)};\n COMMIT;`)
  await transaction.rollback()
  expect(await count(4)).toBe(0)
})

test('only the transaction around a script is taken away, and an unknown shape is refused', () => {
  expect(withoutTransaction('select 1')).toBe('select 1')
  expect(withoutTransaction('\n BEGIN;\n SET LOCAL a = 1;\n select 1;\n select 2;\n COMMIT;\n ')).toBe(
    'select 1;\n select 2;',
  )
  expect(
    withoutTransaction('BEGIN;\nselect 1\n;\nCOMMIT;\n-- why\nCREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (c);'),
  ).toEndWith(';\n-- why\nCREATE INDEX IF NOT EXISTS i ON t (c);')
  expect(() => withoutTransaction('BEGIN;\n select 1;\n COMMIT;\n DROP TABLE t;')).toThrow('unknown shape')
  expect(() => withoutTransaction('BEGIN; select 1; ROLLBACK;')).toThrow('unknown shape')
})

test('a notification reaches the listener, and none after it is closed', async () => {
  const heard: string[] = []
  const first = Promise.withResolvers<void>()
  const listener = await adapter.listen(
    table,
    (text) => heard.push(text) && first.resolve(),
    () => {},
  )
  await database.admin`select pg_notify(${table}, 'one')`
  await within(first.promise, 20_000, 'the notification')
  await listener.close()
  await database.admin`select pg_notify(${table}, 'two')`
  expect(heard).toEqual(['one'])
})
