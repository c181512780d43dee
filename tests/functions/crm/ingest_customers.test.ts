import { beforeAll, describe, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { failureOf } from '../../fixtures/failure.ts'
import { nativeOnly } from '../../fixtures/lane.ts'
import { newCustomer, newTenant } from '../../fixtures/tenant.ts'
import { intakeOf, ownerOf, rawCustomer, valuesOf } from './housecall.ts'

let admin: Sql
let api: Api
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  api = createApi(database.edge)
}, 60_000)

async function newShop() {
  const { tenantId } = await newTenant(admin)
  return { tenantId, intake: intakeOf(api, tenantId) }
}
const recordOf = (tenantId: string, customerId: string) => api.getCustomer({ tenantId, customerId })
const proposals = async (tenantId: string) => (await api.listMergeProposals({ tenantId })).map(({ reasons }) => reasons)

describe('a customer of HousecallPro', () => {
  test('becomes one of ours with profile, numbers, addresses; the same again changes nothing', async () => {
    const { tenantId, intake } = await newShop()
    const raw = rawCustomer({
      email: 'Ann@Example.com; second@example.com',
      mobile_number: '2025550101',
      home_number: '(202) 555-0102',
      company: 'Archer LLC',
      tags: ['VIP', ' Family Discount '],
      lead_source: 'Google',
      notes: 'Dog in the yard',
      addresses: [
        {
          id: 'adr_1',
          type: 'service',
          street: '12 Oak St',
          city: 'Boston',
          state: 'MA',
          zip: '02139',
          latitude: '42.1',
        },
        { id: null, type: 'billing', street: 'PO Box 7', zip: '02139-1234', longitude: 'north' },
        { id: 'adr_3', street: null },
      ],
    })
    expect(await intake.customers([raw])).toMatchObject({ received: 1, created: 1, problems: [], warnings: [] })
    const customerId = await ownerOf(admin, tenantId, raw)
    expect(await recordOf(tenantId, customerId)).toMatchObject({
      firstName: 'Ann',
      companyName: 'Archer LLC',
      customerSince: '2024-03-09',
      tags: ['VIP', 'Family Discount'],
      leadSource: 'Google',
      source: 'crm',
    })
    expect(await valuesOf(admin, customerId)).toEqual([
      '+12025550101*',
      '+12025550102',
      'ann@example.com*',
      'second@example.com',
    ])
    const addresses = await admin`
      select housecall_pro_address_id as id, type, street, zip, latitude from context.customer_addresses
      where customer_id = ${customerId} order by street`
    expect([...addresses]).toEqual([
      { id: 'adr_1', type: 'service', street: '12 Oak St', zip: '02139', latitude: 42.1 },
      { id: null, type: 'billing', street: 'PO Box 7', zip: '02139-1234', latitude: null },
    ])
    const before = await recordOf(tenantId, customerId)
    expect(await intake.customers([raw])).toMatchObject({ known: 1, changed: 0 })
    expect(await recordOf(tenantId, customerId)).toEqual(before)
  })

  test('takes over what is newer, and nothing that is older than what was read', async () => {
    const { tenantId, intake } = await newShop()
    const raw = rawCustomer({ mobile_number: '2025550103' })
    await intake.customers([raw])
    await intake.customers([{ ...raw, first_name: 'Anna', updated_at: '2026-02-01T00:00:00Z' }])
    expect(await intake.customers([{ ...raw, first_name: 'Old', updated_at: '2026-01-31T00:00:00Z' }])).toMatchObject({
      older: 1,
      changed: 0,
    })
    expect(await recordOf(tenantId, await ownerOf(admin, tenantId, raw))).toMatchObject({ firstName: 'Anna' })
  })

  test('twice in one batch is the newer one', async () => {
    const { tenantId, intake } = await newShop()
    const raw = rawCustomer()
    const batch = [
      { ...raw, first_name: 'New', updated_at: '2026-02-01T00:00:00Z' },
      { ...raw, first_name: 'Old' },
    ]
    expect(await intake.customers(batch)).toMatchObject({ created: 1 })
    expect(await recordOf(tenantId, await ownerOf(admin, tenantId, raw))).toMatchObject({ firstName: 'New' })
  })

  test('that cannot be read is reported by its place, and the others come in', async () => {
    const { tenantId, intake } = await newShop()
    const good = rawCustomer()
    const report = await intake.customers([
      rawCustomer({ id: null }),
      'nonsense',
      rawCustomer({ id: 'cus_bad', updated_at: '2026-02-30T00:00:00Z', tags: 'vip' }),
      good,
      rawCustomer({ id: 'cus_odd', mobile_number: '12', email: 'nobody' }),
    ])
    expect(report).toMatchObject({
      received: 5,
      created: 2,
      problems: [
        { index: 0, id: null, reason: 'missing or of the wrong type: id' },
        { index: 1, id: null, reason: 'not an object' },
        { index: 2, id: 'cus_bad', reason: 'missing or of the wrong type: tags, updated_at' },
      ],
      warnings: [{ index: 4, id: 'cus_odd', fields: ['mobile_number', 'email'] }],
    })
    expect(await ownerOf(admin, tenantId, good)).toBeTruthy()
    expect((await failureOf(api.ingestHousecallCustomers({ tenantId, customers: {} })))?.code).toBe('RP003')
    const many = Array.from({ length: 501 }, () => rawCustomer())
    expect((await failureOf(api.ingestHousecallCustomers({ tenantId, customers: many })))?.code).toBe('RP003')
  })

  test('never overwrites what a person set, nor empties what others said; what it said itself it may empty', async () => {
    const { tenantId, intake } = await newShop()
    const raw = rawCustomer({ lead_source: 'Yelp', tags: ['a'] })
    await intake.customers([raw])
    const customerId = await ownerOf(admin, tenantId, raw)
    const set = async (source: string, changes: object) => {
      const { version } = await recordOf(tenantId, customerId)
      await api.updateCustomer({ tenantId, customerId, changes, version, source, actor: 'key' })
    }
    await set('staff', { firstName: 'Annabel' })
    await set('channel', { companyName: 'Said by text' })
    const next = { first_name: 'X', company: null, lead_source: null, tags: [], updated_at: '2026-02-01T00:00:00Z' }
    expect(await intake.customers([{ ...raw, ...next }])).toMatchObject({ changed: 1 })
    expect(await recordOf(tenantId, customerId)).toMatchObject({
      firstName: 'Annabel',
      companyName: 'Said by text',
      leadSource: null,
      tags: [],
    })
    const later = { first_name: 'X', company: 'Archer Inc', updated_at: '2026-03-01T00:00:00Z' }
    await intake.customers([{ ...raw, ...later }])
    const record = await recordOf(tenantId, customerId)
    expect(record).toMatchObject({ firstName: 'Annabel', companyName: 'Archer Inc' })
    expect(record.fieldSources.companyName).toMatchObject({ source: 'crm', sourceRef: `housecall:${raw.id}` })
  })

  test('without a key says nothing about that field', async () => {
    const { tenantId, intake } = await newShop()
    const raw = rawCustomer({ tags: ['VIP'], addresses: [{ id: 'adr_k', street: '1 Elm St', zip: '02139' }] })
    await intake.customers([raw])
    const { tags: _, addresses: __, last_name: ___, ...rest } = raw
    await intake.customers([{ ...rest, first_name: 'Anna', updated_at: '2026-02-01T00:00:00Z' }])
    const customerId = await ownerOf(admin, tenantId, raw)
    expect(await recordOf(tenantId, customerId)).toMatchObject({
      firstName: 'Anna',
      lastName: 'Archer',
      tags: ['VIP'],
    })
    expect(await admin`select from context.customer_addresses where customer_id = ${customerId}`).toHaveLength(1)
  })

  test('who was erased stays away', async () => {
    const { tenantId, intake } = await newShop()
    const raw = rawCustomer({ mobile_number: '2025550104' })
    await intake.customers([raw])
    await api.eraseCustomer({ tenantId, customerId: await ownerOf(admin, tenantId, raw), actor: 'key' })
    expect(await intake.customers([raw, rawCustomer()])).toMatchObject({ created: 1, erased: 1 })
    expect(await ownerOf(admin, tenantId, raw)).toBeUndefined()
    expect(await admin`select from crm.housecall_customers where tenant_id = ${tenantId}`).toHaveLength(1)
  })
})

