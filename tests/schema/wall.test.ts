import { beforeAll, describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { Sql } from '../../src/db/connect.ts'
import { testDatabase } from '../fixtures/database.ts'
import { failureOf } from '../fixtures/failure.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { type FullTenant, newFullTenant } from '../fixtures/rows-everywhere.ts'
import { asApi } from '../functions/identity/as-api.ts'
import { type ApiFunction, argumentsFor, callApi, tenantFunctions } from './wall-calls.ts'
import { checksumOf, insertOnlyTables, ownedTables, reachableTables, rowsOf, walledTables } from './wall-tables.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let admin: Sql
let mine: FullTenant
let theirs: FullTenant
let walled: string[]
let reachable: string[]
let logs: string[]

beforeAll(async () => {
  database = await testDatabase()
  admin = database.admin
  mine = await newFullTenant(admin, 2)
  theirs = await newFullTenant(admin, 4)
  walled = await walledTables(admin)
  reachable = await reachableTables(admin)
  logs = await insertOnlyTables(admin)
})

test('the tenants of these tests have rows in every walled table', async () => {
  for (const tenant of [mine, theirs]) {
    const counts = await Promise.all(walled.map((table) => rowsOf(admin, table, tenant.tenantId)))
    expect(walled.filter((_, index) => counts[index] === 0)).toEqual([])
  }
  expect(reachable.length).toBeGreaterThan(25)
})

describe('row level security, for what api functions run as', () => {
  const refusal = async (tenantId: string | null, statement: string) => {
    const failure = await failureOf(asApi(admin, tenantId, (sql) => sql.unsafe(statement)))
    return [statement, failure?.code, failure?.message.includes('row-level security')]
  }

  test('shows nothing and changes nothing without a tenant', async () => {
    for (const table of reachable) {
      const seen = await asApi(admin, null, async (sql) => [
        (await sql.unsafe(`select count(*)::integer as n from ${table}`))[0]?.n,
        ...(logs.includes(table)
          ? []
          : [
              (await sql.unsafe(`update ${table} set tenant_id = tenant_id`)).count,
              (await sql.unsafe(`delete from ${table}`)).count,
            ]),
      ])
      expect([table, ...seen]).toEqual([table, ...(logs.includes(table) ? [0] : [0, 0, 0])])
    }
  })

  test('lets nobody change or delete what is in the logs, not even the own tenant', async () => {
    expect(logs).toEqual(['ops.access_log', 'ops.audit_log'])
    for (const table of logs)
      for (const statement of [
        `update ${table} set tenant_id = tenant_id`,
        `delete from ${table}`,
        `truncate ${table}`,
      ])
        expect(await refusal(mine.tenantId, statement)).toEqual([statement, '42501', false])
  })

  test('shows each tenant exactly its own rows, whatever filter was forgotten', async () => {
    for (const table of reachable)
      for (const { tenantId } of [mine, theirs]) {
        const [row] = await asApi(admin, tenantId, (sql) => sql.unsafe(`select count(*)::integer as n from ${table}`))
        expect([table, row?.n]).toEqual([table, await rowsOf(admin, table, tenantId)])
      }
  })

  test('refuses rows for another tenant, new ones and moved ones', async () => {
    for (const table of reachable)
      for (const statement of [
        `insert into ${table} (tenant_id) values ('${theirs.tenantId}')`,
        ...(logs.includes(table) ? [] : [`update ${table} set tenant_id = '${theirs.tenantId}'`]),
      ])
        expect(await refusal(mine.tenantId, statement)).toEqual([statement, '42501', true])
  })

  test('refuses a row without a tenant being set, even for that tenant', async () => {
    for (const table of reachable) {
      const statement = `insert into ${table} (tenant_id) values ('${mine.tenantId}')`
      expect(await refusal(null, statement)).toEqual([statement, '42501', true])
    }
  })
})

describe('api functions', () => {
  let functions: ApiFunction[]
  let owned: string[]
  beforeAll(async () => {
    functions = await tenantFunctions(admin)
    owned = await ownedTables(admin)
  })

  test('called for one tenant with everything that is known of another read and change nothing of it', async () => {
    const before = await checksumOf(admin, owned, theirs.tenantId)
    // Over 1,000 on a server.
    const calls = database.kind === 'server' ? 15 : 2
    expect(functions.length).toBeGreaterThan(80)
    for (const api of functions)
      await fc.assert(
        fc.asyncProperty(argumentsFor(api, mine, theirs), async (args) => {
          const result = await callApi(database.edge, api, { ...args, p_tenant_id: mine.tenantId })
          expect(result.text).not.toContain(theirs.word)
          expect(await checksumOf(admin, owned, theirs.tenantId)).toBe(before)
        }),
        { numRuns: calls },
      )
  }, 300_000)

  test('called for a tenant that does not exist read nothing of any', async () => {
    const before = await checksumOf(admin, owned, theirs.tenantId)
    for (const api of functions) {
      const [args] = fc.sample(argumentsFor(api, mine, theirs), 1)
      const result = await callApi(database.edge, api, { ...args, p_tenant_id: crypto.randomUUID() })
      expect([api.name, result.text.includes(theirs.word)]).toEqual([api.name, false])
    }
    expect(await checksumOf(admin, owned, theirs.tenantId)).toBe(before)
  })

  test('called without a tenant are refused', async () => {
    for (const api of functions.filter(({ name }) => name !== 'create_tenant')) {
      const [args] = fc.sample(argumentsFor(api, mine, theirs), 1)
      const result = await callApi(database.edge, api, { ...args, p_tenant_id: null })
      // A strict function is not even entered.
      expect([api.name, result.ok ? result.text : result.code]).toEqual([api.name, api.isStrict ? 'null' : '22004'])
    }
  })
})

nativeOnly.describe('a login as the edge', () => {
  const refused = async (statement: string) => {
    const failure = await failureOf(database.edge.begin((sql) => sql.unsafe(statement)))
    expect([statement, failure?.code]).toEqual([statement, '42501'])
  }

  test('reads and writes no table, also with a tenant set by itself', async () => {
    const tables = await admin`
      select c.oid::regclass::text as name from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'v', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`
    expect(tables.length).toBeGreaterThan(50)
    for (const { name } of tables) {
      await refused(`set local rapport.tenant_id = '${theirs.tenantId}'; select * from ${name}`)
      await refused(`delete from ${name}`)
    }
  })

  test('executes no function outside api', async () => {
    const functions = await admin`
      select format('%I.%I(%s)', n.nspname, p.proname, coalesce(
        (select string_agg('null::' || format_type(a.type, null), ', ' order by a.place) from unnest(p.proargtypes) with ordinality as a (type, place)), ''
      )) as call, p.prokind as kind
      from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace
      where n.nspname in ('tenancy', 'identity', 'memory', 'context', 'insight', 'crm', 'lead', 'outreach', 'ai', 'intake', 'ops', 'queue')
        and p.prorettype <> 'trigger'::regtype`
    expect(functions.length).toBeGreaterThan(20)
    for (const { call, kind } of functions) await refused(`${kind === 'p' ? 'call' : 'select'} ${call}`)
  })

  test('becomes no other role', async () => {
    for (const role of ['rapport_owner', 'rapport_api', 'rapport_analytics', 'rapport_worker', 'postgres']) {
      await refused(`set local role ${role}`)
      await refused(`set session authorization ${role}`)
      await refused(`grant ${role} to rapport_edge`)
    }
  })

  test('makes nothing of its own, not even a temporary table that could stand in for a type', async () => {
    for (const statement of [
      'create temporary table text (id integer)',
      'create table public.x (id integer)',
      'create function api.x() returns integer language sql as $$ select 1 $$',
      'create schema x',
    ])
      await refused(statement)
  })

  test('gains nothing from a tenant that it sets itself: each api function sets its own', async () => {
    const [row] = await database.edge.begin(async (sql) => {
      await sql`select set_config('rapport.tenant_id', ${theirs.tenantId}, true)`
      return sql`select count(*)::integer as n from api.list_api_keys(${mine.tenantId}) where name = ${theirs.word}`
    })
    expect(row?.n).toBe(0)
  })
})
