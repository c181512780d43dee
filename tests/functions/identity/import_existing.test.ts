import { afterAll, beforeAll, expect, test } from 'bun:test'
import { openExistingTables } from '../../../src/cli/import/existing-tables.ts'
import { type ImportOptions, importCustomers, importMessages } from '../../../src/cli/import/run-import.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { nativeOnly } from '../../fixtures/lane.ts'
import { type Scratch, scratchDatabase } from '../../fixtures/scratch.ts'
import { newTenant } from '../../fixtures/tenant.ts'

/** The tables of a shared-thread installation, as its migrations make them. */
const TABLES = `
  create table shared_thread_customers (
    id uuid primary key, summary text, current_issue_summary text, created_at timestamp not null default now(), updated_at timestamp);
  create table shared_thread_identities (
    id uuid primary key default gen_random_uuid(), customer_id uuid not null, type text not null, value text not null,
    verified_at timestamp, created_at timestamp not null default now());
  create table shared_thread_threads (
    id uuid primary key, customer_id uuid not null, channel text not null, created_at timestamp not null default now());
  create table shared_thread_messages (
    id uuid primary key default gen_random_uuid(), thread_id uuid not null, role text not null, text text, created_at timestamp not null);
  create table customers (id text primary key, first_name text, last_name text, email text, mobile_number text, company text);
  create table customer_addresses (
    id serial primary key, customer_id text not null, street text, city text, state text, zip text, latitude real,
    job_count integer not null default 0, last_service_date timestamp, water_heater_age integer, water_heater_brand text,
    updated_at timestamp not null default now());
  insert into shared_thread_customers (id, summary) values
    ('11111111-1111-4111-8111-111111111111', 'Prefers mornings'), ('22222222-2222-4222-8222-222222222222', null);
  insert into shared_thread_identities (customer_id, type, value) values
    ('11111111-1111-4111-8111-111111111111', 'phone', '+12025550141'),
    ('11111111-1111-4111-8111-111111111111', 'web_user_id', 'web-1'),
    ('22222222-2222-4222-8222-222222222222', 'housecall_pro_id', 'cus_0123456789abcdef0123456789abcdef'),
    ('22222222-2222-4222-8222-222222222222', 'web_user_id', 'web-2');
  insert into shared_thread_threads (id, customer_id, channel) values
    ('33333333-3333-4333-8333-333333333333', '11111111-1111-4111-8111-111111111111', 'sms');
  insert into shared_thread_messages (thread_id, role, text, created_at) values
    ('33333333-3333-4333-8333-333333333333', 'user', 'My heater is cold', '2025-05-01 12:00:00'),
    ('33333333-3333-4333-8333-333333333333', 'assistant', 'We can come on Monday', '2025-05-01 12:01:00');
  insert into customers values ('hcp_9', 'Ann', 'Archer', 'Ann@Example.com', '(202) 555-0141', null), ('hcp_10', 'Nobody', null, null, 'x', null);
  insert into customer_addresses (customer_id, street, city, state, zip) values ('hcp_9', '12 Oak St', 'Boston', 'MA', '02139');
  insert into customer_addresses (customer_id, street, zip, water_heater_age, water_heater_brand, updated_at) values
    ('cus_0123456789abcdef0123456789abcdef', '5 Pine Ct', '02139', 12, 'Rheem', '2025-03-01');
`

let scratch: Scratch | undefined
let api: Api
let tenantId: string
beforeAll(async () => {
  const database = await testDatabase()
  api = createApi(database.edge)
  tenantId = (await newTenant(database.admin)).tenantId
}, 60_000)
afterAll(() => scratch?.close())

nativeOnly.test(
  'existing shared-thread tables come in with their talk, linked by phone to the customers table, and again change nothing',
  async () => {
    scratch = await scratchDatabase()
    await scratch.sql.unsafe(TABLES)
    const options: ImportOptions = { tenantId, source: 'shared_thread', attempt: (work) => work(api) }
    const run = async () => {
      const tables = await openExistingTables(scratch?.url as string)
      try {
        const customers = await importCustomers(tables.customers(), options)
        return { ...customers, messages: await importMessages(tables.messages(), options) }
      } finally {
        await tables.close()
      }
    }
    const first = await run()
    expect(first.counts).toEqual({ created: 3, linked: 1, pending: 0, skipped: 0 })
    expect(first.messages).toEqual({ created: 2, known: 0, skipped: 0 })
    const context = await api.getCustomerContext({ tenantId, type: 'web_user_id', value: 'web-1' })
    expect(context).toMatchObject({
      name: 'Ann Archer',
      email: 'ann@example.com',
      primaryPhone: '+12025550141',
      conversationSummary: 'Prefers mornings',
      properties: [{ address: expect.stringContaining('12 Oak St') }],
    })
    const crossed = await api.getCustomerContext({ tenantId, type: 'web_user_id', value: 'web-2' })
    expect(crossed?.properties).toMatchObject([{ address: expect.stringContaining('5 Pine Ct') }])
    expect(JSON.stringify(crossed)).toContain('Rheem')
    expect(context?.lastExchanges.map((said) => [said.at, said.role, said.text]).sort()).toEqual([
      ['2025-05-01T12:00:00.000Z', 'customer', 'My heater is cold'],
      ['2025-05-01T12:01:00.000Z', 'assistant', 'We can come on Monday'],
    ])
    const again = await run()
    expect(again.counts).toEqual({ created: 0, linked: 4, pending: 0, skipped: 0 })
    expect(again.messages).toEqual({ created: 0, known: 2, skipped: 0 })
  },
  30_000,
)

nativeOnly.test('a database without any of the tables is refused', async () => {
  const empty = await scratchDatabase()
  try {
    await expect(openExistingTables(empty.url as string)).rejects.toThrow('neither')
  } finally {
    await empty.close()
  }
})

test('a database that is away is an error and not an empty import', async () => {
  await expect(openExistingTables('postgres://127.0.0.1:1/none')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})
