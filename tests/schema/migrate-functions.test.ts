import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { migrate } from '../../src/db/migrate.ts'
import type { MigrationError } from '../../src/db/migration/errors.ts'
import { folderOf, type Scratch, scratchDatabase } from '../fixtures/scratch.ts'
import { routine, SHOP } from './migration-samples.ts'

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

const run = async () => {
  const report = await migrate(database.sql, { root: folder.root })
  return report.files.map(({ name, action }) => `${action} ${name}`)
}
const failure = async (): Promise<MigrationError> =>
  run().then(
    () => {
      throw new Error('the migration succeeded')
    },
    (error: MigrationError) => error,
  )
const signatures = async (name: string) => {
  const rows = await database.sql<{ signature: string }[]>`
    select pg_get_function_identity_arguments(oid) || ' -> ' || pg_get_function_result(oid) as signature
    from pg_proc where proname = ${name} order by 1`
  return rows.map(({ signature }) => signature)
}
const PART = 'functions/shop/find_part.sql'

describe('changed functions', () => {
  test('only the changed file runs again', async () => {
    await run()
    await folder.write({
      'functions/shop/count_parts.sql': routine('shop.count_parts()', 'bigint', 'begin return 7; end'),
    })
    expect(await run()).toEqual(['applied functions/shop/count_parts.sql'])
    const [row] = await database.sql`select api.get_part_count()::integer as count`
    expect(row?.count).toBe(7)
  })

  test('changed arguments replace the old overload instead of standing beside it', async () => {
    await folder.write({ [PART]: routine('shop.find_part(p_id integer)', 'text', "begin return 'a'; end") })
    await run()
    await folder.write({
      [PART]: `${routine('shop.find_part(p_id integer, p_name text default null)', 'text', "begin return 'b'; end")}
        comment on function shop.find_part is 'no arguments: only clear while there is one';`,
    })
    await run()
    expect(await signatures('find_part')).toEqual(['p_id integer, p_name text -> text'])
    const [row] = await database.sql`select shop.find_part(1) as found`
    expect(row?.found).toBe('b')
  })

  test('a changed return type or argument name drops and creates anew, and keeps the grants', async () => {
    await folder.write({ [PART]: routine('shop.find_part(p_id integer)', 'text', "begin return 'a'; end") })
    await run()
    await database.sql.unsafe('revoke execute on function shop.find_part from public')
    await database.sql.unsafe('grant execute on function shop.find_part to rapport_api with grant option')
    await folder.write({ [PART]: routine('shop.find_part(p_part_id integer)', 'integer', 'begin return 5; end') })
    await run()
    expect(await signatures('find_part')).toEqual(['p_part_id integer -> integer'])
    const [row] = await database.sql`
      select has_function_privilege('rapport_api', 'shop.find_part(integer)', 'execute with grant option') as kept`
    expect(row?.kept).toBe(true)
  })

  test('a file may hold several overloads and keeps all it still makes', async () => {
    const one = routine('shop.find_part(p_id integer)', 'text', "begin return 'id'; end")
    const two = routine('shop.find_part(p_name text)', 'text', "begin return 'name'; end")
    await folder.write({ [PART]: one + two })
    await run()
    expect(await signatures('find_part')).toHaveLength(2)
    await folder.write({ [PART]: two })
    await run()
    expect(await signatures('find_part')).toEqual(['p_name text -> text'])
  })

  test('a new owner marker moves the function to that owner', async () => {
    await run()
    const path = 'functions/api/get_part_count.sql'
    await folder.write({ [path]: `-- owner: rapport_owner\n${SHOP[path]}` })
    await run()
    const [row] = await database.sql`
      select pg_get_userbyid(proowner) as owner from pg_proc where proname = 'get_part_count'`
    expect(row?.owner).toBe('rapport_owner')
  })

  test('what still depends on a function that must be dropped is named, and nothing is changed', async () => {
    await folder.write({
      [PART]: routine('shop.find_part(p_id integer)', 'text', "begin return 'a'; end"),
      'sql/0003_view.sql': 'create view shop.found with (security_invoker) as select 1 as one;',
    })
    await run()
    await database.sql.unsafe('create or replace view shop.found as select 1 as one, shop.find_part(1) as part')
    await folder.write({ [PART]: routine('shop.find_part(p_id integer)', 'integer', 'begin return 5; end') })
    const error = await failure()
    expect(error).toMatchObject({ code: '2BP01', place: { file: PART } })
    expect(error.message).toContain('view shop.found depends on function shop.find_part(integer)')
    expect(await signatures('find_part')).toEqual(['p_id integer -> text'])
  })

  test('a function that a versioned file dropped is made anew although its file did not change', async () => {
    await run()
    await folder.write({
      'sql/0003_redo.sql': 'drop view shop.part_names; drop function shop.count_parts();',
    })
    expect(await run()).toEqual([
      'applied sql/0003_redo.sql',
      'applied sql/views/shop.part_names.sql',
      'applied functions/shop/count_parts.sql',
    ])
  })

  test('a file that does not make what its name promises is refused', async () => {
    await folder.write({ [PART]: routine('shop.find_parts()', 'integer', 'begin return 1; end') })
    expect(await failure()).toMatchObject({ code: 'RP003', place: { file: PART } })
  })
})

