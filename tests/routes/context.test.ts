import { beforeAll, expect, test } from 'bun:test'
import { describeApiKey, newApiKey } from '../../src/api-key.ts'
import type { Sql } from '../../src/db/connect.ts'
import { createApi } from '../../src/db/generated.ts'
import { customerContextSchema } from '../../src/db/results/context.ts'
import { demoCustomer, seedDemo } from '../../src/demo/seed.ts'
import { startShell } from '../fakes/shell.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { newNumber } from '../fixtures/numbers.ts'
import { newCustomer, newTenant, type TestTenant } from '../fixtures/tenant.ts'

let database: TestDatabase
let admin: Sql
let tenant: TestTenant
let key: string
let phone: string
let customerId: string
let now: Date
let shell: ReturnType<typeof startShell>

const keyWith = async (tenantId: string, scopes: string[]) => {
  const { text, hash, prefix } = await describeApiKey((await newApiKey()).text)
  await createApi(database.edge).createApiKey({
    tenantId,
    name: 'front desk',
    keyHash: hash,
    keyPrefix: prefix,
    scopes,
  })
  return text
}

beforeAll(async () => {
  database = await testDatabase()
  admin = database.admin
  now = new Date('2026-11-21T15:00:00Z')
  shell = startShell({}, { api: createApi(database.edge), clock: () => now } as never)
  tenant = await newTenant(admin, { flags: { CUSTOMER_CONTEXT_INSIGHTS: true } })
  key = await keyWith(tenant.tenantId, ['context:read', 'insights:write'])
  phone = newNumber()
  customerId = await newCustomer(admin, tenant.tenantId, { firstName: 'Ada', lastName: 'Byron', phone })
})

const ask = (path: string, init: RequestInit = {}, as = key) =>
  shell.app.request(path, { ...init, headers: { Authorization: `Bearer ${as}`, ...init.headers } })
const context = (identifier: string, query = 'type=phone') =>
  ask(`/api/v1/customer-context/${encodeURIComponent(identifier)}?${query}`)
const bodyOf = async (response: Response | Promise<Response>) =>
  (await (await response).json()) as Record<string, unknown>

const newInsight = async (fields: Record<string, unknown> = {}) => {
  const [row] = await admin<{ id: string }[]>`
    insert into insight.customer_insights ${admin({
      tenant_id: tenant.tenantId,
      customer_id: customerId,
      insight_type: 'maintenance_due',
      title: 'Flush due',
      description: 'A year ago',
      ...fields,
    })} returning id`
  return row?.id ?? ''
}
const patch = (id: string, body: unknown, as = key) =>
  ask(
    `/api/v1/insights/${id}`,
    { method: 'PATCH', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } },
    as,
  )

test('a phone in any spelling finds the customer, fresh and not to be stored', async () => {
  const response = await context(`(${phone.slice(2, 5)}) ${phone.slice(5, 8)}-${phone.slice(8)}`)
  expect(response.status).toBe(200)
  expect(response.headers.get('Cache-Control')).toBe('no-store')
  expect(await bodyOf(response)).toMatchObject({ customerId, name: 'Ada Byron', primaryPhone: phone, cache: 'miss' })
})

test('the text that is handed on has every field that the description of the route names and no other', async () => {
  const demo = await keyWith((await seedDemo(createApi(database.edge))).tenantId, ['context:read'])
  const path = `/api/v1/customer-context/${encodeURIComponent(demoCustomer.phone)}?type=phone`
  const response = await ask(path, {}, demo)
  expect(response.status).toBe(200)
  expect(response.headers.get('Content-Type')).toBe('application/json')
  const { cache, ...body } = await bodyOf(response)
  expect(cache).toBe('miss')
  // What parses may not have lost a field on the way, at any depth: zod drops those that it does not know.
  expect(customerContextSchema.parse(body) as unknown).toEqual(body)
  for (const list of [
    'identities',
    'properties',
    'equipment',
    'recentJobs',
    'insights',
    'memoryNotes',
    'lastExchanges',
  ])
    expect([list, (body[list] as unknown[]).length]).not.toEqual([list, 0])
})

test('an unknown customer is 404, a wrong number or type is 422 and does not repeat the number', async () => {
  expect((await context('nobody@example.com', 'type=email')).status).toBe(404)
  const wrong = await context('zebulon')
  expect(wrong.status).toBe(422)
  expect(JSON.stringify(await wrong.json())).not.toContain('zebulon')
  expect((await context(phone, 'type=fax')).status).toBe(422)
})

test('a shared number is 409 without personal data', async () => {
  const shared = newNumber()
  for (const firstName of ['Hidden', 'Secret'])
    await newCustomer(admin, tenant.tenantId, { firstName, phone: shared, isShared: true })
  const response = await context(shared)
  const text = await response.text()
  expect(response.status).toBe(409)
  expect(text).toContain('"code":"ambiguous"')
  expect(text).not.toMatch(/Hidden|Secret|\+1/)
})

