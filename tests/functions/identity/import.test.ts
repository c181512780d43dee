import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { readCustomerFile, type SourceRecord } from '../../../src/cli/import/read-file.ts'
import { type ImportOptions, importCustomers } from '../../../src/cli/import/run-import.ts'
import type { Sql } from '../../../src/db/connect.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { testServer } from '../../fixtures/lane.ts'
import { folderOf } from '../../fixtures/scratch.ts'
import { newCustomer, newTenant } from '../../fixtures/tenant.ts'

let admin: Sql
let api: Api
let folder: Awaited<ReturnType<typeof folderOf>>
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  api = createApi(database.edge)
  folder = await folderOf({})
}, 60_000)
afterAll(() => folder.remove())

const newShop = async () => (await newTenant(admin)).tenantId
const options = (tenantId: string): ImportOptions => ({ tenantId, source: 'file', attempt: (work) => work(api) })
const fromFile = async (tenantId: string, name: string, text: string) => {
  await folder.write({ [name]: text })
  return importCustomers(readCustomerFile(`${folder.root}/${name}`), options(tenantId))
}
const fromRecords = (tenantId: string, records: Record<string, unknown>[]) =>
  importCustomers(
    (async function* (): AsyncIterable<SourceRecord> {
      for (const [index, record] of records.entries()) yield { line: index + 1, record }
    })(),
    options(tenantId),
  )
const customers = async (tenantId: string) => [
  ...(await admin`
    select c.first_name as first, c.last_name as last, array(
      select i.value from identity.customer_identities as i where i.customer_id = c.id order by i.type desc, i.value) as values
    from identity.customers as c where c.tenant_id = ${tenantId} order by c.first_name, c.last_name`),
]
const counts = async (tenantId: string) => {
  const [row] = await admin`
    select (select count(*)::int from identity.customers where tenant_id = ${tenantId}) as customers,
      (select count(*)::int from identity.customer_identities where tenant_id = ${tenantId}) as identities,
      (select count(*)::int from identity.pending_links where tenant_id = ${tenantId}) as links,
      (select count(*)::int from context.customer_addresses where tenant_id = ${tenantId}) as addresses`
  return row
}

const csv = `First Name,Last Name,Phone,E-mail,Street,City,ZIP,Customer Since
Ann,Archer,(202) 555-0101,ANN@Example.com,12 Oak Street,Boston,02139,3/9/2019
Annie,Archer,202-555-0101,,,,,
Bob,Baker,+12025550102,,9 Elm Ave,Boston,02139,
Bob,Archer,202.555.0101,bob@example.com,,,,
Carl,Cook,12,,,,,
Dora,Duke,not a number,dora@example.com,,,,yesterday
Eve,"unclosed
`

describe('an import of a file', () => {
  test('creates, links by phone and e-mail, keeps two people of one number apart, and says why a line is left out', async () => {
    const tenantId = await newShop()
    const { counts: totals, lines } = await fromFile(
      tenantId,
      'customers.csv',
      csv.replace(/Eve.*\n/, 'Eve,Evans,1,2\n'),
    )
    expect(totals).toEqual({ created: 3, linked: 1, pending: 1, skipped: 2 })
    expect(lines.map(({ line, outcome, reason }) => [line, outcome, reason])).toEqual([
      [2, 'created', null],
      [3, 'linked', null],
      [4, 'created', null],
      [5, 'pending', 'another customer has the same phone number or e-mail address'],
      [6, 'skipped', 'no phone number, e-mail address or id; a phone number is not valid'],
      [7, 'created', 'a phone number is not valid; a date is not valid'],
      [8, 'skipped', 'it does not have the columns of the header'],
    ])
    expect(await customers(tenantId)).toEqual([
      { first: 'Ann', last: 'Archer', values: ['+12025550101', 'ann@example.com'] },
      { first: 'Bob', last: 'Archer', values: ['bob@example.com'] },
      { first: 'Bob', last: 'Baker', values: ['+12025550102'] },
      { first: 'Dora', last: 'Duke', values: ['dora@example.com'] },
    ])
    const [since] =
      await admin`select customer_since::text as since from identity.customers where tenant_id = ${tenantId} and first_name = 'Ann'`
    expect(since?.since).toBe('2019-03-09')
    const proposals = await api.listMergeProposals({ tenantId })
    expect(proposals).toMatchObject([{ reasons: ['imported with a value of another customer'] }])
  })

  test('again changes nothing', async () => {
    const tenantId = await newShop()
    const text = csv.replace(/Eve.*\n/, '')
    await fromFile(tenantId, 'again.csv', text)
    const before = [await counts(tenantId), await customers(tenantId)]
    const { counts: totals } = await fromFile(tenantId, 'again.csv', text)
    expect(totals).toEqual({ created: 0, linked: 5, pending: 0, skipped: 1 })
    expect([await counts(tenantId), await customers(tenantId)]).toEqual(before)
  })

  test('reads JSON lines, and a line that is none is skipped', async () => {
    const tenantId = await newShop()
    const { counts: totals } = await fromFile(
      tenantId,
      'customers.jsonl',
      '{"id": 7, "name": "Ann Archer", "phones": ["2025550111"], "tags": ["vip"], "addresses": [{"street": "1 A St", "zip": "02139"}]}\nnonsense\n\n[1]\n{"id": 8, "email": "b@example.com"}\n',
    )
    expect(totals).toEqual({ created: 2, linked: 0, pending: 0, skipped: 2 })
    expect(await counts(tenantId)).toMatchObject({ customers: 2, addresses: 1 })
  })
})

