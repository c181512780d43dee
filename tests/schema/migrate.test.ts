import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { type MigrateOptions, migrate } from '../../src/db/migrate.ts'
import { type MigrationError, SchemaNewerError } from '../../src/db/migration/errors.ts'
import { migrationStatus } from '../../src/db/migration/status.ts'
import { folderOf, type Scratch, scratchDatabase } from '../fixtures/scratch.ts'
import { FOUNDATION, routine, SHOP } from './migration-samples.ts'

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

const run = (options: MigrateOptions = {}) => migrate(database.sql, { root: folder.root, ...options })
const ran = async (options?: MigrateOptions) =>
  (await run(options)).files.map(({ name, action }) => `${action} ${name}`)
const failure = async (options?: MigrateOptions): Promise<MigrationError> =>
  run(options).then(
    () => {
      throw new Error('the migration succeeded')
    },
    (error: MigrationError) => error,
  )
const exists = async (name: string) => {
  const [row] = await database.sql`select to_regclass(${name}) is not null as there`
  return row?.there as boolean
}

describe('order, owners and repetition', () => {
  test('runs versioned files, views and functions in that order, and nothing the second time', async () => {
    expect(await ran()).toEqual([
      'applied sql/0001_foundation.sql',
      'applied sql/0002_parts.sql',
      'applied sql/views/shop.part_names.sql',
      'applied functions/api/get_part_count.sql',
      'applied functions/shop/count_parts.sql',
    ])
    const [answer] = await database.sql`select api.get_part_count()::integer as count`
    expect(answer?.count).toBe(0)
    expect(await ran()).toEqual([])
  })

  test('gives what files make to the roles that are to own it', async () => {
    await folder.write({
      'functions/api/resolve_part.sql': `-- owner: rapport_owner\n${routine('api.resolve_part()', 'text', "begin return 'x'; end")}`,
    })
    await run()
    const owners = await database.sql`
      select relname as name, pg_get_userbyid(relowner) as owner from pg_class
      where oid in ('shop.parts'::regclass, 'shop.part_names'::regclass)
      union all
      select proname, pg_get_userbyid(proowner) from pg_proc where pronamespace in ('api'::regnamespace, 'shop'::regnamespace)
      order by name`
    expect(owners.map(({ name, owner }) => `${name}: ${owner}`)).toEqual([
      'count_parts: rapport_owner',
      'get_part_count: rapport_api',
      'part_names: rapport_owner',
      'parts: rapport_owner',
      'resolve_part: rapport_owner',
    ])
  })

  test('tells of each file with its milliseconds', async () => {
    const told: string[] = []
    const report = await run({ onFile: ({ name, ms }) => told.push(`${name} ${ms >= 0}`) })
    expect(told).toEqual(report.files.map(({ name }) => `${name} true`))
  })

  test('runs a file marked run-as: migrator as the login role', async () => {
    await folder.write({
      'sql/0003_login.sql': '-- run-as: migrator\ncreate table shop.mine (id integer primary key);',
    })
    await run()
    const [row] = await database.sql`
      select pg_get_userbyid(relowner) = current_user as mine from pg_class where oid = 'shop.mine'::regclass`
    expect(row?.mine).toBe(true)
  })

  test('takes a checkout with other line ends for the same files', async () => {
    await run()
    await folder.write({ 'sql/0001_foundation.sql': FOUNDATION.replaceAll('\n', '\r\n') })
    expect(await ran()).toEqual([])
  })
})

describe('refusals', () => {
  test('refuses an edited versioned file and changes nothing', async () => {
    await run()
    await folder.write({
      'sql/0002_parts.sql': 'create table shop.other (id integer primary key);',
      'sql/0003_more.sql': 'create table shop.more (id integer primary key);',
    })
    const error = await failure()
    expect(error).toMatchObject({ name: 'MigrationError', code: 'RP004', place: { file: 'sql/0002_parts.sql' } })
    expect(await exists('shop.more')).toBe(false)
  })

  test('refuses a schema newer than the code, without touching anything', async () => {
    await folder.write({ 'sql/0003_more.sql': 'create table shop.more (id integer primary key);' })
    await run()
    await folder.write({
      'sql/0003_more.sql': null,
      'functions/shop/count_parts.sql': routine('shop.count_parts()', 'bigint', 'begin return -1; end'),
    })
    const error = await failure()
    expect(error).toBeInstanceOf(SchemaNewerError)
    expect(error).toMatchObject({ code: 'RP009', files: ['sql/0003_more.sql'] })
    const [row] = await database.sql`select shop.count_parts()::integer as count`
    expect(row?.count).toBe(0)
  })

  test('refuses a new file that sorts before an applied one', async () => {
    await folder.write({ 'sql/0002_parts.sql': null, 'sql/0005_parts.sql': SHOP['sql/0002_parts.sql'] })
    await run()
    await folder.write({ 'sql/0004_late.sql': 'create table shop.late (id integer primary key);' })
    expect(await failure()).toMatchObject({ code: 'RP004', place: { file: 'sql/0004_late.sql' } })
  })

  test.each([
    ['a name outside the scheme', { 'sql/2_parts.sql': 'select 1' }, 'sql/2_parts.sql'],
    ['a number used twice', { 'sql/0002_again.sql': 'select 1' }, 'sql/0002_parts.sql'],
    ['an unknown marker', { 'sql/0003_x.sql': '-- run-as: nobody\nselect 1' }, 'sql/0003_x.sql'],
    [
      'a function outside a transaction',
      { 'functions/shop/f.sql': '-- no-transaction\nselect 1' },
      'functions/shop/f.sql',
    ],
  ])('refuses %s', async (_, files, file) => {
    await folder.write(files)
    expect(await failure()).toMatchObject({ code: 'RP003', place: { file } })
  })
})