test("the key needs the scope, and another tenant's key finds nobody", async () => {
  const weak = await keyWith(tenant.tenantId, ['metrics:read'])
  expect((await ask(`/api/v1/customer-context/${customerId}/prompt`, {}, weak)).status).toBe(403)
  const other = await newTenant(admin)
  const foreign = await keyWith(other.tenantId, ['context:read', 'insights:write'])
  expect((await ask(`/api/v1/customer-context/${customerId}/prompt`, {}, foreign)).status).toBe(404)
  expect((await ask(`/api/v1/customer-context/${customerId}/insights`, {}, foreign)).status).toBe(404)
  expect((await patch(await newInsight(), { status: 'actioned' }, foreign)).status).toBe(404)
})

test('maxAge allows an answer that old, never an older one, and the default is always fresh', async () => {
  const rename = (name: string) => admin`update identity.customers set first_name = ${name} where id = ${customerId}`
  expect(await bodyOf(context(phone, 'type=phone&maxAge=60'))).toMatchObject({ cache: 'miss', name: 'Ada Byron' })
  await rename('Augusta')
  expect(await bodyOf(context(phone, 'type=phone&maxAge=60'))).toMatchObject({ cache: 'hit', name: 'Ada Byron' })
  now = new Date(now.getTime() + 61_000)
  expect(await bodyOf(context(phone, 'type=phone&maxAge=60'))).toMatchObject({ cache: 'miss', name: 'Augusta Byron' })
  await rename('Ada')
  expect(await bodyOf(context(phone))).toMatchObject({ cache: 'miss', name: 'Ada Byron' })
  expect((await context(phone, 'type=phone&maxAge=301')).status).toBe(422)
})

test('the cache never answers for another tenant', async () => {
  const other = await newTenant(admin)
  const foreign = await keyWith(other.tenantId, ['context:read'])
  await context(phone, 'type=phone&maxAge=300')
  const response = await ask(`/api/v1/customer-context/${encodeURIComponent(phone)}?type=phone&maxAge=300`, {}, foreign)
  expect(response.status).toBe(404)
})

test('the prompt is Markdown, or JSON with a bound of its tokens', async () => {
  const path = `/api/v1/customer-context/${customerId}/prompt?budget=200`
  const plain = await ask(path)
  expect(plain.headers.get('Content-Type')).toContain('text/markdown')
  expect(await plain.text()).toStartWith('## Customer Profile\nName: Ada Byron')
  const body = await bodyOf(ask(path, { headers: { Accept: 'application/json' } }))
  expect(body.prompt).toStartWith('## Customer Profile')
  expect(body.tokensAtMost).toBeGreaterThan(5)
  expect(body.tokensAtMost).toBeLessThanOrEqual(200)
  expect((await ask(`/api/v1/customer-context/${customerId}/prompt?budget=10`)).status).toBe(422)
})

test('an insight is listed until it is actioned, with the name of the key; then it is closed', async () => {
  const id = await newInsight({ priority: 'urgent' })
  const listed = await ask(`/api/v1/customer-context/${customerId}/insights`)
  expect(((await listed.json()) as { id: string }[])[0]).toMatchObject({ id, priority: 'urgent' })
  expect(await bodyOf(patch(id, { status: 'actioned' }))).toMatchObject({
    status: 'actioned',
    actionedBy: 'front desk',
  })
  expect((await patch(id, { status: 'dismissed' })).status).toBe(409)
  const rest = (await (await ask(`/api/v1/customer-context/${customerId}/insights`)).json()) as { id: string }[]
  expect(rest.map((insight) => insight.id)).not.toContain(id)
})

test('an insight is dismissed with its reason; an expired one is closed, an unknown one not found', async () => {
  const id = await newInsight()
  expect(await bodyOf(patch(id, { status: 'dismissed', reason: ' not now ' }))).toMatchObject({
    dismissedReason: 'not now',
  })
  expect((await patch(await newInsight({ expires_at: '2020-01-01' }), { status: 'actioned' })).status).toBe(409)
  expect((await patch(Bun.randomUUIDv7(), { status: 'actioned' })).status).toBe(404)
  expect((await patch(id, { status: 'active' })).status).toBe(422)
})

test('loads are counted with their share of hits, and no log line holds the number', async () => {
  expect(shell.lines.join('\n')).not.toContain(phone.slice(2))
  const metricsKey = await keyWith(tenant.tenantId, ['metrics:read'])
  const text = await (await ask('/metrics', {}, metricsKey)).text()
  expect(text).toMatch(/customer_context_load_latency_seconds_count [1-9]/)
  expect(text).toMatch(/customer_context_cache_hit_rate 0\.\d+/)
})