describe('numbers and addresses', () => {
  test('follow HousecallPro: a corrected number no longer recognises anybody, a proved one does', async () => {
    const { tenantId, intake } = await newShop()
    const raw = rawCustomer({ mobile_number: '2025550105', home_number: '2025550106', email: 'one@example.com' })
    await intake.customers([raw])
    const customerId = await ownerOf(admin, tenantId, raw)
    await api.linkIdentity({ tenantId, customerId, type: 'phone', value: '+12025550106', verifiedBy: 'channel' })
    const next = {
      mobile_number: '2025550107',
      home_number: null,
      email: 'two@example.com',
      updated_at: '2026-02-01T00:00:00Z',
    }
    await intake.customers([{ ...raw, ...next }])
    expect(await valuesOf(admin, customerId)).toEqual(['+12025550106', '+12025550107*', 'two@example.com*'])
  })

  test('the mobile number comes first as soon as there is one', async () => {
    const { tenantId, intake } = await newShop()
    const raw = rawCustomer({ home_number: '2025550108' })
    await intake.customers([raw])
    const customerId = await ownerOf(admin, tenantId, raw)
    expect(await valuesOf(admin, customerId)).toEqual(['+12025550108*'])
    await intake.customers([{ ...raw, mobile_number: '2025550109', updated_at: '2026-02-01T00:00:00Z' }])
    expect(await valuesOf(admin, customerId)).toEqual(['+12025550108', '+12025550109*'])
  })

  test('addresses are known by id, else by street and zip; what we learned of one survives', async () => {
    const { tenantId, intake } = await newShop()
    const raw = rawCustomer({ addresses: [{ id: null, street: '5 Elm St.', zip: '02139' }] })
    await intake.customers([raw])
    const customerId = await ownerOf(admin, tenantId, raw)
    const list = () => admin`
      select housecall_pro_address_id as id, street from context.customer_addresses where customer_id = ${customerId} order by street`
    await intake.customers([
      {
        ...raw,
        updated_at: '2026-02-01T00:00:00Z',
        addresses: [
          { id: 'adr_e', street: '5 ELM ST', zip: '02139-0001' },
          { id: 'adr_f', street: '6 Fir St', zip: '02139' },
          { id: 'adr_g', street: '7 Gum St', zip: '02139' },
        ],
      },
    ])
    expect([...(await list())]).toEqual([
      { id: 'adr_e', street: '5 ELM ST' },
      { id: 'adr_f', street: '6 Fir St' },
      { id: 'adr_g', street: '7 Gum St' },
    ])
    await admin`update context.customer_addresses set year_built = 1950 where customer_id = ${customerId} and street = '6 Fir St'`
    // An event leaves the ids out; an address that is listed no more goes unless something hangs on it.
    await intake.customers([
      { ...raw, updated_at: '2026-03-01T00:00:00Z', addresses: [{ id: null, street: '5 Elm St', zip: '02139' }] },
    ])
    expect([...(await list())]).toEqual([
      { id: 'adr_e', street: '5 Elm St' },
      { id: 'adr_f', street: '6 Fir St' },
    ])
  })
})

