import { beforeAll, describe, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { failureOf } from '../../fixtures/failure.ts'
import { newNumber, serial } from '../../fixtures/numbers.ts'
import { newTenant } from '../../fixtures/tenant.ts'

let admin: Sql
let api: Api
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  api = createApi(database.edge)
})
const newSlug = () => `shop-${serial('slug')}`

describe('a tenant', () => {
  test('is created, given locations, hours and numbers, and read back whole', async () => {
    const slug = newSlug()
    const number = newNumber()
    const tenantId = await api.createTenant({ slug, name: 'Rosa’s Heating', industry: 'hvac' })
    const locations = []
    for (const name of ['north', 'south'])
      locations.push(
        await api.createLocation({
          tenantId,
          location: {
            slug: name,
            name,
            timeZone: 'America/Chicago',
            phone: number,
            email: 'Shop@Example.com',
            hours: [{ weekday: 1, opens: '08:00', closes: '12:00' }],
          },
        }),
      )
    const endpointId = await api.addChannelEndpoint({
      tenantId,
      locationId: locations[1] as string,
      channel: 'sms',
      address: number,
    })
    const found = await api.getTenant({ slug })
    expect(found).toMatchObject({
      tenantId,
      slug,
      name: 'Rosa’s Heating',
      industry: 'hvac',
      status: 'active',
      isDemo: false,
    })
    expect(found.locations).toMatchObject([
      {
        locationId: locations[0] as string,
        slug: 'north',
        isDefault: true,
        timeZone: 'America/Chicago',
        endpoints: [],
      },
      {
        locationId: locations[1] as string,
        isDefault: false,
        endpoints: [{ endpointId, channel: 'sms', address: number }],
      },
    ])
    expect((await api.listTenants()).find((tenant) => tenant.slug === slug)).toMatchObject({
      tenantId,
      locations: 2,
      customers: 0,
    })
  })

  test('has a slug of its own', async () => {
    const { slug } = await newTenant(admin)
    expect(await failureOf(api.createTenant({ slug, name: 'Other' }))).toMatchObject({ code: '23505' })
  })

  test.each(['', 'A', 'a--b', '-a', 'a-', 'a b', 'ä', 'a'.repeat(61)])('is not called %p', async (slug) => {
    expect(await failureOf(api.createTenant({ slug, name: 'X' }))).toMatchObject({ code: '23514' })
  })

  test('that is unknown is not found', async () => {
    expect(await failureOf(api.getTenant({ slug: 'no-such-tenant' }))).toMatchObject({ code: 'RP001' })
  })

  test('has one default location, also when two are made at once', async () => {
    const tenantId = await api.createTenant({ slug: newSlug(), name: 'X' })
    await Promise.allSettled(
      ['a', 'b', 'c'].map((slug) =>
        api.createLocation({ tenantId, location: { slug, name: slug, timeZone: 'America/New_York' } }),
      ),
    )
    const [row] = await admin`
      select count(*) filter (where is_default)::integer as n from tenancy.locations where tenant_id = ${tenantId}`
    expect(row?.n).toBe(1)
  })
})

describe('a number', () => {
  test('belongs to one tenant, and moves between the locations of that one', async () => {
    const [mine, other] = [await newTenant(admin), await newTenant(admin)]
    const second = await api.createLocation({
      tenantId: mine.tenantId,
      location: { slug: 'second', name: 'Second', timeZone: 'America/New_York' },
    })
    const add = (tenantId: string, locationId: string) =>
      api.addChannelEndpoint({ tenantId, locationId, channel: 'sms', address: mine.number })
    expect(await add(mine.tenantId, second)).toBe(mine.endpointId)
    expect(await failureOf(add(other.tenantId, other.locationId))).toMatchObject({ code: 'RP004' })
    const [row] = await admin`
      select tenant_id, location_id from tenancy.channel_endpoints where address = ${mine.number}`
    expect(row).toEqual({ tenant_id: mine.tenantId, location_id: second })
  })

  test('is not given to a location of another tenant', async () => {
    const [mine, other] = [await newTenant(admin), await newTenant(admin)]
    expect(
      await failureOf(
        api.addChannelEndpoint({
          tenantId: mine.tenantId,
          locationId: other.locationId,
          channel: 'sms',
          address: newNumber(),
        }),
      ),
    ).toMatchObject({ code: '23503' })
  })
})

describe('feature flags', () => {
  const defaults = {
    CONTEXT_MEMORY_ENABLED: true,
    CONTEXT_MEMORY_REALTIME: false,
    CUSTOMER_CONTEXT_EMBEDDINGS: true,
    CUSTOMER_CONTEXT_ENABLED: true,
    CUSTOMER_CONTEXT_HCP_SYNC: true,
    CUSTOMER_CONTEXT_INSIGHTS: false,
    REAL_TIME_EMBEDDINGS: false,
  }

  test('start with context, sync, memory and embeddings on, insights and what costs more off', async () => {
    const { slug } = await newTenant(admin)
    expect((await api.getTenant({ slug })).flags).toEqual(defaults)
  })

  test('are a tenant’s own choice, both ways, and nobody else’s', async () => {
    const [mine, other] = [await newTenant(admin), await newTenant(admin)]
    const set = (name: string, isEnabled: boolean) => api.setFeatureFlag({ tenantId: mine.tenantId, name, isEnabled })
    await set('CUSTOMER_CONTEXT_INSIGHTS', true)
    await set('CUSTOMER_CONTEXT_ENABLED', false)
    await set('CUSTOMER_CONTEXT_EMBEDDINGS', false)
    await set('CUSTOMER_CONTEXT_EMBEDDINGS', true)
    await set('REAL_TIME_EMBEDDINGS', true)
    expect((await api.getTenant({ slug: mine.slug })).flags).toEqual({
      ...defaults,
      CUSTOMER_CONTEXT_INSIGHTS: true,
      CUSTOMER_CONTEXT_ENABLED: false,
      REAL_TIME_EMBEDDINGS: true,
    })
    expect((await api.getTenant({ slug: other.slug })).flags).toEqual(defaults)
  })

  test('that do not exist, and tenants that do not, are refused', async () => {
    const { tenantId } = await newTenant(admin)
    expect(await failureOf(api.setFeatureFlag({ tenantId, name: 'NO_SUCH_FLAG', isEnabled: true }))).toMatchObject({
      code: '23503',
    })
    expect(
      await failureOf(
        api.setFeatureFlag({ tenantId: crypto.randomUUID(), name: 'CUSTOMER_CONTEXT_ENABLED', isEnabled: true }),
      ),
    ).toMatchObject({ code: '23503' })
  })

  test('that nobody knows are off', async () => {
    const { tenantId } = await newTenant(admin)
    const [row] = await admin`select tenancy.is_enabled(${tenantId}, 'NO_SUCH_FLAG') as enabled`
    expect(row?.enabled).toBe(false)
  })
})
