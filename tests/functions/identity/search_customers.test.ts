import { beforeAll, describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { nativeOnly } from '../../fixtures/lane.ts'
import { newNumber } from '../../fixtures/numbers.ts'
import { newCustomer, newTenant, type TestTenant } from '../../fixtures/tenant.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let api: Api
let tenant: TestTenant
const phones = { john: newNumber(), jose: newNumber(), muller: newNumber(), acme: newNumber() }
const ids: Record<string, string> = {}

beforeAll(async () => {
  database = await testDatabase()
  api = createApi(database.edge)
  tenant = await newTenant(database.admin, { timeZone: 'America/Los_Angeles' })
  const people = {
    john: { firstName: 'John', lastName: 'Johnson', phone: phones.john, email: 'john.johnson@example.com' },
    jose: { firstName: 'José', lastName: 'García', phone: phones.jose, email: 'jose@example.com' },
    muller: { firstName: 'Anna', lastName: 'Müller-Lüdenscheidt', phone: phones.muller, housecallProId: 'cus_Ab12' },
    acme: { companyName: 'Acme Properties LLC', phone: phones.acme },
    michael: { firstName: 'Michael', lastName: 'Smith' },
  }
  for (const [name, person] of Object.entries(people))
    ids[name] = await newCustomer(database.admin, tenant.tenantId, person)
  const other = await newTenant(database.admin)
  for (const person of Object.values(people)) await newCustomer(database.admin, other.tenantId, person)
})

const rows = (query: string, limit?: number | null) =>
  api.searchCustomers({ tenantId: tenant.tenantId, query, ...(limit === undefined ? {} : { limit }) })
const found = async (query: string) =>
  (await rows(query)).map((row) => Object.keys(ids).find((name) => ids[name] === row.customerId) ?? row.customerId)
const spelled = (phone: string, pattern: string) => {
  const digits = phone.slice(2)
  return pattern.replace('AAA', digits.slice(0, 3)).replace('BBB', digits.slice(3, 6)).replace('CCCC', digits.slice(6))
}

describe('a customer is found by', () => {
  test.each([
    '+1AAABBBCCCC',
    'AAABBBCCCC',
    '(AAA) BBB-CCCC',
    'AAA-BBB-CCCC',
    'AAA.BBB.CCCC',
    '1 AAA BBB CCCC',
    '  +1 (AAA) BBB CCCC ',
  ])('phone, written %p', async (pattern) => {
    expect(await found(spelled(phones.john, pattern))).toEqual(['john'])
  })

  test('the last four or seven digits', async () => {
    expect(await found(phones.jose.slice(-4))).toContain('jose')
    expect(await found(spelled(phones.jose, 'BBB-CCCC'))).toContain('jose')
    expect(await found(phones.jose.slice(-3))).toEqual([])
  })

  test.each(['john.johnson@example.com', 'John.Johnson@Example.COM', ' john.johnson@example.com '])(
    'e-mail, written %p',
    async (query) => {
      expect((await found(query))[0]).toBe('john')
    },
  )

  test('the id in the CRM, in its own case', async () => {
    expect(await found('cus_Ab12')).toEqual(['muller'])
  })

  test.each([
    ['José', 'jose'],
    ['jose', 'jose'],
    ['JOSE GARCIA', 'jose'],
    ['garcia, josé', 'jose'],
    ['müller', 'muller'],
    ['muller', 'muller'],
    ['ludenscheidt', 'muller'],
    ['Jonson', 'john'],
    ['Johnsen', 'john'],
    ['Jon Johnson', 'john'],
    ['Micheal', 'michael'],
    ['michael smiht', 'michael'],
    ['mich', 'michael'],
    ['arci', 'jose'],
    ['acme', 'acme'],
    ['propertys', 'acme'],
  ])('a name, written %p', async (query, expected) => {
    expect((await found(query))[0]).toBe(expected)
  })
})

test('a row shows who it is, and the last visit as the local day of the shop', async () => {
  await database.admin`
    insert into context.customer_addresses (tenant_id, customer_id, city) values (${tenant.tenantId}, ${ids.john as string}, 'Reno')`
  await database.admin`
    insert into context.customer_job_history (tenant_id, customer_id, work_status, completed_at)
    values (${tenant.tenantId}, ${ids.john as string}, 'completed', '2026-03-02T05:30:00Z')`
  expect(await rows(phones.john)).toEqual([
    {
      customerId: ids.john as string,
      name: 'John Johnson',
      companyName: null,
      phone: phones.john,
      email: 'john.johnson@example.com',
      city: 'Reno',
      lastServiceOn: '2026-03-01',
      score: 1,
    },
  ])
})

test('a customer whom several things match comes once, the best match first, equals by name', async () => {
  const names = await found('john.johnson@example.com')
  expect(names.filter((name) => name === 'john')).toHaveLength(1)
  const scores = (await rows('john')).map((row) => row.score as number)
  expect(scores).toEqual(scores.toSorted((a, b) => b - a))
})

test('at most limit rows come: 20 unless told, never more than 100 nor fewer than one', async () => {
  const { tenantId } = await newTenant(database.admin)
  await database.admin`
    insert into identity.customers (tenant_id, first_name, last_name)
    select ${tenantId}, 'Zebulon', 'Number ' || n from generate_series(1, 130) as n`
  const count = async (limit?: number | null) =>
    (await api.searchCustomers({ tenantId, query: 'zebulon', ...(limit === undefined ? {} : { limit }) })).length
  const counts = []
  for (const limit of [undefined, null, 5, 0, -3, 100, 1000]) counts.push(await count(limit))
  expect(counts).toEqual([20, 20, 5, 1, 1, 100, 100])
})

test.each([
  '%',
  '_',
  '%%%',
  'j_hn',
  "'; drop table identity.customers; --",
  '\\',
  '"',
  '🔧🔧',
  '',
  '  ',
  'x',
  '+',
  '()',
])('the hostile query %p finds nobody and breaks nothing', async (query) => {
  expect(await found(query)).toEqual([])
})

test('a query of ten thousand characters, or of any characters, is answered', async () => {
  for (const query of ['a', '5', ' ', '%', 'é', '🔧'].map((part) => part.repeat(10_000))) await rows(query)
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'binary', maxLength: 300 }).filter((text) => !text.includes('\0')),
      async (query) => {
        expect((await rows(query)).length).toBeLessThanOrEqual(5)
      },
    ),
    { numRuns: 200 },
  )
})

