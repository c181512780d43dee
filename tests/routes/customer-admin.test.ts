import { beforeAll, describe, expect, test } from 'bun:test'
import { newApiKey } from '../../src/api-key.ts'
import type { Sql } from '../../src/db/connect.ts'
import { type Api, createApi } from '../../src/db/generated.ts'
import { startShell } from '../fakes/shell.ts'
import { testDatabase } from '../fixtures/database.ts'
import { newNumber } from '../fixtures/numbers.ts'
import { newCustomer, newTenant } from '../fixtures/tenant.ts'

let admin: Sql
let api: Api
let tenantId: string
const keys: Record<string, { text: string; id: string }> = {}

beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  api = createApi(database.edge)
  tenantId = (await newTenant(admin)).tenantId
  for (const [name, scopes] of Object.entries({
    read: ['customers:read'],
    write: ['customers:read', 'customers:write'],
    admin: ['admin'],
  })) {
    const made = await newApiKey()
    const id = await api.createApiKey({ tenantId, name, keyHash: made.hash, keyPrefix: made.prefix, scopes })
    keys[name] = { text: made.text, id }
  }
}, 60_000)

const call = async (method: string, path: string, as: string, body?: unknown, headers: Record<string, string> = {}) => {
  const { app } = startShell({}, { api })
  const response = await app.request(`/api/v1${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${keys[as]?.text}`,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  // biome-ignore lint/suspicious/noExplicitAny: what is asked of the answer is said where it is used
  return { status: response.status, headers: response.headers, body: (await response.json()) as any }
}
const customer = (options = {}) => newCustomer(admin, tenantId, options)

describe('a customer record', () => {
  test('is read with its version as ETag, and changed on that version only', async () => {
    const id = await customer({ firstName: 'Ann' })
    const read = await call('GET', `/customers/${id}`, 'read')
    expect(read).toMatchObject({ status: 200, body: { customerId: id, firstName: 'Ann', fieldSources: {} } })
    const etag = read.headers.get('ETag') as string
    expect(etag).toBe(`"${read.body.version}"`)

    const changed = await call('PATCH', `/customers/${id}`, 'write', { lastName: 'Archer' }, { 'If-Match': etag })
    expect(changed).toMatchObject({ status: 200, body: { firstName: 'Ann', lastName: 'Archer' } })
    expect(changed.body.fieldSources.lastName).toMatchObject({ source: 'staff', setBy: `key:${keys.write?.id}` })
    expect(changed.headers.get('ETag')).not.toBe(etag)

    const late = await call('PATCH', `/customers/${id}`, 'write', { lastName: 'Late' }, { 'If-Match': etag })
    expect(late).toMatchObject({ status: 409, body: { code: 'conflict', current: changed.body } })
    expect(late.headers.get('ETag')).toBe(changed.headers.get('ETag'))
    expect((await call('GET', `/customers/${id}`, 'read')).body).toEqual(changed.body)
  })

  test('is not changed without If-Match, with an unknown field or a value that no field takes', async () => {
    const id = await customer()
    const ifMatch = { 'If-Match': '"2"' }
    for (const [body, headers] of [
      [{ firstName: 'x' }, {}],
      [{ firstName: 'x' }, { 'If-Match': '*' }],
      [{ nickname: 'x' }, ifMatch],
      [{ communicationPreference: 'fax' }, ifMatch],
    ] as const) {
      expect(await call('PATCH', `/customers/${id}`, 'write', body, headers)).toMatchObject({
        status: 422,
        body: { code: 'validation_failed' },
      })
    }
  })

  test('takes a phone in any spelling, and proposes one that is somebody else’s', async () => {
    const phone = newNumber()
    const [one, two] = [await customer(), await customer()]
    const spelled = `(${phone.slice(2, 5)}) ${phone.slice(5, 8)}-${phone.slice(8)}`
    const link = (id: string) => call('POST', `/customers/${id}/identities`, 'write', { type: 'phone', value: spelled })
    expect(await link(one)).toMatchObject({ status: 200, body: { outcome: 'linked', isShared: false } })
    expect(await link(two)).toMatchObject({ status: 200, body: { outcome: 'pending' } })
    const proposals = await call('GET', '/merge-proposals', 'read')
    const ids = proposals.body.map((proposal: { customers: { customerId: string }[] }) =>
      proposal.customers.map((found) => found.customerId).sort(),
    )
    expect(ids).toContainEqual([one, two].sort())
    const pair = { customerId: one, otherCustomerId: two }
    expect(await call('POST', '/merge-proposals/reject', 'write', pair)).toMatchObject({ status: 200 })
    expect((await call('GET', '/merge-proposals', 'read')).body).toEqual([])
    expect(await call('POST', `/customers/${one}/identities`, 'write', { type: 'phone', value: 'none' })).toMatchObject(
      {
        status: 422,
      },
    )
  })
})

test('a merge and its undo name the key that decided, and a second undo is 409', async () => {
  const [one, two] = [await customer({ firstName: 'Ann' }), await customer({ lastName: 'Archer' })]
  const merged = await call('POST', `/customers/${one}/merge`, 'write', { mergedId: two, reason: 'one person' })
  expect(merged).toMatchObject({ status: 200, body: { customerId: one, mergedId: two } })
  const read = await call('GET', `/customers/${two}`, 'read')
  expect(read.body).toMatchObject({ customerId: one, firstName: 'Ann', lastName: 'Archer' })
  expect(read.body.merges).toMatchObject([{ mergedId: two, mergedBy: `key:${keys.write?.id}`, reason: 'one person' }])
  const again = await call('POST', `/customers/${one}/merge`, 'write', { mergedId: two, reason: 'again' })
  expect(again).toMatchObject({ status: 409, body: { code: 'conflict', hint: expect.any(String) } })
  const undo = () => call('POST', `/merges/${merged.body.mergeId}/undo`, 'write')
  expect(await undo()).toMatchObject({ status: 200, body: { customerId: one, mergedId: two } })
  expect(await undo()).toMatchObject({ status: 409 })
  expect((await call('GET', `/customers/${two}`, 'read')).body.customerId).toBe(two)
})

test('an export is the whole customer, an erasure ends them: 410 afterwards', async () => {
  const phone = newNumber()
  const id = await customer({ firstName: 'Ann', phone })
  const exported = await call('GET', `/customers/${id}/export`, 'admin')
  expect(exported.headers.get('Content-Disposition')).toContain(id)
  expect(exported.body.tables['identity.customer_identities']).toMatchObject([{ type: 'phone', value: phone }])
  expect(await call('POST', `/customers/${id}/erase`, 'admin', {})).toMatchObject({ status: 422 })
  const proof = await call('POST', `/customers/${id}/erase`, 'admin', { confirm: 'erase' })
  expect(proof).toMatchObject({ status: 200, body: { erasedBy: `key:${keys.admin?.id}` } })
  expect(JSON.stringify(proof.body)).not.toContain(id)
  for (const path of [`/customers/${id}`, `/customers/${id}/export`])
    expect(await call('GET', path, 'admin')).toMatchObject({
      status: 410,
      body: { code: 'gone', hint: 'The customer was erased.' },
    })
  expect(await call('GET', `/customers/${crypto.randomUUID()}`, 'read')).toMatchObject({ status: 404 })
})

test.each([
  ['GET', 'export', 'write'],
  ['POST', 'erase', 'write'],
  ['POST', 'merge', 'read'],
  ['POST', 'identities', 'read'],
])('%s …/%s is refused to a key with scope %s only', async (method, action, as) => {
  const id = await customer()
  const answer = await call(method, `/customers/${id}/${action}`, as, method === 'POST' ? {} : undefined)
  expect(answer).toMatchObject({ status: 403, body: { code: 'missing_scope' } })
})
