import { beforeAll, describe, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { failureOf } from '../../fixtures/failure.ts'
import { nativeOnly } from '../../fixtures/lane.ts'
import { newCustomer, newTenant } from '../../fixtures/tenant.ts'

let admin: Sql
let api: Api
let tenantId: string
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  api = createApi(database.edge)
  tenantId = (await newTenant(admin)).tenantId
}, 60_000)

const read = (customerId: string) => api.getCustomer({ tenantId, customerId })
const update = (
  customerId: string,
  changes: Record<string, unknown>,
  options: { version?: number | null; source?: string; sourceRef?: string } = {},
) =>
  api.updateCustomer({
    tenantId,
    customerId,
    changes,
    version: options.version ?? null,
    source: options.source ?? 'staff',
    actor: 'key',
    ...(options.sourceRef ? { sourceRef: options.sourceRef } : {}),
  } as never)

describe('a change of a profile', () => {
  test('sets what it names, empties what it names as null, leaves the rest, and counts', async () => {
    const id = await newCustomer(admin, tenantId, { firstName: 'Ann', lastName: 'Archer' })
    const { version } = await read(id)
    const changed = await update(
      id,
      {
        firstName: '  Anna ',
        lastName: null,
        tags: ['vip', 'dog'],
        membershipStatus: 'vip',
        customerSince: '2020-02-03',
      },
      { version },
    )
    expect(changed).toMatchObject({ outcome: 'updated', outranked: [] })
    expect(changed.customer).toMatchObject({
      firstName: 'Anna',
      lastName: null,
      tags: ['vip', 'dog'],
      membershipStatus: 'vip',
      customerSince: '2020-02-03',
      communicationPreference: 'any',
    })
    expect(changed.customer.version).toBeGreaterThan(version)
    expect(await read(id)).toEqual(changed.customer)
  })

  test('made on an older version changes nothing and comes back with the current state', async () => {
    const id = await newCustomer(admin, tenantId, { firstName: 'Ann' })
    const { version } = await read(id)
    const first = await update(id, { communicationPreference: 'sms' }, { version })
    const second = await update(id, { firstName: 'Late' }, { version })
    expect(second).toEqual({ outcome: 'conflict', outranked: [], customer: first.customer })
    expect((await read(id)).firstName).toBe('Ann')
  })

  test('notes where each field came from, and when', async () => {
    const id = await newCustomer(admin, tenantId)
    await update(id, { lastName: 'Archer', leadSource: 'radio' }, { source: 'crm', sourceRef: 'cus_1' })
    const { fieldSources } = await read(id)
    expect(Object.keys(fieldSources).sort()).toEqual(['lastName', 'leadSource'])
    expect(fieldSources.lastName).toMatchObject({ source: 'crm', sourceRef: 'cus_1', setBy: 'key' })
  })

  test("of a person outranks a sync, the CRM an import, and a person's emptying counts as well", async () => {
    const id = await newCustomer(admin, tenantId)
    await update(id, { firstName: 'Ann', lastName: null })
    const synced = await update(
      id,
      { firstName: 'ANN', lastName: 'ARCHER', companyName: 'Archer Inc' },
      { source: 'crm' },
    )
    expect(synced.outranked).toEqual(['firstName', 'lastName'])
    expect(synced.customer).toMatchObject({ firstName: 'Ann', lastName: null, companyName: 'Archer Inc' })
    const imported = await update(id, { companyName: 'Other', leadSource: 'file' }, { source: 'import' })
    expect(imported.outranked).toEqual(['companyName'])
    expect((await update(id, { companyName: 'Mine' })).customer.companyName).toBe('Mine')
  })

  test('that a sync repeats counts no version and takes no field over', async () => {
    const id = await newCustomer(admin, tenantId, { firstName: 'Ann' })
    const before = await read(id)
    await update(id, { firstName: 'Ann' }, { source: 'crm' })
    expect(await read(id)).toEqual(before)
  })

  test.each([
    ['a field that there is not', { nickname: 'x' }, 'RP003'],
    ['a field of another kind', { version: 9 }, 'RP003'],
    ['a value that no field takes', { communicationPreference: 'fax' }, '23514'],
    ['a date that is none', { customerSince: 'soon' }, '22007'],
    ['a name that is too long', { firstName: 'x'.repeat(201) }, '23514'],
  ])('with %s is refused whole', async (_, changes, code) => {
    const id = await newCustomer(admin, tenantId, { firstName: 'Ann' })
    expect(await failureOf(update(id, { lastName: 'Archer', ...changes }))).toMatchObject({ code })
    expect((await read(id)).lastName).toBeNull()
  })

  test('of somebody unknown, or of another tenant, is RP001', async () => {
    const theirs = await newCustomer(admin, (await newTenant(admin)).tenantId)
    for (const id of [crypto.randomUUID(), theirs])
      expect(await failureOf(update(id, { firstName: 'x' }))).toMatchObject({ code: 'RP001' })
  })
})