describe('order among files', () => {
  test('a return body may call a function whose file sorts later', async () => {
    await folder.write({
      'functions/shop/a_double.sql':
        'create or replace function shop.a_double(p_id integer) returns integer language sql immutable return shop.b_same(p_id) * 2;',
      'functions/shop/b_same.sql':
        'create or replace function shop.b_same(p_id integer) returns integer language sql immutable return p_id;',
      'sql/views/shop.a_first.sql': 'create or replace view shop.a_first as select z.id from shop.z_last as z;',
      'sql/views/shop.z_last.sql': 'create or replace view shop.z_last as select p.id from shop.parts as p;',
    })
    await run()
    const [row] = await database.sql`select shop.a_double(21) as answer`
    expect(row?.answer).toBe(42)
  })

  test('what no file makes is reported with its place', async () => {
    await folder.write({
      'functions/shop/a_double.sql':
        'create or replace function shop.a_double(p_id integer)\nreturns integer language sql immutable\nreturn shop.nobody(p_id);',
    })
    expect(await failure()).toMatchObject({
      code: '42883',
      place: { file: 'functions/shop/a_double.sql', line: 3, column: 8 },
    })
  })

  test('bodies are checked when all files ran: the error names the file and the line in it', async () => {
    await folder.write({
      'functions/shop/sum_parts.sql': routine(
        'shop.sum_parts()',
        'bigint',
        'select count(*)\n  from shop.nowhere',
        'sql',
      ),
    })
    expect(await failure()).toMatchObject({
      code: '42P01',
      place: { file: 'functions/shop/sum_parts.sql', line: 9, column: 8 },
    })
    await folder.write({
      'functions/shop/sum_parts.sql': routine('shop.sum_parts()', 'bigint', 'begin\n  retrun 1;\nend'),
    })
    expect(await failure()).toMatchObject({ code: '42601', place: { line: 9, column: 3 } })
  })

  test('an unchanged sql body that a new versioned file breaks is found before anything is kept', async () => {
    await folder.write({
      'functions/shop/first_name.sql': routine(
        'shop.first_name()',
        'text',
        'select p.name from shop.parts as p limit 1',
        'sql',
      ),
      'sql/views/shop.part_names.sql': 'create or replace view shop.part_names as select p.id from shop.parts as p;',
    })
    await run()
    await folder.write({ 'sql/0003_rename.sql': 'alter table shop.parts rename column name to title;' })
    expect(await failure()).toMatchObject({ code: '42703', place: { file: 'functions/shop/first_name.sql' } })
    const [row] = await database.sql`select count(name)::integer as count from shop.parts`
    expect(row?.count).toBe(0)
  })
})

