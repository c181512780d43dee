import { beforeAll, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { failureOf } from '../../fixtures/failure.ts'
import { newNumber, serial } from '../../fixtures/numbers.ts'
import { newCustomer, newTenant, type TestTenant } from '../../fixtures/tenant.ts'

let admin: Sql
let api: Api
let tenant: TestTenant
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  api = createApi(database.edge)
  tenant = await newTenant(admin, { flags: { CUSTOMER_CONTEXT_INSIGHTS: true } })
})

const read = (customerId: string, tenantId = tenant.tenantId) =>
  api.getCustomerContext({ tenantId, type: 'customer_id', value: customerId })
const setFlag = (tenantId: string, name: string, isOn: boolean) => admin`
  insert into tenancy.feature_flags (tenant_id, name, is_enabled) values (${tenantId}, ${name}, ${isOn})
  on conflict (tenant_id, name) do update set is_enabled = excluded.is_enabled`

test('nobody has an unknown identity, of any type', async () => {
  const types = ['phone', 'email', 'web_user_id', 'housecall_pro_id', 'customer_id']
  for (const type of types)
    expect(await api.getCustomerContext({ tenantId: tenant.tenantId, type, value: '+16175550199x' })).toBeNull()
})

test('a customer is found by each of their identities, e-mail in any case, and by the id in their CRM profile', async () => {
  const phone = newNumber()
  const web = `web_${serial('web')}`
  const id = await newCustomer(admin, tenant.tenantId, { phone, email: `${web}@example.com`, webUserId: web })
  await admin`update context.customer_context set housecall_pro_id = ${`cus_${web}`} where customer_id = ${id}`
  const found = async (type: string, value: string) =>
    (await api.getCustomerContext({ tenantId: tenant.tenantId, type, value }))?.customerId
  expect(await found('phone', phone)).toBe(id)
  expect(await found('email', `${web}@Example.COM`)).toBe(id)
  expect(await found('web_user_id', web)).toBe(id)
  expect(await found('housecall_pro_id', `cus_${web}`)).toBe(id)
  expect(await found('customer_id', id)).toBe(id)
})

test('an unknown kind of identity is refused', async () => {
  const call = api.getCustomerContext({ tenantId: tenant.tenantId, type: 'fax', value: '1' })
  expect(await failureOf(call)).toMatchObject({ code: 'RP003' })
})

test('a number that two customers share is ambiguous and the error names neither', async () => {
  const phone = newNumber()
  await newCustomer(admin, tenant.tenantId, { firstName: 'Hidden', lastName: 'One', phone, isShared: true })
  await newCustomer(admin, tenant.tenantId, { firstName: 'Hidden', lastName: 'Two', phone, isShared: true })
  const error = await api
    .getCustomerContext({ tenantId: tenant.tenantId, type: 'phone', value: phone })
    .catch((thrown: Record<string, unknown>) => thrown)
  expect(error).toMatchObject({ code: 'RP002' })
  expect(JSON.stringify(error) + String(error)).not.toMatch(/Hidden|\+1\d{10}/)
})

test('another tenant sees nothing of a customer', async () => {
  const id = await newCustomer(admin, tenant.tenantId, { phone: newNumber() })
  const other = await newTenant(admin)
  expect(await read(id, other.tenantId)).toBeNull()
})

test('a new customer has a whole context with nothing in it', async () => {
  const context = await read(await newCustomer(admin, tenant.tenantId, { phone: newNumber() }))
  expect(context).toMatchObject({
    name: null,
    membership: { status: 'none', expiresAt: null },
    communicationPreference: 'any',
    lifetimeValue: 0,
    totalJobs: 0,
    outstandingBalance: 0,
    properties: [],
    equipment: [],
    recentJobs: [],
    upcomingAppointments: [],
    insights: [],
    memoryNotes: [],
    lastExchanges: [],
    locationZone: 'America/New_York',
    consent: { sms: { status: 'not_asked' }, voice: { status: 'not_asked' }, email: { status: 'not_asked' } },
  })
})

test('flags: without memory no notes and messages, without insights none, without context nothing', async () => {
  const own = await newTenant(admin, { flags: { CUSTOMER_CONTEXT_INSIGHTS: true } })
  const customer_id = await newCustomer(admin, own.tenantId)
  const owned = { tenant_id: own.tenantId, customer_id }
  await admin`insert into memory.memory_notes ${admin({ ...owned, note: 'a note' })}`
  await admin`
    insert into insight.customer_insights ${admin({ ...owned, insight_type: 'other', title: 'T', description: 'D' })}`
  expect(await read(customer_id, own.tenantId)).toMatchObject({
    memoryNotes: [{ note: 'a note' }],
    insights: [{ title: 'T' }],
  })
  await setFlag(own.tenantId, 'CONTEXT_MEMORY_ENABLED', false)
  await setFlag(own.tenantId, 'CUSTOMER_CONTEXT_INSIGHTS', false)
  expect(await read(customer_id, own.tenantId)).toMatchObject({ memoryNotes: [], insights: [] })
  expect(await api.getCustomerInsights({ tenantId: own.tenantId, customerId: customer_id })).toEqual([])
  await setFlag(own.tenantId, 'CUSTOMER_CONTEXT_ENABLED', false)
  expect(await read(customer_id, own.tenantId)).toBeNull()
  expect(await api.getContextPrompt({ tenantId: own.tenantId, customerId: customer_id })).toBeNull()
})