describe('failures', () => {
  test('rolls back everything and names file, line, column and statement of the failure', async () => {
    await folder.write({
      'sql/0003_broken.sql': `-- a comment
create table shop.first (id integer primary key, note text default 'it''s; fine');

/* another; /* nested */ */
create table shop.second (
  id integer primary key,
  part_id integer references shop.nowhere (id)
);
`,
    })
    const error = await failure()
    expect(error).toMatchObject({ code: '42P01', place: { file: 'sql/0003_broken.sql', line: 5, statement: 2 } })
    expect(error.message).toStartWith('sql/0003_broken.sql:5:1 (statement 2): ')
    expect(await exists('shop.parts')).toBe(false)
    expect(await exists('migrate.applied')).toBe(false)
    await folder.write({ 'sql/0003_broken.sql': null })
    expect(await ran()).toHaveLength(5)
  })

  test('points at the very character that the server complains about', async () => {
    await folder.write({ 'sql/0003_typo.sql': "select 'naïve 🙂',\n  nme from shop.parts;" })
    const error = await failure()
    expect(error).toMatchObject({ code: '42703', place: { line: 2, column: 3, statement: 1 } })
  })

  test('names the line of a failing do block', async () => {
    await folder.write({
      'sql/0003_do.sql': "\n\ndo $$ begin\n  raise exception 'no' using errcode = 'RP005';\nend $$;",
    })
    const error = await failure()
    expect(error).toMatchObject({ code: 'RP005', place: { file: 'sql/0003_do.sql', line: 3, statement: 1 } })
    expect(error.message).toContain('inline_code_block line 2')
  })
})

describe('dry run and status', () => {
  test('a dry run lists all that would happen and leaves no trace', async () => {
    const report = await run({ dryRun: true })
    expect(report).toMatchObject({ dryRun: true })
    expect(report.files.map(({ action }) => action)).toEqual(['applied', 'applied', 'applied', 'applied', 'applied'])
    expect(await exists('shop.parts')).toBe(false)
    expect(await exists('migrate.applied')).toBe(false)
  })

  test('a dry run finds the failure that the real one would meet', async () => {
    await folder.write({ 'sql/0003_broken.sql': 'select 1 / 0;' })
    expect(await failure({ dryRun: true })).toMatchObject({ code: '22012' })
  })

  test('status tells applied, pending, changed, missing, removed, edited and newer files apart', async () => {
    await folder.write({
      'sql/0003_newer.sql': 'create table shop.newer (id integer primary key);',
      'functions/shop/old.sql': routine('shop.old()', 'integer', 'begin return 1; end'),
    })
    await run()
    await database.sql.unsafe('drop view shop.part_names')
    await folder.write({
      'sql/0002_parts.sql': '-- edited',
      'sql/0003_newer.sql': null,
      'sql/0004_pending.sql': 'select 1;',
      'functions/shop/old.sql': null,
      'functions/shop/count_parts.sql': routine('shop.count_parts()', 'bigint', 'begin return 1; end'),
    })
    const states = await migrationStatus(database.sql, { root: folder.root })
    expect(Object.fromEntries(states.map(({ name, state }) => [name, state]))).toEqual({
      'sql/0001_foundation.sql': 'applied',
      'sql/0002_parts.sql': 'edited',
      'sql/0003_newer.sql': 'newer',
      'sql/0004_pending.sql': 'pending',
      'sql/views/shop.part_names.sql': 'missing',
      'functions/api/get_part_count.sql': 'applied',
      'functions/shop/count_parts.sql': 'changed',
      'functions/shop/old.sql': 'removed',
    })
    expect(states.find(({ state }) => state === 'applied')?.appliedAt).toBeInstanceOf(Date)
  })

  test('status of a database that was never migrated is all pending and leaves no trace', async () => {
    const states = await migrationStatus(database.sql, { root: folder.root })
    expect(new Set(states.map(({ state }) => state))).toEqual(new Set(['pending']))
    expect(await exists('migrate.applied')).toBe(false)
  })
})

describe('the queue', () => {
  const installQueue: MigrateOptions['installQueue'] = async (tx) => {
    await tx.unsafe(`create schema if not exists jobs; grant usage on schema jobs to rapport_owner;
      create table if not exists jobs.job (id integer primary key); grant select on jobs.job to rapport_owner`)
  }
  const installed = () => exists('jobs.job')

  test('is installed before the first view, which may name its tables, and looked after every time', async () => {
    await folder.write({
      'sql/views/shop.jobs.sql': 'create or replace view shop.jobs as select j.id from jobs.job as j;',
    })
    await run({ installQueue })
    expect(await exists('shop.jobs')).toBe(true)
    await database.sql.unsafe('drop view shop.jobs; drop schema jobs cascade')
    expect(await ran({ installQueue })).toEqual(['applied sql/views/shop.jobs.sql'])
    expect(await installed()).toBe(true)
  })

  test('is part of the transaction: gone after a dry run, or when a function fails', async () => {
    await run({ dryRun: true, installQueue })
    expect(await installed()).toBe(false)
    await folder.write({ 'functions/shop/f.sql': 'select 1 / 0;' })
    expect(await failure({ installQueue })).toMatchObject({ code: '22012' })
    expect(await installed()).toBe(false)
  })
})