test('customers of another tenant are never found, whatever is asked', async () => {
  const { tenantId } = await newTenant(database.admin)
  for (const query of [
    'john',
    'jose garcia',
    phones.john,
    phones.jose.slice(-4),
    'jose@example.com',
    'cus_Ab12',
    'acme',
  ])
    expect(await api.searchCustomers({ tenantId, query })).toEqual([])
})

nativeOnly.test(
  'among 20,000 customers of a tenant no search reads the whole table of customers or identities',
  async () => {
    const { admin } = database
    const { tenantId } = await newTenant(admin)
    await admin.unsafe(
      `with people as (
         insert into identity.customers (tenant_id, first_name, last_name)
         select $1, initcap(substr(md5('f' || n % 900), 1, 7)), initcap(substr(md5('l' || n), 1, 9))
         from generate_series(1, 20000) as n returning tenant_id, id
       )
       insert into identity.customer_identities (tenant_id, customer_id, type, value)
       select p.tenant_id, p.id, 'phone', '+1' || (2000000000 + row_number() over ()) from people as p`,
      [tenantId],
    )
    const ann = await newCustomer(admin, tenantId, {
      firstName: 'Annabel',
      lastName: 'Lee',
      email: 'annabel@example.com',
    })
    await admin`analyze identity.customers, identity.customer_identities, context.customer_context`
    await admin.begin(async (sql) => {
      const search = async (query: string) => [
        ...(await sql`select * from api.search_customers(${tenantId}, ${query})`),
      ]
      expect((await search('anabel lee'))[0]?.customer_id).toBe(ann)
      expect((await search('0777')).map((row) => row.phone)).toContain('+12000000777')
      const queries = [
        'annabel lee',
        'anabel',
        '+12000000777',
        '0777',
        '000-0777',
        'annabel@example.com',
        'nobody at all',
      ]
      for (const query of queries) await search(query)
      // Of this transaction only: other connections do not disturb the count.
      const scanned = await sql`
        select relname as name, seq_scan as scans from pg_stat_xact_user_tables
        where relid in ('identity.customers'::regclass, 'identity.customer_identities'::regclass)`
      expect([...scanned].map((row) => [row.name, Number(row.scans)]).toSorted()).toEqual([
        ['customer_identities', 0],
        ['customers', 0],
      ])
    })
  },
  60_000,
)
