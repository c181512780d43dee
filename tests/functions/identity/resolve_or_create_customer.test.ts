import { beforeAll, describe, expect, test } from 'bun:test'
import { createApi } from '../../../src/db/generated.ts'
import { openServerPool } from '../../../src/db/server-pool.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { failureOf } from '../../fixtures/failure.ts'
import { takeIn } from '../../fixtures/inbox.ts'
import { nativeOnly } from '../../fixtures/lane.ts'
import { newNumber } from '../../fixtures/numbers.ts'
import { newCustomer, newTenant } from '../../fixtures/tenant.ts'
import { asApi } from './as-api.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let tenantId: string
beforeAll(async () => {
  database = await testDatabase()
  tenantId = (await newTenant(database.admin)).tenantId
})

const resolve = async (type: string, value: string, tenant = tenantId) => {
  const [row] = await asApi(
    database.admin,
    tenant,
    (sql) =>
      sql`select customer_id as "customerId", is_ambiguous as "isAmbiguous", is_new as "isNew"
        from identity.resolve_or_create_customer(${type}, ${value}, 'sms')`,
  )
  return row as { customerId: string | null; isAmbiguous: boolean; isNew: boolean }
}

const rowsOf = async (tenant: string, phone: string) => {
  const [row] = await database.admin`
    select
      (select count(*)::integer from identity.customers where tenant_id = ${tenant}) as customers,
      (select count(*)::integer from context.customer_context where tenant_id = ${tenant}) as contexts,
      (select count(*)::integer from identity.customer_identities where tenant_id = ${tenant} and value = ${phone}) as identities`
  return row
}

describe('a first message', () => {
  test('makes one customer with a verified primary identity and a context; the next finds them', async () => {
    const { tenantId: own } = await newTenant(database.admin)
    const phone = newNumber()
    const first = await resolve('phone', phone, own)
    expect(first).toEqual({ customerId: expect.any(String), isAmbiguous: false, isNew: true })
    expect(await resolve('phone', phone, own)).toEqual({ ...first, isNew: false })
    expect(await rowsOf(own, phone)).toEqual({ customers: 1, contexts: 1, identities: 1 })
    const [identity] = await database.admin`
      select customer_id, type, is_primary, is_shared, verified_by from identity.customer_identities
      where tenant_id = ${own}`
    expect(identity).toEqual({
      customer_id: first.customerId,
      type: 'phone',
      is_primary: true,
      is_shared: false,
      verified_by: 'channel',
    })
  })

  test('of the same number in another tenant makes another customer', async () => {
    const phone = newNumber()
    const other = await newTenant(database.admin)
    const here = await resolve('phone', phone)
    const there = await resolve('phone', phone, other.tenantId)
    expect(there.isNew).toBe(true)
    expect(there.customerId).not.toBe(here.customerId)
  })

  test('knows an e-mail, a web user and a CRM id from each other although their text is the same', async () => {
    const found = await Promise.all(['web_user_id', 'housecall_pro_id'].map((type) => resolve(type, 'same')))
    expect(found[0]?.customerId).not.toBe(found[1]?.customerId)
  })

  test('of a number that is not E.164 is refused', async () => {
    expect(await failureOf(resolve('phone', '202-555-0100'))).toMatchObject({ code: '23514' })
  })
})

test('a shared number is ambiguous, names no customer and makes none', async () => {
  const { tenantId: own } = await newTenant(database.admin)
  const phone = newNumber()
  await newCustomer(database.admin, own, { firstName: 'Ann', phone, isShared: true })
  await newCustomer(database.admin, own, { firstName: 'Bob', phone, isShared: true })
  expect(await resolve('phone', phone, own)).toEqual({ customerId: null, isAmbiguous: true, isNew: false })
  expect(await rowsOf(own, phone)).toEqual({ customers: 2, contexts: 2, identities: 2 })
})

describe('a value that is not shared', () => {
  const give = (customerId: string, phone: string) =>
    database.admin`
      insert into identity.customer_identities (tenant_id, customer_id, type, value)
      values (${tenantId}, ${customerId}, 'phone', ${phone})`.execute()

  test('belongs to one customer, also when two are given it at once', async () => {
    const phone = newNumber()
    const customers = await Promise.all(Array.from({ length: 10 }, () => newCustomer(database.admin, tenantId)))
    const results = await Promise.allSettled(customers.map((id) => give(id, phone)))
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: '23505' })
  })
})

nativeOnly.test(
  'a hundred first messages of one number at once make one customer, one identity, one context',
  async () => {
    const { tenantId: own, number } = await newTenant(database.admin)
    const phone = newNumber()
    const edge = openServerPool(database.urls?.edge ?? '', { role: null, applicationName: 'test', max: 60 })
    const api = createApi(edge)
    try {
      const results = await Promise.all(
        Array.from({ length: 100 }, async (_, index) => {
          const message = {
            messageSid: `SM${'0'.repeat(20)}${String(index).padStart(12, '0')}`,
            accountSid: `AC${'0'.repeat(32)}`,
            from: phone,
            to: number,
            body: `Hello ${index}`,
            numSegments: 1,
            optOutType: null,
            media: [],
            idempotencyToken: null,
            raw: {},
          }
          await api.receiveSms({ message })
          return takeIn(api, own, phone, message.messageSid)
        }),
      )
      expect(results.map((result) => result?.outcome)).toEqual(Array(100).fill('stored'))
      expect(new Set(results.map((result) => result?.customerId)).size).toBe(1)
      expect(results.filter((result) => result?.isNewCustomer)).toHaveLength(1)
      expect(await rowsOf(own, phone)).toEqual({ customers: 1, contexts: 1, identities: 1 })
    } finally {
      await edge.end({ timeout: 5 })
    }
  },
)
