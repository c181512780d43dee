import { beforeAll, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { testDatabase } from '../../fixtures/database.ts'
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
test('jobs give the last five, the value, the balance, the appointments and the last service of a property', async () => {
  const customer_id = await newCustomer(admin, tenant.tenantId)
  const owned = { tenant_id: tenant.tenantId, customer_id }
  const [address] = await admin`
    insert into context.customer_addresses ${admin({ ...owned, street: '1 Elm St', city: 'Quincy', last_service_date: '2019-01-01' })}
    returning id`
  const done = Array.from({ length: 7 }, (_, n) => ({
    ...owned,
    address_id: address?.id,
    service_type: `Visit ${n}`,
    work_status: 'completed',
    completed_at: `202${n}-06-01T12:00:00Z`,
    total_amount: 100.5,
    outstanding_balance: n === 6 ? 40.25 : 0,
  }))
  await admin`insert into context.customer_job_history ${admin(done)}`
  await admin`
    insert into context.customer_job_history ${admin([
      { ...owned, work_status: 'scheduled', scheduled_start: '2098-03-01T14:00:00Z', service_type: 'Later' },
      { ...owned, work_status: 'scheduled', scheduled_start: '2020-03-01T14:00:00Z', service_type: 'Past' },
      { ...owned, work_status: 'canceled', scheduled_start: '2098-04-01T14:00:00Z', service_type: 'Off' },
    ])}`
  const context = await read(customer_id)
  expect(context?.recentJobs.map(({ serviceType }) => serviceType)).toEqual([
    'Visit 6',
    'Visit 5',
    'Visit 4',
    'Visit 3',
    'Visit 2',
  ])
  expect(context?.recentJobs[0]).toMatchObject({ date: '2026-06-01T12:00:00.000Z', amount: 100.5 })
  expect(context).toMatchObject({ lifetimeValue: 703.5, totalJobs: 7, outstandingBalance: 40.25 })
  expect(context?.upcomingAppointments.map(({ serviceType }) => serviceType)).toEqual(['Later'])
  expect(context?.properties[0]).toMatchObject({ lastServiceDate: '2026-06-01', lastServiceType: 'Visit 6' })
})

test('equipment has its age, is judged by the life span of its kind, and is gone once removed', async () => {
  const customer_id = await newCustomer(admin, tenant.tenantId)
  const heater = {
    tenant_id: tenant.tenantId,
    customer_id,
    kind: 'water_heater',
    installed_on_precision: 'day',
    removed_on: null,
  }
  await admin`
    insert into context.equipment ${admin([
      { ...heater, make: 'Old', type: 'tank', installed_on: '2010-01-01' },
      { ...heater, make: 'Tankless', type: 'Tankless', installed_on: '2011-01-01' },
      { ...heater, make: 'Gone', type: 'tank', installed_on: '2000-01-01', removed_on: '2010-01-01' },
    ])}`
  const context = await read(customer_id)
  expect(context?.equipment.map(({ make, isReplacementDue }) => [make, isReplacementDue])).toEqual([
    ['Tankless', false],
    ['Old', true],
  ])
})

test('retired, superseded and future notes are not remembered', async () => {
  const customer_id = await newCustomer(admin, tenant.tenantId)
  const note = { tenant_id: tenant.tenantId, customer_id, valid_from: '2020-01-01', valid_to: null, retired_at: null }
  await admin`
    insert into memory.memory_notes ${admin([
      { ...note, note: 'holds', quote: 'they said so' },
      { ...note, note: 'retired', retired_at: '2021-01-01', quote: null },
      { ...note, note: 'superseded', valid_to: '2021-01-01', quote: null },
      { ...note, note: 'future', valid_from: '2098-01-01', quote: null },
    ])}`
  const context = await read(customer_id)
  expect(context?.memoryNotes).toMatchObject([{ note: 'holds', quote: 'they said so', source: 'staff' }])
})

test('the last ten messages over all channels come in order, without one-time codes', async () => {
  const customer_id = await newCustomer(admin, tenant.tenantId)
  const owned = { tenant_id: tenant.tenantId, customer_id }
  const [conversation] = await admin`
    insert into memory.conversations ${admin({ ...owned, location_id: tenant.locationId, channel: 'sms', address: '+1' })} returning id`
  const messages = Array.from({ length: 12 }, (_, n) => ({
    ...owned,
    conversation_id: conversation?.id,
    direction: n === 11 ? 'outbound' : 'inbound',
    role: n === 11 ? 'assistant' : 'customer',
    status: n === 11 ? 'sent' : 'received',
    channel: n % 2 ? 'sms' : 'web',
    provider: 'twilio',
    body: n === 11 ? 'Your code is 123456' : `message ${n}`,
    is_secret: n === 11,
    created_at: `2026-01-01T10:${10 + n}:00Z`,
  }))
  await admin`insert into memory.messages ${admin(messages)}`
  const context = await read(customer_id)
  expect(context?.lastExchanges.map(({ text }) => text)).toEqual(
    Array.from({ length: 10 }, (_, n) => `message ${n + 1}`),
  )
})

test('a suppressed number blocks texts, an opt-in of the e-mail is shown', async () => {
  const phone = newNumber()
  const email = `consent${serial('email')}@example.com`
  const customerId = await newCustomer(admin, tenant.tenantId, { phone, email })
  await admin`
    insert into outreach.suppressions ${admin({ tenant_id: tenant.tenantId, channel: 'sms', address: phone, reason: 'opt_out' })}`
  await admin`
    insert into outreach.consent_events ${admin({
      tenant_id: tenant.tenantId,
      channel: 'email',
      address: email,
      action: 'opt_in',
      source: 'staff',
    })}`
  const context = await read(customerId)
  expect(context?.consent).toMatchObject({
    sms: { status: 'blocked', reason: 'opt_out' },
    voice: { status: 'not_asked' },
    email: { status: 'opted_in' },
  })
  const prompt = await api.getContextPrompt({ tenantId: tenant.tenantId, customerId })
  expect(prompt).toContain('## Consent\n- Do not send text messages (since ')
})