describe('an imported row', () => {
  test('fills what a known customer lacks and overwrites nothing, least of all what a person set', async () => {
    const tenantId = await newShop()
    const id = await newCustomer(admin, tenantId, { firstName: 'Ann', phone: '+12025550121' })
    const { version } = await api.getCustomer({ tenantId, customerId: id })
    await api.updateCustomer({
      tenantId,
      customerId: id,
      changes: { leadSource: null },
      version,
      source: 'staff',
      actor: 'k',
    })
    const report = await fromRecords(tenantId, [
      { first_name: 'Anna', last_name: 'Archer', phone: '2025550121', email: 'a@example.com', lead_source: 'radio' },
    ])
    expect(report.lines).toMatchObject([{ outcome: 'linked', customerId: id }])
    const record = await api.getCustomer({ tenantId, customerId: id })
    expect(record).toMatchObject({ firstName: 'Ann', lastName: 'Archer', leadSource: null })
    expect(record.fieldSources.lastName).toMatchObject({ source: 'import' })
    expect(record.identities.map((identity) => identity.value)).toContain('a@example.com')
  })

  test('of an erased customer is skipped, by its CRM id as by its id in the other system', async () => {
    const tenantId = await newShop()
    const rows = [
      { id: 'x1', name: 'Ann Archer', email: 'erased@example.com' },
      { name: 'Bob', email: 'erased2@example.com', housecall_pro_id: 'cus_1' },
    ]
    const { lines } = await fromRecords(tenantId, rows)
    for (const { customerId } of lines)
      await api.eraseCustomer({ tenantId, customerId: customerId as string, actor: 'k' })
    const again = await fromRecords(tenantId, rows)
    expect(again.lines.map((line) => line.reason)).toEqual(Array(2).fill('the customer was erased'))
    expect(await counts(tenantId)).toMatchObject({ customers: 0 })
  })

  test('brings its property and its water heater, an age as the date it follows from', async () => {
    const tenantId = await newShop()
    const home = {
      street: '12 Oak St',
      zip: '02139',
      latitude: '42.36',
      plumbing_age: 40,
      last_inspection_date: '2024-05-01',
    }
    await fromRecords(tenantId, [
      {
        name: 'Ann Archer',
        phone: '2025550151',
        addresses: [
          {
            ...home,
            water_heater_type: 'tank',
            water_heater_brand: 'Rheem',
            water_heater_age: 11,
            updated_at: '2025-06-01',
          },
          {
            street: '9 Elm Ave',
            zip: '02139',
            water_heater_install_date: '2019-02-03',
            latitude: 'north',
            year_built: 12,
          },
          { street: '7 Ash Rd', zip: '02139' },
        ],
      },
    ])
    const rows = await admin`
      select a.street, a.latitude, a.plumbing_installed_on::text as plumbing, a.last_inspection_date::text as inspected, e.make, e.type,
        e.installed_on::text as installed, e.installed_on_precision as precision, e.source
      from context.customer_addresses as a left join context.equipment as e on e.tenant_id = a.tenant_id and e.address_id = a.id
      where a.tenant_id = ${tenantId} order by a.street`
    const nothing = { latitude: null, plumbing: null, inspected: null, make: null, type: null }
    expect([...rows]).toEqual([
      {
        ...{ street: '12 Oak St', latitude: 42.36, plumbing: '1985-06-01', inspected: '2024-05-01' },
        ...{ make: 'Rheem', type: 'tank', installed: '2014-06-01', precision: 'estimate', source: 'import' },
      },
      { street: '7 Ash Rd', ...nothing, installed: null, precision: null, source: null },
      { street: '9 Elm Ave', ...nothing, installed: '2019-02-03', precision: 'day', source: 'import' },
    ])
  })

  test('keeps the refusals it carries, once, for every number of the row, and nothing may be sent there', async () => {
    const tenantId = await newShop()
    const rows = [
      { name: 'Ann', phones: ['2025550161', '2025550162'], email: 'ann@example.com', sms_opt_out: 'Yes' },
      { name: 'Bob', phone: '2025550163', email: 'bob@example.com', do_not_contact: true },
      { name: 'Cleo', phone: '2025550164', email: 'cleo@example.com', opt_out: 'no', unsubscribed: 'false' },
    ]
    const refused = async () => [
      ...(await admin`
        select s.channel, s.address, e.source from outreach.suppressions as s
        join outreach.consent_events as e on e.tenant_id = s.tenant_id and e.id = s.consent_event_id
        where s.tenant_id = ${tenantId} order by s.channel, s.address`),
    ]
    await fromRecords(tenantId, rows)
    const expected = [
      { channel: 'email', address: 'bob@example.com', source: 'import' },
      { channel: 'sms', address: '+12025550161', source: 'import' },
      { channel: 'sms', address: '+12025550162', source: 'import' },
      { channel: 'sms', address: '+12025550163', source: 'import' },
    ]
    expect(await refused()).toEqual(expected)
    await fromRecords(tenantId, rows)
    expect(await refused()).toEqual(expected)
    const [events] = await admin`select count(*)::int as n from outreach.consent_events where tenant_id = ${tenantId}`
    expect(events?.n).toBe(4)
    const context = await api.getCustomerContext({ tenantId, type: 'phone', value: '+12025550163' })
    expect(context?.consent.sms).toMatchObject({ status: 'blocked', reason: 'opt_out' })
  })

  test('that the database refuses is skipped alone', async () => {
    const tenantId = await newShop()
    const { lines, counts: totals } = await fromRecords(tenantId, [
      { id: 1, email: 'one@example.com' },
      { id: 'x'.repeat(300), email: 'two@example.com' },
      { id: 3, email: 'three@example.com' },
    ])
    expect(totals).toEqual({ created: 2, linked: 0, pending: 0, skipped: 1 })
    expect(lines[1]?.reason).toBe('the database refused a value (23514)')
  })
})