nativeOnly.test(
  'of ten people that change the same version at once, one succeeds',
  async () => {
    for (let round = 0; round < 20; round++) {
      const id = await newCustomer(admin, tenantId)
      const { version } = await read(id)
      const results = await Promise.all(
        Array.from({ length: 10 }, (_, n) =>
          update(id, n % 2 ? { firstName: `N${n}` } : { leadSource: `N${n}` }, { version }),
        ),
      )
      expect(results.filter((result) => result.outcome === 'updated')).toHaveLength(1)
    }
  },
  30_000,
)

describe('merge proposals', () => {
  const address = (tenant: string, id: string, street: string) =>
    admin`insert into context.customer_addresses (tenant_id, customer_id, street, zip) values (${tenant}, ${id}, ${street}, '02139-1234')`

  test('come from pending links and from look-alikes, best first, with reasons, and end when rejected', async () => {
    const tenant = (await newTenant(admin)).tenantId
    const make = (firstName: string, lastName: string, more = {}) =>
      newCustomer(admin, tenant, { firstName, lastName, ...more })
    const [jon, john] = [await make('Jon', 'Smith'), await make('John', 'Smith')]
    await address(tenant, jon, '12 Oak Street')
    await address(tenant, john, '12 OAK  street.')
    const [mary, peter] = [await make('Mary', 'Jones'), await make('Peter', 'Kovac')]
    await address(tenant, mary, '9 Elm Ave')
    await address(tenant, peter, '9 Elm Ave')
    const [claimant, owner] = [await make('Zoe', 'Q'), await make('Yan', 'W', { email: 'z@example.com' })]
    await api.linkIdentity({ tenantId: tenant, customerId: claimant, type: 'email', value: 'z@example.com' })

    const proposals = await api.listMergeProposals({ tenantId: tenant })
    const pairs = proposals.map((proposal) => proposal.customers.map((customer) => customer.customerId).sort())
    expect(pairs).toEqual([[claimant, owner].sort(), [jon, john].sort()])
    expect(proposals[0]).toMatchObject({ score: 1, pendingLinkId: expect.any(String) })
    expect(proposals[1]?.reasons).toEqual(['similar names', 'the same address'])

    expect(
      await api.rejectMergeProposal({ tenantId: tenant, customerId: john, otherCustomerId: jon, actor: 'key' }),
    ).toBe(true)
    expect(
      await api.rejectMergeProposal({ tenantId: tenant, customerId: jon, otherCustomerId: john, actor: 'key' }),
    ).toBe(false)
    await api.mergeCustomers({ tenantId: tenant, survivorId: owner, mergedId: claimant, reason: 'one', actor: 'key' })
    expect(await api.listMergeProposals({ tenantId: tenant })).toEqual([])
  })

  test('stay bounded: a tower of 300 tenants and namesakes without end are no proposals', async () => {
    const tenant = (await newTenant(admin)).tenantId
    await admin`
      with made as (
        insert into identity.customers (tenant_id, first_name, last_name)
        select ${tenant}, 'Ann', 'Archer' from generate_series(1, 300) returning id
      )
      insert into context.customer_addresses (tenant_id, customer_id, street, zip)
      select ${tenant}, id, '1 Tower Plaza', '02139' from made`
    expect(await api.listMergeProposals({ tenantId: tenant })).toEqual([])
  })
})
