import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { TransactionSql } from 'postgres'
import { type Analyst, newAnalyst } from '../../fixtures/analyst.ts'
import { type TestDatabase, testDatabase } from '../../fixtures/database.ts'
import { nativeOnly } from '../../fixtures/lane.ts'
import { sourceFiles } from '../../fixtures/repository.ts'
import { type FullTenant, newFullTenant } from '../../fixtures/rows-everywhere.ts'

const VIEWS = ['conversations', 'customers', 'equipment', 'insights', 'jobs', 'messages', 'model_cost_by_day', 'sends']
const document = sourceFiles(['docs'], 'analytics.md')[0]?.text ?? ''

test('docs/analytics.md lists every view with exactly its columns, in their order', async () => {
  const { admin } = await testDatabase()
  const rows = await admin`
    select c.relname as name, string_agg(a.attname, ', ' order by a.attnum) as columns
    from pg_class as c join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0
    where c.relnamespace = 'analytics'::regnamespace and c.relkind = 'v' group by 1 order by 1`
  expect(rows.map(({ name }) => name)).toEqual(VIEWS)
  for (const { name, columns } of rows) {
    expect(new RegExp(`^\\| \`${name}\` \\| [^|]+ \\| ([^|]+) \\|$`, 'm').exec(document)?.[1]).toBe(columns)
  }
})

