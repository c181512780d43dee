import { beforeAll, beforeEach, expect, test } from 'bun:test'
import { createApi } from '../../src/db/generated.ts'
import { startShell } from '../fakes/shell.ts'
import { newKey } from '../fixtures/api-keys.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { newNumber } from '../fixtures/numbers.ts'
import { newCustomer, newTenant, type TestTenant } from '../fixtures/tenant.ts'

let database: TestDatabase
let tenant: TestTenant
let phone: string
let customerId: string
let key: Awaited<ReturnType<typeof newKey>>
let shell: ReturnType<typeof startShell>

beforeAll(async () => {
  database = await testDatabase()
  tenant = await newTenant(database.admin)
  phone = newNumber()
  key = await newKey(database.edge, tenant.tenantId)
})
beforeEach(async () => {
  phone = newNumber()
  customerId = await newCustomer(database.admin, tenant.tenantId, { firstName: 'Zelda', phone })
  shell = startShell({}, { api: createApi(database.edge) })
})

const get = (path: string) => shell.app.request(path, { headers: { ...key.headers, 'X-Request-Id': 'request-0001' } })
const readsOf = async () => {
  await shell.close()
  return createApi(database.edge).listReads({ tenantId: tenant.tenantId, customerId })
}
const context = () => `/api/v1/customer-context/${encodeURIComponent(phone)}?type=phone`

test('every route that shows a customer leaves who read whom, when, by which route and in which request', async () => {
  const paths = [
    context(),
    `/api/v1/customer-context/${customerId}/prompt`,
    `/api/v1/customer-context/${customerId}/insights`,
    `/api/v1/customers?query=${encodeURIComponent(phone)}`,
    `/api/v1/customers/${customerId}`,
    `/api/v1/customers/${customerId}/export`,
  ]
  for (const path of paths) expect((await get(path)).status).toBe(200)
  const reads = await readsOf()
  expect(reads.map(({ route }) => route).sort()).toEqual([
    '/api/v1/customer-context/:id/insights',
    '/api/v1/customer-context/:id/prompt',
    '/api/v1/customer-context/:identifier',
    '/api/v1/customers',
    '/api/v1/customers/:id',
    '/api/v1/customers/:id/export',
  ])
  for (const read of reads) {
    expect(read).toMatchObject({ keyId: key.keyId, keyName: 'front desk', requestId: 'request-0001', customerId })
    expect(read.readAt).toEqual(new Date('2026-11-21T15:00:00Z'))
  }
})

test('an answer out of the edge’s own cache is a reading too', async () => {
  await get(`${context()}&maxAge=60`)
  expect(await (await get(`${context()}&maxAge=60`)).json()).toMatchObject({ cache: 'hit' })
  expect(await readsOf()).toHaveLength(2)
})

test('nothing is written within the request; what could not be written comes with the next flush', async () => {
  await get(context())
  expect(await createApi(database.edge).listReads({ tenantId: tenant.tenantId, customerId })).toEqual([])
  expect(shell.deferred.length).toBeGreaterThan(0)
  const api = createApi(database.edge)
  let fails = true
  const record: typeof api.recordAccess = (args) => (fails ? Promise.reject(new Error('away')) : api.recordAccess(args))
  shell = startShell({}, { api: { ...api, recordAccess: record } })
  await get(context())
  await shell.close()
  expect(shell.logs().at(-1)).toMatchObject({ event: 'access_not_written', level: 'warn', count: 1 })
  fails = false
  expect(await readsOf()).toHaveLength(1)
})

test('who was not found, and who may not read, leave no entry', async () => {
  await get(`/api/v1/customer-context/${encodeURIComponent(newNumber())}?type=phone`)
  await shell.app.request(context())
  expect(await readsOf()).toEqual([])
})

test('a customer erased before the flush is not written down', async () => {
  await get(context())
  await createApi(database.edge).eraseCustomer({ tenantId: tenant.tenantId, customerId, actor: key.keyId })
  expect(await readsOf()).toEqual([])
})

test('a change through a route is put down to its key and request in the audit log', async () => {
  const [insight] = await database.admin`
    insert into insight.customer_insights (tenant_id, customer_id, insight_type, title, description)
    values (${tenant.tenantId}, ${customerId}, 'other', 't', 'd') returning id`
  const answer = await shell.app.request(`/api/v1/insights/${insight?.id}`, {
    method: 'PATCH',
    headers: { ...key.headers, 'Content-Type': 'application/json', 'X-Request-Id': 'request-0002' },
    body: JSON.stringify({ status: 'actioned' }),
  })
  expect(answer.status).toBe(200)
  const [change] = await createApi(database.edge).listChanges({ tenantId: tenant.tenantId, customerId })
  expect(change).toMatchObject({ actor: `key:${key.keyId}`, requestId: 'request-0002', operation: 'update' })
})
