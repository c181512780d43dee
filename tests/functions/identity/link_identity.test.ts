import { beforeAll, describe, expect, test } from 'bun:test'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { failureOf } from '../../fixtures/failure.ts'
import { nativeOnly } from '../../fixtures/lane.ts'
import { newNumber } from '../../fixtures/numbers.ts'
import { newCustomer, newTenant } from '../../fixtures/tenant.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let api: Api
let tenantId: string
beforeAll(async () => {
  database = await testDatabase()
  api = createApi(database.edge)
  tenantId = (await newTenant(database.admin)).tenantId
})

const link = (
  customerId: string,
  value: string,
  options: { isShared?: boolean; verifiedBy?: string; type?: string } = {},
) => api.linkIdentity({ tenantId, customerId, type: 'phone', value, ...options }) as Promise<Record<string, unknown>>
const identities = async (value: string) => [
  ...(await database.admin`
    select customer_id as id, is_shared as shared, is_primary as primary, verified_by as by from identity.customer_identities
    where tenant_id = ${tenantId} and value = ${value} order by created_at, id`),
]
const customer = (phone?: string) => newCustomer(database.admin, tenantId, phone ? { phone } : {})

describe('linking', () => {
  test('a new value gives it to the customer, the first of its type as primary', async () => {
    const id = await customer()
    const [first, second] = [newNumber(), newNumber()]
    expect(await link(id, first, { verifiedBy: 'staff' })).toEqual({ outcome: 'linked', isShared: false })
    expect(await link(id, second)).toEqual({ outcome: 'linked', isShared: false })
    expect(await identities(first)).toEqual([{ id, shared: false, primary: true, by: 'staff' }])
    expect(await identities(second)).toEqual([{ id, shared: false, primary: false, by: null }])
  })

  test('again changes nothing but a proof that was missing', async () => {
    const id = await customer()
    const phone = newNumber()
    await link(id, phone)
    await link(id, phone, { verifiedBy: 'crm' })
    await link(id, phone, { verifiedBy: 'staff' })
    expect(await identities(phone)).toEqual([{ id, shared: false, primary: true, by: 'crm' }])
  })

  test('a value as shared marks it for both customers, and a third may join', async () => {
    const phone = newNumber()
    const [ann, bob, cy] = [await customer(phone), await customer(), await customer()]
    expect(await link(bob, phone, { isShared: true })).toEqual({ outcome: 'linked', isShared: true })
    expect(await link(cy, phone)).toEqual({ outcome: 'linked', isShared: true })
    expect((await identities(phone)).map(({ id, shared }) => [id, shared])).toEqual(
      [ann, bob, cy].map((id) => [id, true]),
    )
  })

  test('for an unknown customer or one of another tenant is refused', async () => {
    const other = await newTenant(database.admin)
    const theirs = await newCustomer(database.admin, other.tenantId)
    for (const id of [crypto.randomUUID(), theirs])
      expect(await failureOf(link(id, newNumber()))).toMatchObject({ code: 'RP001' })
  })

  test.each([
    ['phone', '2025550100'],
    ['phone', '+1 202 555 0100'],
    ['email', 'Ann@example.com'],
    ['email', 'ann'],
    ['web_user_id', ' u1'],
    ['housecall_pro_id', ''],
    ['web_user_id', 'x'.repeat(321)],
    ['fax', '+12025550100'],
  ])('of type %p refuses the value %p', async (type, value) => {
    const id = await customer()
    expect(await failureOf(link(id, value, { type }))).toMatchObject({ code: '23514' })
  })
})

describe('a value of another customer', () => {
  const proposed = async () => {
    const phone = newNumber()
    const [owner, claimant] = [await customer(phone), await customer()]
    expect(await link(claimant, phone)).toEqual({ outcome: 'pending', isShared: false })
    const found = (await api.listPendingLinks({ tenantId })).find((row) => row.value === phone)
    return { phone, owner, claimant, found }
  }
  const resolve = (linkId: string, accept: boolean) =>
    api.resolvePendingLink({ tenantId, linkId, accept, resolvedBy: 'office' }) as Promise<Record<string, unknown>>

  test('is proposed and not taken, once however often it is asked for', async () => {
    const { phone, owner, claimant, found } = await proposed()
    await link(claimant, phone)
    expect(found).toMatchObject({ customerId: claimant, candidateCustomerId: owner, type: 'phone', value: phone })
    expect((await api.listPendingLinks({ tenantId })).filter((row) => row.value === phone)).toHaveLength(1)
    expect((await identities(phone)).map(({ id }) => id)).toEqual([owner])
  })

  test('is shared by both when a person accepts', async () => {
    const { phone, owner, claimant, found } = await proposed()
    expect(await resolve(found?.linkId as string, true)).toEqual({ outcome: 'linked', isShared: true })
    expect((await identities(phone)).map(({ id, shared, by }) => [id, shared, by])).toEqual([
      [owner, true, 'channel'],
      [claimant, true, 'staff'],
    ])
  })

  test('stays where it is when a person rejects', async () => {
    const { phone, owner, found } = await proposed()
    expect(await resolve(found?.linkId as string, false)).toEqual({ outcome: 'rejected', isShared: false })
    expect((await identities(phone)).map(({ id, shared }) => [id, shared])).toEqual([[owner, false]])
  })

  test('is decided once, by a name that is kept', async () => {
    const { found } = await proposed()
    const linkId = found?.linkId as string
    await resolve(linkId, false)
    expect(await failureOf(resolve(linkId, true))).toMatchObject({ code: 'RP004' })
    expect(await failureOf(resolve(crypto.randomUUID(), true))).toMatchObject({ code: 'RP001' })
    const [row] = await database.admin`
      select status, resolved_by, resolved_at is not null as at from identity.pending_links where id = ${linkId}`
    expect(row).toEqual({ status: 'rejected', resolved_by: 'office', at: true })
  })

  nativeOnly.test('is decided once when ten people decide at the same moment while it is claimed again', async () => {
    const { phone, claimant, found } = await proposed()
    const decisions = Array.from({ length: 10 }, (_, index) => resolve(found?.linkId as string, index % 2 === 0))
    const results = await Promise.allSettled([...decisions, ...Array.from({ length: 10 }, () => link(claimant, phone))])
    expect(results.slice(0, 10).filter((result) => result.status === 'fulfilled')).toHaveLength(1)
    const codes = results.map((result) =>
      result.status === 'rejected' ? (result.reason as { code: string }).code : 'ok',
    )
    expect(codes.filter((code) => code !== 'ok' && code !== 'RP004')).toEqual([])
  })
})

nativeOnly.test('different numbers linked to one customer at once leave one primary', async () => {
  const id = await customer()
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => link(id, newNumber())))
  expect(results.filter((result) => result.status === 'rejected')).toEqual([])
  const [row] = await database.admin`
    select count(*)::integer as n, count(*) filter (where is_primary)::integer as primaries
    from identity.customer_identities where tenant_id = ${tenantId} and customer_id = ${id}`
  expect(row).toEqual({ n: 10, primaries: 1 })
})

nativeOnly.test(
  'one number linked to ten customers at once belongs to one of them, the others are proposed',
  async () => {
    const phone = newNumber()
    const customers = await Promise.all(Array.from({ length: 10 }, () => customer()))
    const outcomes = await Promise.all(customers.map(async (id) => (await link(id, phone)).outcome))
    expect(outcomes.filter((outcome) => outcome === 'linked')).toHaveLength(1)
    expect(outcomes.filter((outcome) => outcome === 'pending')).toHaveLength(9)
    expect(await identities(phone)).toHaveLength(1)
  },
)