const PEOPLE = testServer ? 4000 : 800
test(`${PEOPLE * 1.25} rows with duplicates and rubbish are in once, whichever batch they are in, and again change nothing`, async () => {
  const tenantId = await newShop()
  const rows = Array.from({ length: PEOPLE * 1.25 }, (_, n) => {
    const person = n % PEOPLE
    if (n % 100 === 99) return { first_name: 'Rubbish', phone: '5', email: 'at' }
    const phone = `+1${201 + Math.floor(person / 1000)}${String(2_000_000 + (person % 1000) * 7).padStart(7, '0')}`
    return {
      first_name: `First${person}`,
      last_name: `Last${person}`,
      ...(n % 2 ? { phone } : { email: `p${person}@example.com`, phone }),
    }
  })
  const { counts: totals } = await fromRecords(tenantId, rows)
  expect(totals).toEqual({ created: PEOPLE * 0.99, linked: PEOPLE * 0.2475, pending: 0, skipped: PEOPLE / 80 })
  const before = await counts(tenantId)
  expect(before).toMatchObject({ customers: PEOPLE * 0.99, links: 0 })
  expect((await fromRecords(tenantId, rows)).counts).toEqual({
    created: 0,
    linked: PEOPLE * 1.2375,
    pending: 0,
    skipped: PEOPLE / 80,
  })
  expect(await counts(tenantId)).toEqual(before)
}, 180_000)

test('messages come in once, in one closed conversation a thread, and only for customers that are there', async () => {
  const tenantId = await newShop()
  await fromRecords(tenantId, [{ externalId: 'thread:1', name: 'Ann', phone: '2025550131' }])
  const row = (messageId: string, customerId: string, role: string) => ({
    messageId,
    threadId: `t-${customerId}`,
    customerId,
    channel: 'sms',
    role,
    body: `body ${messageId}`,
    at: '2025-03-04T10:00:00Z',
  })
  const rows = [row('1', 'thread:1', 'customer'), row('2', 'thread:1', 'assistant'), row('3', 'thread:9', 'customer')]
  const run = () => api.importMessages({ tenantId, source: 'file', rows })
  expect(await run()).toEqual({ created: 2, known: 0, skipped: 1 })
  expect(await run()).toEqual({ created: 0, known: 2, skipped: 1 })
  const context = await api.getCustomerContext({ tenantId, type: 'phone', value: '+12025550131' })
  expect(context?.lastExchanges.map((exchange) => [exchange.role, exchange.text]).sort()).toEqual([
    ['assistant', 'body 2'],
    ['customer', 'body 1'],
  ])
})