describe('removed files', () => {
  test('a removed function or view file drops what it made', async () => {
    await folder.write({
      [PART]: routine('shop.find_part()', 'text', "begin return 'a'; end"),
      'sql/views/shop.spare.sql': 'create or replace view shop.spare as select 1 as one;',
    })
    await run()
    await folder.write({ [PART]: null, 'sql/views/shop.spare.sql': null })
    expect(await run()).toEqual(['dropped functions/shop/find_part.sql', 'dropped sql/views/shop.spare.sql'])
    expect(await signatures('find_part')).toEqual([])
    const [row] = await database.sql`select to_regclass('shop.spare') as view`
    expect(row?.view).toBeNull()
    expect(await run()).toEqual([])
  })

  test('a removed api file is refused until a versioned file drops the function', async () => {
    await run()
    await folder.write({ 'functions/api/get_part_count.sql': null })
    expect(await failure()).toMatchObject({ code: 'RP004', place: { file: 'functions/api/get_part_count.sql' } })
    expect(await signatures('get_part_count')).toHaveLength(1)
    await folder.write({ 'sql/0003_drop.sql': 'set local role rapport_api; drop function api.get_part_count();' })
    expect(await run()).toEqual(['applied sql/0003_drop.sql', 'dropped functions/api/get_part_count.sql'])
  })

  test('a removed function that something needs is refused by name', async () => {
    await folder.write({ [PART]: routine('shop.find_part()', 'text', "begin return 'a'; end") })
    await run()
    await database.sql.unsafe('create view shop.found as select shop.find_part() as part')
    await folder.write({ [PART]: null })
    const error = await failure()
    expect(error.code).toBe('2BP01')
    expect(error.message).toContain('view shop.found')
  })
})

describe('triggers', () => {
  const PATH = 'functions/shop/tg_parts__500_trim.sql'
  const trigger = (body: string) => `
    create or replace function shop.tg_parts__500_trim() returns trigger language plpgsql set search_path = ''
    as $$ begin ${body} return new; end $$;
    create or replace trigger _500_trim before insert on shop.parts for each row execute function shop.tg_parts__500_trim();`
  const insert = async () => {
    const [row] = await database.sql`insert into shop.parts values (1, ' x ') returning name`
    await database.sql`delete from shop.parts`
    return row?.name
  }
  const triggerVersion = async () =>
    (await database.sql`select xmin::text as version from pg_trigger where tgname = '_500_trim'`)[0]?.version

  test('an unchanged trigger is left alone, a changed one replaced, a removed one dropped with its function', async () => {
    await folder.write({ [PATH]: trigger('new.name := btrim(new.name);') })
    await run()
    expect(await insert()).toBe('x')
    const before = await triggerVersion()
    await folder.write({ 'sql/0003_more.sql': 'create table shop.more (id integer primary key);' })
    await run()
    expect(await triggerVersion()).toBe(before)
    await folder.write({ [PATH]: trigger("new.name := 'other';") })
    await run()
    expect(await insert()).toBe('other')
    await folder.write({ [PATH]: null })
    expect(await run()).toEqual([`dropped ${PATH}`])
    expect(await insert()).toBe(' x ')
  })

  test('a trigger lost with its table comes back when a versioned file makes the table anew', async () => {
    await folder.write({ [PATH]: trigger("new.name := 'other';") })
    await run()
    await folder.write({
      'sql/0003_anew.sql':
        'drop view shop.part_names; drop table shop.parts; create table shop.parts (id integer, name text);',
    })
    expect(await run()).toContain(`applied ${PATH}`)
    expect(await insert()).toBe('other')
  })
})

describe('views', () => {
  test('a view whose columns change is dropped and made anew with its grants', async () => {
    await run()
    await database.sql.unsafe('grant select on shop.part_names to rapport_api')
    await folder.write({
      'sql/views/shop.part_names.sql':
        'create or replace view shop.part_names as select p.name, p.id::bigint as id from shop.parts as p;',
    })
    expect(await run()).toEqual(['applied sql/views/shop.part_names.sql'])
    const [row] = await database.sql`
      select has_table_privilege('rapport_api', 'shop.part_names', 'select') as kept,
             pg_get_userbyid(relowner) as owner from pg_class where oid = 'shop.part_names'::regclass`
    expect(row).toMatchObject({ kept: true, owner: 'rapport_owner' })
  })

  test('what still depends on a view that must be dropped is named', async () => {
    await run()
    await database.sql.unsafe('create view shop.dependent as select n.name from shop.part_names as n')
    await folder.write({
      'sql/views/shop.part_names.sql': 'create or replace view shop.part_names as select p.id from shop.parts as p;',
    })
    const error = await failure()
    expect(error.code).toBe('2BP01')
    expect(error.message).toContain('view shop.dependent')
  })
})
