import { afterEach, beforeAll, describe, expect, test } from 'bun:test'
import { newApiKey } from '../../../src/api-key.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { scopes } from '../../../src/http/auth.ts'
import { resetClock, setClock } from '../../fixtures/clock.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { failureOf } from '../../fixtures/failure.ts'
import { nativeOnly } from '../../fixtures/lane.ts'
import { newTenant, type TestTenant } from '../../fixtures/tenant.ts'
import { tablesHolding } from '../identity/tables-holding.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
let api: Api
let tenant: TestTenant
beforeAll(async () => {
  database = await testDatabase()
  api = createApi(database.edge)
  tenant = await newTenant(database.admin)
})
afterEach(() => resetClock(database.admin))

const create = async (options: { tenantId?: string; scopes?: string[]; expiresAt?: Date } = {}) => {
  const key = await newApiKey()
  const keyId = await api.createApiKey({
    tenantId: options.tenantId ?? tenant.tenantId,
    name: 'office',
    keyHash: key.hash,
    keyPrefix: key.prefix,
    scopes: options.scopes ?? ['context:read'],
    ...(options.expiresAt ? { expiresAt: options.expiresAt } : {}),
  })
  return { ...key, keyId }
}
const resolve = (keyHash: string) => api.resolveApiKey({ keyHash })
const lastUsed = async (keyId: string) =>
  (await api.listApiKeys({ tenantId: tenant.tenantId })).find((key) => key.keyId === keyId)?.lastUsedAt

describe('an API key', () => {
  test('gives its tenant and scopes by its hash; its text is in no table', async () => {
    const key = await create({ scopes: ['context:read', 'customers:read'] })
    expect(await resolve(key.hash)).toEqual({
      keyId: key.keyId,
      tenantId: tenant.tenantId,
      name: 'office',
      scopes: ['context:read', 'customers:read'],
      allowedOrigins: [],
      rate: { perMinute: 600, isExceeded: false, remaining: 599, retryAfterSeconds: 0 },
    })
    expect(await tablesHolding(database.admin, key.text)).toEqual([])
    expect(await tablesHolding(database.admin, key.hash)).toEqual(['tenancy.api_keys'])
  })

  test('is listed without its hash, and to its own tenant only', async () => {
    const key = await create()
    const listed = (await api.listApiKeys({ tenantId: tenant.tenantId })).find(({ keyId }) => keyId === key.keyId)
    expect(listed).toMatchObject({ keyPrefix: key.prefix, revokedAt: null, lastUsedAt: null })
    expect(JSON.stringify(listed)).not.toContain(key.hash)
    const other = await newTenant(database.admin)
    expect(await api.listApiKeys({ tenantId: other.tenantId })).toEqual([])
  })

  test('that is unknown gives nothing', async () => {
    expect(await resolve((await newApiKey()).hash)).toBeNull()
    expect(await resolve('')).toBeNull()
  })

  test('gives nothing from the moment it expires', async () => {
    const expiresAt = new Date('2026-12-01T00:00:00Z')
    await setClock(database.admin, '2026-11-30T23:59:59Z')
    const key = await create({ expiresAt })
    expect(await resolve(key.hash)).not.toBeNull()
    await setClock(database.admin, expiresAt)
    expect(await resolve(key.hash)).toBeNull()
  })

  test('gives nothing once revoked; revoking again says so', async () => {
    const key = await create()
    const revoke = () => api.revokeApiKey({ tenantId: tenant.tenantId, keyId: key.keyId })
    expect(await revoke()).toBe(true)
    expect(await resolve(key.hash)).toBeNull()
    expect(await revoke()).toBe(false)
  })

  test('is not revoked by another tenant', async () => {
    const key = await create()
    const other = await newTenant(database.admin)
    expect(await failureOf(api.revokeApiKey({ tenantId: other.tenantId, keyId: key.keyId }))).toMatchObject({
      code: 'RP001',
    })
    expect(await resolve(key.hash)).not.toBeNull()
  })

  test('gives nothing while its tenant is suspended', async () => {
    const { tenantId } = await newTenant(database.admin)
    const key = await create({ tenantId })
    await database.admin`update tenancy.tenants set status = 'suspended' where id = ${tenantId}`
    expect(await resolve(key.hash)).toBeNull()
    await database.admin`update tenancy.tenants set status = 'active' where id = ${tenantId}`
    expect(await resolve(key.hash)).not.toBeNull()
  })

  test('may have every scope that routes ask for, and no other', async () => {
    expect((await resolve((await create({ scopes: Object.keys(scopes) })).hash))?.scopes).toEqual(Object.keys(scopes))
    for (const wrong of [['root'], ['context:read', 'x'], []])
      expect(await failureOf(create({ scopes: wrong }))).toMatchObject({ code: '23514' })
  })

  test('has a hash that is one and a prefix that is one', async () => {
    const bad = { tenantId: tenant.tenantId, name: 'x', scopes: ['admin'] }
    const key = await newApiKey()
    for (const wrong of [
      { keyHash: key.text, keyPrefix: key.prefix },
      { keyHash: key.hash, keyPrefix: key.text },
    ])
      expect(await failureOf(api.createApiKey({ ...bad, ...wrong }))).toMatchObject({ code: '23514' })
  })
})

describe('when a key was last used', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 15, minute))

  test('is the latest of all reports, in whatever order they come', async () => {
    const [first, second] = [await create(), await create()]
    const touch = (keyIds: string[], usedAt: Date[]) => api.touchApiKeys({ keyIds, usedAt })
    expect(await touch([first.keyId, second.keyId, first.keyId], [at(5), at(1), at(7)])).toBe(2)
    await touch([first.keyId], [at(6)])
    expect(await lastUsed(first.keyId)).toEqual(at(7))
    expect(await lastUsed(second.keyId)).toEqual(at(1))
  })

  test('is not changed for keys that do not exist', async () => {
    expect(await api.touchApiKeys({ keyIds: [crypto.randomUUID()], usedAt: [at(1)] })).toBe(0)
    expect(await api.touchApiKeys({ keyIds: [], usedAt: [] })).toBe(0)
  })

  nativeOnly.test('is written by many edges at once, in any order of keys, without a deadlock', async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, async () => (await create()).keyId))
    const flushes = Array.from({ length: 60 }, (_, index) => {
      const keyIds = index % 2 === 0 ? keys : keys.toReversed()
      return api.touchApiKeys({ keyIds, usedAt: keyIds.map(() => at(index % 60)) })
    })
    expect(await Promise.all(flushes)).toEqual(Array(60).fill(20))
    expect(await lastUsed(keys[0] as string)).toEqual(at(59))
  })
})