nativeOnly.describe('an analyst who logs in', () => {
  let database: TestDatabase
  let mine: FullTenant
  let theirs: FullTenant
  let analyst: Analyst
  beforeAll(async () => {
    database = await testDatabase()
    mine = await newFullTenant(database.admin, 2)
    theirs = await newFullTenant(database.admin, 4)
    analyst = await newAnalyst(database, mine.tenantId)
    await database.admin`analyze`
  })
  afterAll(() => analyst?.drop())

  const codeOf = async (statement: string, before: string[] = []) => {
    try {
      await analyst.sql.begin(async (tx) => {
        for (const each of before) await tx.unsafe(each)
        await tx.unsafe(statement)
      })
      return 'done'
    } catch (error) {
      return (error as { code: string }).code
    }
  }
  const everything = async (tx: TransactionSql) => {
    const rows = []
    for (const view of VIEWS) rows.push(...(await tx.unsafe(`select v::text as line from analytics.${view} as v`)))
    return rows.map(({ line }) => String(line)).join('\n')
  }

  test('sees the rows of the own tenant in every view, and none of another', async () => {
    for (const view of VIEWS) {
      const [row] = await analyst.sql.unsafe(`select count(*)::integer as n from analytics.${view}`)
      expect([view, row?.n > 0]).toEqual([view, true])
    }
    const [customers] = await analyst.sql`select count(*)::integer as n from analytics.customers`
    expect(customers?.n).toBe(2)
    const text = await analyst.sql.begin(everything)
    expect(text).toContain(mine.word)
    for (const secret of [theirs.word, ...theirs.customers.flatMap(Object.values)]) expect(text).not.toContain(secret)
  })

  test('runs every example of docs/analytics.md, and they find something or nothing without an error', async () => {
    const examples = [...document.matchAll(/```sql\n([\s\S]*?)```/g)].map((match) => match[1] ?? '')
    expect(examples.length).toBeGreaterThanOrEqual(VIEWS.length)
    for (const view of VIEWS)
      expect([view, examples.some((example) => example.includes(`analytics.${view}`))]).toEqual([view, true])
    for (const example of examples) expect(Array.isArray([...(await analyst.sql.unsafe(example))])).toBe(true)
  })

  test('sees the same whatever is set: tenant, role, search path, row security', async () => {
    const plain = await analyst.sql.begin(everything)
    for (const setting of [
      `set local rapport.tenant_id = '${theirs.tenantId}'`,
      `set local role rapport_analyst`,
      `set local search_path = identity, memory, analytics`,
      `set local session_replication_role = replica`,
      `set local row_security = off`,
    ]) {
      const seen = await analyst.sql
        .begin(async (tx) => {
          await tx.unsafe(setting)
          return everything(tx)
        })
        .catch((error: { code: string }) => error.code)
      // Either nothing changes, or PostgreSQL refuses: a setting of superusers, a query that a policy would filter.
      expect([plain, '42501']).toContain(seen)
    }
  })

  test('becomes nobody else', async () => {
    for (const role of [
      'rapport_owner',
      'rapport_api',
      'rapport_analytics',
      'rapport_edge',
      'rapport_worker',
      'postgres',
    ]) {
      expect([role, await codeOf(`set role ${role}`)]).toEqual([role, '42501'])
      expect([role, await codeOf(`set session authorization ${role}`)]).toEqual([role, '42501'])
      expect([role, await codeOf(`grant ${role} to ${analyst.role}`)]).toEqual([role, '42501'])
    }
  })

  test('reads no table, not even the one that says whose tenant is whose, and writes through no view', async () => {
    const tables = await database.admin`
      select c.oid::regclass::text as name from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'v', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'analytics', 'pg_toast', 'extensions')`
    expect(tables.length).toBeGreaterThan(50)
    for (const { name } of tables) expect([name, await codeOf(`select * from ${name}`)]).toEqual([name, '42501'])
    for (const view of VIEWS) {
      for (const statement of [
        `delete from analytics.${view}`,
        `update analytics.${view} set customer_id = null`,
        `insert into analytics.${view} default values`,
        `truncate analytics.${view}`,
        `drop view analytics.${view}`,
        `create or replace view analytics.${view} as select 1 as x`,
      ])
        expect([statement, ['42501', '42703', '55000', '42809'].includes(await codeOf(statement))]).toEqual([
          statement,
          true,
        ])
    }
  })

  test('calls no function of ours', async () => {
    const functions = await database.admin`
      select format('%I.%I(%s)', n.nspname, p.proname, coalesce(
        (select string_agg('null::' || format_type(a.type, null), ', ' order by a.place) from unnest(p.proargtypes) with ordinality as a (type, place)), ''
      )) as call
      from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace
      where n.nspname in ('api', 'tenancy', 'identity', 'memory', 'context', 'insight', 'crm', 'lead', 'outreach', 'ai', 'ops', 'queue', 'pgboss', 'extensions')
        and p.prokind = 'f' and p.prorettype <> all (array['trigger', 'internal']::regtype[])
        and not p.proargtypes::oid[] && array['internal'::regtype::oid]`
    expect(functions.length).toBeGreaterThan(100)
    for (const { call } of functions) expect([call, await codeOf(`select ${call}`)]).toEqual([call, '42501'])
  })

  test('makes nothing that could listen in: no table, function, temporary object or operator', async () => {
    for (const statement of [
      'create temporary table t (id integer)',
      'create temporary view v as select 1',
      'create table public.t (id integer)',
      'create table analytics.t (id integer)',
      'create schema s',
      `create function public.peek(text) returns boolean language plpgsql cost 0.0000001 as $$ begin raise notice '%', $1; return true; end $$`,
      `create function pg_temp.peek(text) returns boolean language sql as 'select true'`,
    ])
      expect([statement, await codeOf(statement)]).toEqual([statement, '42501'])
    // An anonymous block may run, but what it sees is what the views show.
    expect(await codeOf(`do $$ begin perform 1 from identity.customers; end $$`)).toBe('42501')
  })

  test('learns nothing from errors: no condition is tried on a row of another tenant', async () => {
    const [known] = theirs.customers
    for (const condition of [
      `1 / (case when phone = '${known?.phone}' then 0 else 1 end) = 1`,
      `(case when email = '${known?.email}' then 'x' else '1' end)::integer = 1`,
      `(case when first_name like '${theirs.word}%' then first_name else '1' end)::integer = 1`,
      `1 / (position('${theirs.word}' in first_name) - 1) < 0`,
    ]) {
      const leaked = await analyst.sql
        .unsafe(
          `select count(*) from analytics.customers where customer_id <> all (array[${[...mine.customers].map(({ customerId }) => `'${customerId}'::uuid`)}]) and ${condition}`,
        )
        .then(
          () => 'none',
          (error: { message: string }) => error.message,
        )
      expect([condition, leaked]).toEqual([condition, 'none'])
    }
  })

  test('learns nothing from joins with a guess, from set operations or from sublinks', async () => {
    const guesses = theirs.customers.map(({ phone, customerId }) => `('${phone}', '${customerId}'::uuid)`).join(', ')
    for (const query of [
      `select count(*)::integer as n from (values ${guesses}) as g (phone, id) join analytics.customers as c on c.phone = g.phone or c.customer_id = g.id`,
      `select count(*)::integer as n from analytics.messages where customer_id in (select id from (values ${guesses}) as g (phone, id))`,
      `select count(*)::integer as n from (values ${guesses}) as g (phone, id) where exists (select from analytics.sends as s where s.to_address = g.phone)`,
      `select count(*)::integer as n from (select phone from (values ${guesses}) as g (phone, id) intersect select phone from analytics.customers) as x`,
    ])
      expect([query.slice(0, 60), (await analyst.sql.unsafe(query))[0]?.n]).toEqual([query.slice(0, 60), 0])
  })

  test('learns nothing from statistics: not from pg_stats, not from how many rows a condition is thought to have', async () => {
    const [statistics] = await analyst.sql`
      select count(*)::integer as n from pg_stats where schemaname not in ('pg_catalog', 'information_schema')`
    expect(statistics?.n).toBe(0)
    expect(await codeOf('select * from pg_statistic')).toBe('42501')
    // 'Albany' and their word are the commonest values there are; a word that nobody ever wrote is not among them.
    const estimate = async (view: string, column: string, value: string) => {
      const [row] = await analyst.sql.unsafe(
        `explain (format json) select * from analytics.${view} where ${column} = '${value}'`,
      )
      const plan = typeof row?.['QUERY PLAN'] === 'string' ? JSON.parse(row['QUERY PLAN']) : row?.['QUERY PLAN']
      return plan[0].Plan['Plan Rows']
    }
    for (const [view, column] of [
      ['jobs', 'description'],
      ['equipment', 'make'],
      ['messages', 'body'],
      ['insights', 'title'],
    ] as const) {
      expect([view, await estimate(view, column, theirs.word)]).toEqual([
        view,
        await estimate(view, column, 'nobody ever wrote this'),
      ])
    }
  })

  test('whose tenant is taken away sees nothing at once, in the same session', async () => {
    const other = await newAnalyst(database, mine.tenantId)
    try {
      expect((await other.sql`select 1 from analytics.customers`).length).toBe(2)
      await database.edge`select api.remove_analyst(${mine.tenantId}, ${other.role})`
      expect((await other.sql`select 1 from analytics.customers`).length).toBe(0)
    } finally {
      await other.drop()
    }
  })

  test('without a tenant sees nothing, and one login never gets a second tenant', async () => {
    const add = database.edge`select api.add_analyst(${theirs.tenantId}, ${analyst.role})`
    expect(
      await add.then(
        () => 'done',
        (error: { code: string }) => error.code,
      ),
    ).toBe('23505')
    const edgeRole = database.edge`select api.add_analyst(${theirs.tenantId}, 'rapport_edge')`
    expect(
      await edgeRole.then(
        () => 'done',
        (error: { code: string }) => error.code,
      ),
    ).toBe('23514')
  })
})
