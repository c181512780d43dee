import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { connect } from '../../src/db/connect.ts'
import { type MigrateOptions, migrate } from '../../src/db/migrate.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { folderOf, type Scratch, scratchDatabase } from '../fixtures/scratch.ts'
import { SHOP } from './migration-samples.ts'

let database: Scratch
let folder: Awaited<ReturnType<typeof folderOf>>

beforeAll(async () => {
  database = await scratchDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.reset()
  folder = await folderOf(SHOP)
})
afterEach(() => folder.remove())

const run = async (options: MigrateOptions = {}) => {
  const report = await migrate(database.sql, { root: folder.root, ...options })
  return report.files.map(({ name, action }) => `${action} ${name}`)
}
/** What the promise is rejected with; bun's own `rejects` would wait inside the engine's turn, which blocks it. */
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => {
      throw new Error('it succeeded')
    },
    (error: unknown) => error,
  )
const INDEX = 'sql/0003_name_index.sql'
const index = (unique: string) => `-- no-transaction
drop index concurrently if exists shop.parts_name;
create ${unique} index concurrently parts_name on shop.parts (name);
`

describe('files without a transaction', () => {
  test('run alone, between what precedes and what follows them', async () => {
    await folder.write({
      [INDEX]: index(''),
      'sql/0004_after.sql': "comment on index shop.parts_name is 'after';",
    })
    expect(await run()).toEqual([
      'applied sql/0001_foundation.sql',
      'applied sql/0002_parts.sql',
      'applied sql/0003_name_index.sql',
      'applied sql/0004_after.sql',
      'applied sql/views/shop.part_names.sql',
      'applied functions/api/get_part_count.sql',
      'applied functions/shop/count_parts.sql',
    ])
    expect(await run()).toEqual([])
    const [row] = await database.sql`
      select pg_get_userbyid(relowner) as owner from pg_class where oid = 'shop.parts_name'::regclass`
    expect(row?.owner).toBe('rapport_owner')
  })

  test('a failure keeps what was committed before, says where it stopped, and is run again from its start', async () => {
    await folder.write({
      'sql/0002_parts.sql': `${SHOP['sql/0002_parts.sql']} insert into shop.parts values (1, 'x'), (2, 'x');`,
      [INDEX]: index('unique'),
      'sql/0004_after.sql': 'create table shop.after (id integer primary key);',
    })
    expect(await failure(run())).toMatchObject({ code: '23505', place: { file: INDEX, line: 3, statement: 2 } })
    const [invalid] = await database.sql`
      select not indisvalid as invalid from pg_index where indexrelid = to_regclass('shop.parts_name')`
    expect(invalid?.invalid).toBe(true)
    await database.sql`delete from shop.parts where id = 2`
    expect((await run()).slice(0, 2)).toEqual([`applied ${INDEX}`, 'applied sql/0004_after.sql'])
  })

  test('an invalid index that "if not exists" would take for done is refused', async () => {
    await folder.write({
      'sql/0002_parts.sql': `${SHOP['sql/0002_parts.sql']} insert into shop.parts values (1, 'x'), (2, 'x');`,
      [INDEX]: '-- no-transaction\ncreate unique index concurrently if not exists parts_name on shop.parts (name);',
    })
    expect(await failure(run())).toMatchObject({ code: '23505' })
    await database.sql`delete from shop.parts where id = 2`
    expect(await failure(run())).toMatchObject({ code: '55000', place: { file: INDEX } })
  })

  test('a dry run passes over them and says so', async () => {
    await folder.write({ [INDEX]: index('') })
    expect(await run({ dryRun: true })).toContain(`untried ${INDEX}`)
  })
})

nativeOnly.describe('migrators at the same time', () => {
  const connections = () =>
    Promise.all(Array.from({ length: 20 }, () => connect({ databaseUrl: database.url ?? '', dataDir: '', max: 2 })))

  const lockParts = async () => {
    const released = Promise.withResolvers<void>()
    const locked = Promise.withResolvers<void>()
    const ended = database.sql.begin(async (tx) => {
      await tx`lock table shop.parts`
      locked.resolve()
      await released.promise
    })
    await locked.promise
    return { release: released.resolve, ended }
  }

  test('of twenty, one applies each file and the queue is never installed twice at once', async () => {
    await folder.write({ [INDEX]: index('') })
    const databases = await connections()
    let installing = 0
    let most = 0
    const reports = await Promise.all(
      databases.map((each) => {
        const sql = each.pool(null)
        const installQueue: MigrateOptions['installQueue'] = async (tx) => {
          installing += 1
          most = Math.max(most, installing)
          await tx`select pg_sleep(0.005)`
          installing -= 1
        }
        return migrate(sql, { root: folder.root, installQueue })
      }),
    )
    await Promise.all(databases.map((each) => each.close()))
    const applied = reports.flatMap(({ files }) => files.map(({ name }) => name))
    expect(applied.toSorted()).toEqual([...Object.keys(SHOP), INDEX].toSorted())
    expect(most).toBe(1)
  }, 60_000)

  test('of twenty with everything in one transaction, nineteen report nothing to do', async () => {
    const databases = await connections()
    const reports = await Promise.all(databases.map((each) => migrate(each.pool(null), { root: folder.root })))
    await Promise.all(databases.map((each) => each.close()))
    expect(reports.map(({ files }) => files.length).toSorted()).toEqual([
      ...Array(19).fill(0),
      Object.keys(SHOP).length,
    ])
  }, 60_000)

  test('a lock time-out gives the whole transaction up and tries again once the lock is free', async () => {
    await run()
    await folder.write({
      'sql/0003_first.sql': 'create table shop.first (id integer primary key);',
      'sql/0004_alter.sql': 'alter table shop.parts add column note text;',
    })
    const told: string[] = []
    const blocker = await lockParts()
    const report = await migrate(database.sql, {
      root: folder.root,
      lockTimeoutMs: 50,
      onFile: ({ name }) => {
        told.push(name)
        if (told.length === 2) blocker.release()
      },
    })
    await blocker.ended
    expect(told.slice(0, 2)).toEqual(['sql/0003_first.sql', 'sql/0003_first.sql'])
    expect(report.files.map(({ name }) => name)).toEqual(['sql/0003_first.sql', 'sql/0004_alter.sql'])
  })

  test('lock time-outs without end are given up after the agreed tries, with nothing kept', async () => {
    await run()
    await folder.write({ 'sql/0003_alter.sql': 'alter table shop.parts add column note text;' })
    const blocker = await lockParts()
    expect(await failure(run({ lockTimeoutMs: 20, attempts: 3 }))).toMatchObject({
      code: '55P03',
      place: { file: 'sql/0003_alter.sql', line: 1 },
    })
    blocker.release()
    await blocker.ended
  })

  test('a migrator that will not wait for another says so', async () => {
    const held = Promise.withResolvers<void>()
    const holding = Promise.withResolvers<void>()
    const first = run({
      installQueue: () => {
        holding.resolve()
        return held.promise
      },
    })
    await holding.promise
    expect(await failure(run({ waitMs: 100 }))).toMatchObject({ name: 'MigrationBusyError', code: '55P03' })
    held.resolve()
    expect(await first).toHaveLength(5)
  })
})