describe('a record that nobody knows yet', () => {
  test('is linked to the one customer who proved the number, and fills their profile', async () => {
    const { tenantId, intake } = await newShop()
    const customerId = await newCustomer(admin, tenantId, { phone: '+12025550111', source: 'sms' })
    const raw = rawCustomer({ mobile_number: '2025550111', email: 'linked@example.com' })
    expect(await intake.customers([raw])).toMatchObject({ created: 0, linked: 1, changed: 1 })
    expect(await ownerOf(admin, tenantId, raw)).toBe(customerId)
    const record = await recordOf(tenantId, customerId)
    expect(record).toMatchObject({ firstName: 'Ann', customerSince: '2024-03-09', source: 'sms' })
    expect(record.fieldSources.firstName).toMatchObject({ source: 'crm' })
    expect(await valuesOf(admin, customerId)).toEqual(['+12025550111*', 'linked@example.com*'])
  })

  test('is linked by a number that the business itself entered, with the same name', async () => {
    const { tenantId, intake } = await newShop()
    await api.importCustomers({
      tenantId,
      source: 'file',
      rows: [{ line: 1, firstName: 'Ann', lastName: 'Archer', phones: ['+12025550112'], emails: [], addresses: [] }],
    })
    expect(await intake.customers([rawCustomer({ mobile_number: '2025550112' })])).toMatchObject({ linked: 1 })
  })

  test('is not linked by what a visitor typed, a clashing name, two candidates, or a customer with a record: it is proposed', async () => {
    const { tenantId, intake } = await newShop()
    const typed = await newCustomer(admin, tenantId, { firstName: 'Ann', lastName: 'Archer', source: 'web' })
    await api.linkIdentity({ tenantId, customerId: typed, type: 'email', value: 'typed@example.com' })
    await newCustomer(admin, tenantId, { firstName: 'Zoltan', lastName: 'Quist', phone: '+12025550113' })
    await newCustomer(admin, tenantId, { phone: '+12025550114' })
    await newCustomer(admin, tenantId, { email: 'both@example.com' })
    await newCustomer(admin, tenantId, { phone: '+12025550115', housecallProId: 'cus_other' })
    const records = [
      rawCustomer({ email: 'typed@example.com' }),
      rawCustomer({ mobile_number: '2025550113' }),
      rawCustomer({ mobile_number: '2025550114', email: 'both@example.com' }),
      rawCustomer({ mobile_number: '2025550115' }),
    ]
    expect(await intake.customers(records)).toMatchObject({ created: 4, linked: 0, proposed: 5 })
    expect((await proposals(tenantId)).flat()).toContain('HousecallPro gives them the same telephone number')
    const links = await admin`select distinct customer_id from identity.pending_links where tenant_id = ${tenantId}`
    expect(links).toHaveLength(4)
    // Nobody lost what was theirs, and nobody got what is somebody else's.
    const doubles = await admin`
      select value from identity.customer_identities where tenant_id = ${tenantId} group by type, value having count(*) > 1`
    expect(doubles).toHaveLength(0)
    expect(await intake.customers(records)).toMatchObject({ known: 4, proposed: 0 })
  })

  test('is not linked by a number that several share', async () => {
    const { tenantId, intake } = await newShop()
    for (const firstName of ['Ann', 'Bea'])
      await newCustomer(admin, tenantId, { firstName, phone: '+12025550116', isShared: true })
    expect(await intake.customers([rawCustomer({ mobile_number: '2025550116' })])).toMatchObject({
      linked: 0,
      proposed: 2,
    })
  })

  test('of two records with one number the older has it, the other is proposed', async () => {
    const { tenantId, intake } = await newShop()
    const [younger, older] = [
      rawCustomer({ mobile_number: '2025550117', created_at: '2025-01-01T00:00:00Z' }),
      rawCustomer({ mobile_number: '2025550117', created_at: '2020-01-01T00:00:00Z' }),
    ]
    expect(await intake.customers([younger, older])).toMatchObject({ created: 2, proposed: 1 })
    expect(await valuesOf(admin, await ownerOf(admin, tenantId, older))).toEqual(['+12025550117*'])
  })

  test('follows a merge: two records of one customer, and only the profile’s own changes it', async () => {
    const { tenantId, intake } = await newShop()
    const [one, two] = [rawCustomer({ mobile_number: '2025550118' }), rawCustomer({ first_name: 'Annie' })]
    await intake.customers([one, two])
    const [survivorId, mergedId] = [await ownerOf(admin, tenantId, one), await ownerOf(admin, tenantId, two)]
    await api.mergeCustomers({ tenantId, survivorId, mergedId, reason: 'same', actor: 'key' })
    await intake.customers([
      {
        ...two,
        first_name: 'Anke',
        lead_source: 'Yelp',
        email: 'anke@example.com',
        updated_at: '2026-02-01T00:00:00Z',
      },
    ])
    expect(await recordOf(tenantId, survivorId)).toMatchObject({ firstName: 'Ann', leadSource: 'Yelp' })
    expect(await valuesOf(admin, survivorId)).toEqual(['+12025550118*', 'anke@example.com*'])
  })
})

nativeOnly.test('ten syncs of the same new records at once make each customer once', async () => {
  const { tenantId } = await newShop()
  const { edge } = await testDatabase()
  const records = Array.from({ length: 20 }, (_, n) => rawCustomer({ mobile_number: `30255502${10 + n}` }))
  const intake = intakeOf(createApi(edge), tenantId)
  const reports = await Promise.all(Array.from({ length: 10 }, () => intake.customers(records)))
  expect(reports.reduce((sum, { created }) => sum + created, 0)).toBe(20)
  expect(await admin`select from identity.customers where tenant_id = ${tenantId}`).toHaveLength(20)
})
