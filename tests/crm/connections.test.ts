import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type CrmAccount, type CrmConnectionsOptions, createCrmConnections } from '../../src/crm/connections.ts'
import { readHousecallCredentials } from '../../src/crm/housecall/credentials.ts'
import { createVault } from '../../src/crypto/credentials.ts'
import { type Api, createApi } from '../../src/db/generated.ts'
import { loadEnv } from '../../src/env.ts'
import { COMPANY, type HousecallDouble, startHousecallDouble } from '../fakes/housecall.ts'
import { testDatabase } from '../fixtures/database.ts'
import { newTenant } from '../fixtures/tenant.ts'
import { failureOf } from './failure.ts'

const ringKey = () => `crm:${Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')}`

describe("a tenant's accounts", () => {
  let api: Api
  let admin: Awaited<ReturnType<typeof testDatabase>>['admin']
  let double: HousecallDouble
  const keys = ringKey()
  beforeAll(async () => {
    const database = await testDatabase()
    admin = database.admin
    api = createApi(database.worker)
    double = await startHousecallDouble()
    double.office.addCustomer({ first_name: 'Ada' })
  })
  afterAll(() => double.stop())

  const connectionsOf = (variables: Record<string, string> = {}, options: Partial<CrmConnectionsOptions> = {}) => {
    const env = loadEnv({ ENCRYPTION_KEYS: keys, HOUSECALL_BASE_URL: double.url, ...variables })
    return createCrmConnections({ env, ...options })
  }
  const newTenantId = async () => (await newTenant(admin)).tenantId
  const store = async (tenantId: string, companyId: string, given: Record<string, unknown>, ring = keys) => {
    const vault = createVault(loadEnv({ ENCRYPTION_KEYS: ring }).ENCRYPTION_KEYS ?? [])
    const sealed = await vault.seal({ tenantId, provider: 'housecall' }, given)
    await api.saveCrmConnection({ tenantId, provider: 'housecall', companyId, ...sealed })
    return { tenantId, companyId }
  }
  const errorOf = (work: Promise<unknown>) =>
    work.then(
      () => null,
      (error: Error & { code?: string }) => error,
    )

  test('are those stored for it: each a client with its own key, that works', async () => {
    const tenantId = await newTenantId()
    const good = await store(tenantId, COMPANY.id, { apiKey: double.apiKey, webhookSecret: 'one' })
    const bad = await store(tenantId, 'another', { apiKey: 'wrong', webhookSecret: ['two', 'three'] })
    const connections = connectionsOf()
    expect(await connections.housecallAccounts(api, tenantId)).toEqual(
      [good, bad].sort((a, b) => (a.companyId < b.companyId ? -1 : 1)),
    )
    expect(await (await connections.housecall(api, good))?.company.get()).toMatchObject({ id: COMPANY.id })
    const refused = (await connections.housecall(api, bad))?.company.get() ?? Promise.resolve()
    expect((await failureOf(refused)).code).toBe('unauthorised')
    expect(await connections.housecallWebhookSecrets(api, good)).toEqual(['one'])
    expect(await connections.housecallWebhookSecrets(api, bad)).toEqual(['two', 'three'])
  })

  test('are nobody else’s, and without credentials there is none', async () => {
    const account = await store(await newTenantId(), COMPANY.id, { apiKey: double.apiKey, webhookSecret: 's' })
    const other = await newTenantId()
    const connections = connectionsOf({ HOUSECALL_API_KEY: double.apiKey, HOUSECALL_WEBHOOK_SECRET: 's' })
    expect(await connections.housecallAccounts(api, other)).toEqual([])
    for (const companyId of [account.companyId, null]) {
      expect(await connections.housecall(api, { tenantId: other, companyId })).toBeNull()
      expect(await connections.housecallWebhookSecrets(api, { tenantId: other, companyId })).toEqual([])
    }
  })

  test('come from the environment for the tenant of a single-tenant install', async () => {
    const tenantId = await newTenantId()
    const connections = connectionsOf({
      TENANT_ID: tenantId,
      HOUSECALL_API_KEY: double.apiKey,
      HOUSECALL_WEBHOOK_SECRET: 'from-env',
    })
    expect(await connections.housecallAccounts(api, tenantId)).toEqual([{ tenantId, companyId: null }])
    const named = await connections.housecall(api, { tenantId, companyId: COMPANY.id })
    const unnamed = await connections.housecall(api, { tenantId, companyId: null })
    expect(named).toBe(unnamed)
    expect(await named?.company.get()).toMatchObject({ id: COMPANY.id })
    expect(await connections.housecallWebhookSecrets(api, { tenantId, companyId: COMPANY.id })).toEqual(['from-env'])
    await store(tenantId, 'stored', { apiKey: 'k' })
    expect(await connections.housecallAccounts(api, tenantId)).toEqual([{ tenantId, companyId: 'stored' }])
  })

  test('keep one client, with its budget and its circuit breaker, until their credentials change', async () => {
    const told: [CrmAccount, string][] = []
    const connections = connectionsOf({}, { onStateChange: (account, { state }) => told.push([account, state]) })
    const account = await store(await newTenantId(), 'c1', { apiKey: double.apiKey, requestsPerSecond: 1000 })
    const client = await connections.housecall(api, account)
    expect(await connections.housecall(api, account)).toBe(client)
    double.next({ status: 500, times: 5 })
    for (let call = 0; call < 5; call += 1) await failureOf(client?.company.get({ attempts: 1 }) ?? Promise.resolve())
    expect(told).toEqual([[account, 'open']])
    expect(connections.breakers()).toMatchObject([{ ...account, breaker: { state: 'open', consecutiveFailures: 5 } }])
    await store(account.tenantId, 'c1', { apiKey: 'changed' })
    expect(await connections.housecall(api, account)).not.toBe(client)
    expect(connections.breakers()).toMatchObject([{ ...account, breaker: { state: 'closed' } }])
  })

  test('of several locations say which company is meant; the others do not', async () => {
    const tenantId = await newTenantId()
    const connections = connectionsOf()
    for (const [companyId, isMultiLocation] of [
      ['loc-1', true],
      ['loc-2', false],
    ] as const) {
      const account = await store(tenantId, companyId, { apiKey: double.apiKey, isMultiLocation })
      const answer = (await connections.housecall(api, account))?.company.get()
      if (isMultiLocation) expect((await failureOf(answer ?? Promise.resolve())).status).toBe(403)
      else await answer
      expect(double.requests.at(-1)?.headers.get('x-company-id')).toBe(isMultiLocation ? companyId : null)
    }
  })

  test('that cannot be opened or used say what is wrong without a word of what they hold', async () => {
    const tenantId = await newTenantId()
    const unknown = await store(tenantId, 'unknown', { apiKey: 'REDACTME' }, ringKey().replace('crm:', 'lost:'))
    const unusable = await store(tenantId, 'unusable', { api_key: 'REDACTME' })
    const [lost, wrong] = [
      await errorOf(connectionsOf().housecall(api, unknown)),
      await errorOf(connectionsOf().housecall(api, unusable)),
    ]
    const bare = await errorOf(connectionsOf({ ENCRYPTION_KEYS: '' }).housecall(api, unusable))
    expect([lost?.code, wrong?.code, bare?.code]).toEqual(['unknown_key', 'bad_credentials', 'bad_credentials'])
    expect(bare?.message).toContain('ENCRYPTION_KEYS')
    expect(wrong?.message).toContain('apiKey; unknown: api_key')
    expect(`${lost} ${wrong} ${bare}`).not.toContain('REDACTME')
  })

  test('report fields of the wrong type with the account they are of', async () => {
    const reports: unknown[] = []
    const onMismatch = (account: CrmAccount, { call, path }: { call: string; path: string }) =>
      reports.push([account.companyId, call, path])
    const account = await store(await newTenantId(), 'c1', { apiKey: double.apiKey })
    const client = await connectionsOf({}, { onMismatch }).housecall(api, account)
    double.next({ status: 200, body: { id: COMPANY.id, name: ['Harbor'] } })
    expect(await client?.company.get()).toEqual({ id: COMPANY.id })
    expect(reports).toEqual([['c1', 'company.get', 'name']])
  })
})

test.each([
  [null],
  ['key'],
  [{}],
  [{ apiKey: ' ' }],
  [{ apiKey: 'k', authScheme: 'Basic' }],
  [{ apiKey: 'k', webhookSecret: [] }],
])('credentials such as %j are refused', (given) => {
  expect(() => readHousecallCredentials(given)).toThrow('not usable')
})
