import { beforeAll, describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { createVault, type EncryptionKey } from '../../src/crypto/credentials.ts'
import { rotateCredentials } from '../../src/crypto/rotate.ts'
import { type Api, createApi } from '../../src/db/generated.ts'
import { loadEnv } from '../../src/env.ts'
import { testDatabase } from '../fixtures/database.ts'
import { newTenant } from '../fixtures/tenant.ts'
import { tablesHolding } from '../functions/identity/tables-holding.ts'

const newRingKey = (id: string): EncryptionKey => ({
  id,
  key: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64'),
})
const [old, fresh] = [newRingKey('k1'), newRingKey('k2')]
const owner = { tenantId: '0190f3c2-6d5e-7a10-8b1c-2f4d5e6a7b8c', provider: 'housecall' }
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'opened',
    (error: { code: string }) => error.code,
  )

describe('credentials', () => {
  const vault = createVault([old])

  test('come back as they were, and look different each time they are sealed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), async (credentials) => {
        const given = JSON.parse(JSON.stringify(credentials))
        const [one, two] = [await vault.seal(owner, given), await vault.seal(owner, given)]
        expect(await vault.open(owner, one)).toEqual(given)
        expect(Buffer.compare(one.credentials, two.credentials)).not.toBe(0)
      }),
      { numRuns: 200 },
    )
  })

  test('with any bit changed, or any part cut off, do not open', async () => {
    const sealed = await vault.seal(owner, { apiKey: 'abc' })
    for (let bit = 0; bit < sealed.credentials.length * 8; bit += 1) {
      const credentials = sealed.credentials.slice()
      credentials[bit >> 3] = (credentials[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect([bit, await codeOf(vault.open(owner, { ...sealed, credentials }))]).toEqual([bit, 'damaged'])
    }
    for (let length = 0; length < sealed.credentials.length; length += 1)
      expect(await codeOf(vault.open(owner, { ...sealed, credentials: sealed.credentials.slice(0, length) }))).toBe(
        'damaged',
      )
  })

  test('open for no other tenant and no other provider', async () => {
    const sealed = await vault.seal(owner, { apiKey: 'abc' })
    expect(await codeOf(vault.open({ ...owner, tenantId: crypto.randomUUID() }, sealed))).toBe('damaged')
    expect(await codeOf(vault.open({ ...owner, provider: 'shopmonkey' }, sealed))).toBe('damaged')
  })

  test('open with no other key, one that has the same id included', async () => {
    const sealed = await vault.seal(owner, { apiKey: 'abc' })
    expect(await codeOf(createVault([fresh]).open(owner, sealed))).toBe('unknown_key')
    expect(await codeOf(createVault([{ ...fresh, id: 'k1' }]).open(owner, sealed))).toBe('damaged')
    expect(await codeOf(createVault([fresh, old]).open(owner, sealed))).toBe('opened')
  })

  test('that cannot be opened are complained of without a word of them', async () => {
    const sealed = await vault.seal(owner, { apiKey: 'REDACTME' })
    const error = await createVault([{ ...fresh, id: 'k1' }])
      .open(owner, sealed)
      .catch((reason: Error) => reason)
    expect(`${error} ${JSON.stringify(error)} ${(error as Error).stack}`).not.toContain('REDACTME')
    expect(() => createVault([])).toThrow('ENCRYPTION_KEYS')
  })

  test('keys come from ENCRYPTION_KEYS, the first one seals', async () => {
    const env = loadEnv({ ENCRYPTION_KEYS: `${fresh.id}:${fresh.key},${old.id}:${old.key}` })
    expect(createVault(env.ENCRYPTION_KEYS ?? []).keyId).toBe('k2')
  })
})

