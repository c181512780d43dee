import { afterAll, beforeAll, expect, test } from 'bun:test'
import { type HousecallDouble, startHousecallDouble } from '../fakes/housecall.ts'
import { fillBusiness } from '../fakes/housecall-business.ts'
import { nativeOnly, testServer } from '../fixtures/lane.ts'
import { newTenant } from '../fixtures/tenant.ts'
import { folderDatabase, type OwnDatabase } from './own-database.ts'
import { rapport, type Variables } from './process.ts'

let own: OwnDatabase
let double: HousecallDouble
let variables: Variables
beforeAll(async () => {
  if (!testServer) return
  own = await folderDatabase()
  const database = await own.open()
  const { tenantId } = await newTenant(database.pool(null), { slug: 'harbor' })
  await database.close()
  double = await startHousecallDouble()
  fillBusiness(double.store, { customers: 15, jobs: 30, until: new Date() })
  variables = {
    ...own.variables,
    TENANT_ID: tenantId,
    HOUSECALL_API_KEY: double.apiKey,
    HOUSECALL_BASE_URL: double.url,
    HOUSECALL_REQUESTS_PER_SECOND: '1000',
  }
}, 60_000)
afterAll(async () => {
  await double?.stop()
  await own?.remove()
})

const json = async (...args: string[]) => {
  const { code, stdout, stderr } = await rapport(['--json', ...args], variables)
  expect([code, stderr]).toEqual([0, expect.any(String)])
  return JSON.parse(stdout)
}

nativeOnly.describe('rapport crm, with an account in the environment', () => {
  test('sync --full fills an empty tenant, and says how far it is', async () => {
    const { code, stdout, stderr } = await rapport(['crm', 'sync', '--full'], variables)
    expect([code, stdout]).toEqual([0, expect.stringContaining('full: done')])
    expect(stdout).toContain('customers 15')
    expect(stdout).toContain('jobs 30')
    expect(stderr).toMatch(/\d+ % /)
    const { customers } = (await json('tenant', 'list'))[0]
    expect(customers).toBe(15)
  }, 60_000)

  test('status tells of it and of the account, verify finds every total right', async () => {
    const { accounts, syncs } = await json('crm', 'status')
    expect(accounts).toMatchObject([{ provider: 'housecall', state: 'closed' }])
    expect(syncs).toMatchObject([{ kind: 'full', state: 'done', progress: 1 }])
    expect(await json('crm', 'verify', 'harbor')).toMatchObject({ customers: 15, wrongCustomers: 0, wrongAddresses: 0 })
  }, 60_000)

  test('what is put off to the night is queued, and stop ends it', async () => {
    expect(await json('crm', 'sync', 'harbor', '--reconcile', '--by-night')).toMatchObject({ state: 'queued' })
    expect(await json('crm', 'stop')).toEqual({ stopped: 1 })
    expect(await json('crm', 'stop')).toEqual({ stopped: 0 })
  }, 60_000)

  test('a key that is turned away is said plainly, and refused', async () => {
    const wrong = { ...variables, HOUSECALL_API_KEY: 'wrong' }
    const { code, stderr } = await rapport(['crm', 'sync'], wrong)
    expect([code, stderr]).toEqual([5, expect.stringContaining('turns the key away')])
    expect((await rapport(['crm', 'sync', '--full', '--active'], variables)).code).toBe(2)
  }, 60_000)
})
