import { beforeAll, expect, test } from 'bun:test'
import type { Sql } from '../../src/db/connect.ts'
import { createApi } from '../../src/db/generated.ts'
import { startShell } from '../fakes/shell.ts'
import { newKey } from '../fixtures/api-keys.ts'
import { testDatabase } from '../fixtures/database.ts'
import { newTalk } from '../fixtures/talk.ts'
import { newCustomer, newTenant, type TestTenant } from '../fixtures/tenant.ts'

let admin: Sql
let edge: Sql
let tenant: TestTenant
let customerId: string
let headers: Record<string, string>

beforeAll(async () => {
  ;({ admin, edge } = await testDatabase())
  tenant = await newTenant(admin)
  customerId = await newCustomer(admin, tenant.tenantId, { firstName: 'Dana' })
  headers = (await newKey(edge, tenant.tenantId, { scopes: ['customers:read'] })).headers
  await newTalk(admin, tenant, customerId, ['My heater drips', { body: 'Noted.', role: 'assistant' }], {
    at: '2026-03-02T10:00:00Z',
  })
  await newTalk(admin, tenant, customerId, ['And on the web: it got worse'], {
    channel: 'web',
    at: '2026-03-03T10:00:00Z',
  })
  await newTalk(
    admin,
    tenant,
    customerId,
    ['Hello, it is Dana', { body: 'Your code is 481516', role: 'system', isSecret: true }],
    { channel: 'voice', at: '2026-03-04T10:00:00Z' },
  )
})

const page = async (query = '', id = customerId) => {
  const shell = startShell({}, { api: createApi(edge), clock: () => new Date() })
  const answer = await shell.app.request(`/api/v1/customers/${id}/messages${query}`, { headers })
  return { status: answer.status, json: await answer.json() }
}
const textsOf = (json: { messages: { text: string }[] }) => json.messages.map(({ text }) => text)

test('one customer is one story: what was said by text, on the web and on the phone, newest first, without codes', async () => {
  const { status, json } = await page()
  expect(status).toBe(200)
  expect(textsOf(json)).toEqual(['Hello, it is Dana', 'And on the web: it got worse', 'Noted.', 'My heater drips'])
  expect(json.messages.map(({ channel }: { channel: string }) => channel)).toEqual(['voice', 'web', 'sms', 'sms'])
  const { id } = json.conversations.find(({ channel }: { channel: string }) => channel === 'web')
  expect(json.messages[1].conversationId).toBe(id)
  expect(json.next).toBeNull()
})

test('pages join without a gap or a message twice', async () => {
  const texts: string[] = []
  let next: string | null = null
  do {
    const { json } = await page(`?limit=1${next ? `&before=${encodeURIComponent(next)}` : ''}`)
    texts.push(...textsOf(json))
    next = json.next
  } while (next)
  expect(texts).toEqual(textsOf((await page()).json))
})

test('a merged customer gives the one they became, and nobody reads those of another business', async () => {
  const double = await newCustomer(admin, tenant.tenantId, { firstName: 'Dana' })
  await newTalk(admin, tenant, double, ['From my work phone'], { at: '2026-03-01T10:00:00Z' })
  const api = createApi(edge)
  await api.mergeCustomers({
    tenantId: tenant.tenantId,
    mergedId: double,
    survivorId: customerId,
    actor: 'test',
    reason: 'the same',
  })
  const { json } = await page('', double)
  expect(json.customerId).toBe(customerId)
  expect(textsOf(json)).toContain('From my work phone')

  const other = await newTenant(admin)
  const stranger = await newCustomer(admin, other.tenantId, { firstName: 'Kim' })
  expect((await page('', stranger)).status).toBe(404)
})

test('a page that cannot be is refused', async () => {
  for (const query of ['?limit=0', '?limit=201', '?before=yesterday']) expect((await page(query)).status).toBe(422)
})