describe('credentials in the database', () => {
  let api: Api
  let admin: Awaited<ReturnType<typeof testDatabase>>['admin']
  beforeAll(async () => {
    const database = await testDatabase()
    admin = database.admin
    api = createApi(database.edge)
  })

  const store = async (ring: EncryptionKey[], secret: string) => {
    const { tenantId } = await newTenant(admin)
    const vault = createVault(ring)
    const { credentials, keyId } = await vault.seal({ tenantId, provider: 'housecall' }, { apiKey: secret })
    await api.saveCrmConnection({ tenantId, provider: 'housecall', companyId: 'c1', credentials, keyId })
    return tenantId
  }
  const read = async (tenantId: string, ring: EncryptionKey[]) => {
    const [row] = await api.getCrmConnection({ tenantId, provider: 'housecall', companyId: 'c1' })
    return createVault(ring).open(
      { tenantId, provider: 'housecall' },
      { keyId: row?.keyId ?? '', credentials: row?.credentials ?? new Uint8Array() },
    )
  }

  test('stand in no table in the clear, and are another tenant’s to neither read nor open', async () => {
    const secret = `hcp_${crypto.randomUUID()}`
    const tenantId = await store([old], secret)
    expect(await read(tenantId, [old])).toEqual({ apiKey: secret })
    expect(await tablesHolding(admin, secret)).toEqual([])
    const { tenantId: other } = await newTenant(admin)
    expect(await api.getCrmConnection({ tenantId: other, provider: 'housecall', companyId: 'c1' })).toEqual([])
    expect(JSON.stringify(await api.listCrmConnections({ tenantId }))).not.toContain('credentials')
  })

  test('are replaced when they are stored again', async () => {
    const tenantId = await store([old], 'first')
    const { credentials, keyId } = await createVault([old]).seal(
      { tenantId, provider: 'housecall' },
      { apiKey: 'second' },
    )
    await api.saveCrmConnection({ tenantId, provider: 'housecall', companyId: 'c1', credentials, keyId })
    expect(await read(tenantId, [old])).toEqual({ apiKey: 'second' })
    expect(await api.listCrmConnections({ tenantId })).toHaveLength(1)
  })

  test('moved to another tenant’s row do not open there', async () => {
    const [from, to] = [await store([old], 'theirs'), await store([old], 'mine')]
    await admin`
      update tenancy.crm_connections as c set credentials = o.credentials
      from tenancy.crm_connections as o where c.tenant_id = ${to} and o.tenant_id = ${from}`
    expect(await codeOf(read(to, [old]))).toBe('damaged')
    await admin`delete from tenancy.crm_connections where tenant_id = ${to}`
  })

  test('are all opened by the new key alone after a rotation, and what is stored meanwhile is kept', async () => {
    const tenants = await Promise.all(['a', 'b', 'c'].map((secret) => store([old], secret)))
    const newest = tenants[2] ?? ''
    const vault = createVault([fresh, old])
    let isFirst = true
    const racing: Pick<Api, 'listOutdatedCredentials' | 'replaceCredentials'> = {
      listOutdatedCredentials: (args) => api.listOutdatedCredentials(args),
      async replaceCredentials(args) {
        if (isFirst) {
          isFirst = false
          const sealed = await createVault([old]).seal({ tenantId: newest, provider: 'housecall' }, { apiKey: 'newer' })
          await api.saveCrmConnection({ tenantId: newest, provider: 'housecall', companyId: 'c1', ...sealed })
        }
        return api.replaceCredentials(args)
      },
    }
    expect((await rotateCredentials(racing, vault)).rotated).toBeGreaterThanOrEqual(3)
    const opened = await Promise.all(tenants.map((tenantId) => read(tenantId, [fresh])))
    expect(opened).toEqual([{ apiKey: 'a' }, { apiKey: 'b' }, { apiKey: 'newer' }])
    expect((await rotateCredentials(api, vault)).rotated).toBe(0)
  })

  test('whose key is no longer in the ring are named by a rotation and left alone, and the others are rotated', async () => {
    const lost = newRingKey('lost')
    const [gone, fine] = [await store([lost], 'x'), await store([old], 'y')]
    const { unopened } = await rotateCredentials(api, createVault([fresh, old]))
    const [connection] = await api.listCrmConnections({ tenantId: gone })
    expect(unopened).toContain(connection?.connectionId ?? '')
    expect(await read(gone, [lost])).toEqual({ apiKey: 'x' })
    expect(await read(fine, [fresh])).toEqual({ apiKey: 'y' })
  })
})
