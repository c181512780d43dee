import { beforeAll, describe, expect, test } from 'bun:test'
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
  headers = (await newKey(edge, tenant.tenantId, { scopes: ['customers:read', 'customers:write'] })).headers
})

const ask = async (method: string, path: string, body?: unknown, more: Record<string, string> = {}) => {
  const shell = startShell({}, { api: createApi(edge), clock: () => new Date() })
  const answer = await shell.app.request(`/api/v1/customers/${path}`, {
    method,
    headers: { ...headers, ...more, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  // biome-ignore lint/suspicious/noExplicitAny: the tests look into answers of many shapes
  return { status: answer.status, answer, json: (text ? JSON.parse(text) : null) as any, shell }
}
const at = (version: number) => ({ 'If-Match': `"${version}"` })
const profile = async () => createApi(edge).getCustomer({ tenantId: tenant.tenantId, customerId })

describe('/api/v1/customers/{id}/notes', () => {
  test('lists, adds, corrects, retires and restores, and the profile follows', async () => {
    const added = await ask('POST', `${customerId}/notes`, { slot: 'preferred_time', value: 'Morning' })
    expect(added.status).toBe(201)
    expect(added.json).toMatchObject({
      kind: 'preference',
      value: 'morning',
      note: 'Prefers the morning for visits',
      source: 'staff',
    })
    const { id, version } = added.json
    expect(added.answer.headers.get('ETag')).toBe(`"${version}"`)
    expect(await profile()).toMatchObject({
      preferredTimeWindow: 'morning',
      fieldSources: { preferredTimeWindow: { source: 'staff', sourceRef: `note:${id}` } },
    })

    const corrected = await ask('PATCH', `${customerId}/notes/${id}`, { value: 'evening' }, at(version))
    expect(corrected.json).toMatchObject({ value: 'evening', note: 'Prefers the evening for visits' })
    expect((await profile()).preferredTimeWindow).toBe('evening')
    const stale = await ask('PATCH', `${customerId}/notes/${id}`, { value: 'morning' }, at(version))
    expect(stale.status).toBe(409)
    expect(stale.json.current).toMatchObject({ value: 'evening', version: corrected.json.version })

    const retired = await ask('POST', `${customerId}/notes/${id}/retire`, undefined, at(corrected.json.version))
    expect(retired.json).toMatchObject({ retiredReason: 'by a person' })
    expect((await profile()).preferredTimeWindow).toBeNull()
    expect((await ask('GET', `${customerId}/notes`)).json).toEqual([])
    expect((await ask('GET', `${customerId}/notes?all=true`)).json).toHaveLength(1)

    const restored = await ask('POST', `${customerId}/notes/${id}/restore`, undefined, at(retired.json.version))
    expect(restored.json).toMatchObject({ retiredAt: null, value: 'evening' })
    expect((await profile()).preferredTimeWindow).toBe('evening')
  })

  test('a person’s word outranks what is read later, and what they withdrew stays away until it is said again', async () => {
    const { tenantId } = tenant
    const other = await newCustomer(admin, tenantId, { firstName: 'Eve' })
    const api = createApi((await testDatabase()).worker)
    const say = async (text: string, when: string) => {
      const { conversationId } = await newTalk(admin, tenant, other, [text], { at: when })
      await api.readLocally({ tenantId, purpose: 'enrichment', conversationIds: [conversationId] })
    }
    const held = async () => (await ask('GET', `${other}/notes`)).json.map((note: { value: string }) => note.value)
    await ask('POST', `${other}/notes`, { slot: 'preferred_time', value: 'evening' })
    await say('mornings are best for us', '2027-01-01T10:00:00Z')
    expect(await held()).toEqual(['evening'])

    await say('we have two dogs', '2026-03-01T10:00:00Z')
    const [dog] = (await ask('GET', `${other}/notes`)).json.filter((note: { slot: string }) => note.slot === 'pet:dog')
    await ask('POST', `${other}/notes/${dog.id}/retire`, undefined, at(dog.version))
    await say('we have two dogs', '2026-03-02T10:00:00Z')
    expect(await held()).toEqual(['evening'])
    await say('we have two dogs', '2099-03-02T10:00:00Z')
    const notes = (await ask('GET', `${other}/notes`)).json
    expect(notes.map(({ slot }: { slot: string }) => slot).sort()).toEqual(['pet:dog', 'preferred_time'])
  })

  test.each([
    ['neither words nor a fact', {}, 422],
    ['a value that is none for its slot', { slot: 'preferred_time', value: 'at dawn' }, 422],
    ['a value without a slot', { value: 'morning' }, 422],
    ['a slot of another form', { slot: 'Preferred Time', value: 'x' }, 422],
    ['an unknown kind', { kind: 'secret', note: 'x' }, 422],
    ['an unknown field', { note: 'x', confidence: 1 }, 422],
  ])('refuses %s', async (_name, body, status) => {
    expect((await ask('POST', `${customerId}/notes`, body)).status).toBe(status)
  })

  test('knows no note of another customer or business, wants the scope, and notes who was shown', async () => {
    const { json: note } = await ask('POST', `${customerId}/notes`, { note: 'Rings twice' })
    const sibling = await newCustomer(admin, tenant.tenantId)
    const stranger = await newCustomer(admin, (await newTenant(admin)).tenantId)
    expect((await ask('GET', `${stranger}/notes`)).status).toBe(404)
    const path = `notes/${note.id}/retire`
    expect((await ask('POST', `${sibling}/${path}`, undefined, at(note.version))).status).toBe(404)
    expect((await ask('POST', `${customerId}/${path}`)).status).toBe(422)
    const narrow = (await newKey(edge, tenant.tenantId, { scopes: ['customers:read'] })).headers
    expect((await ask('POST', `${customerId}/notes`, { note: 'x' }, narrow)).status).toBe(403)

    const { shell } = await ask('GET', `${customerId}/notes`)
    await shell.close()
    const reads = await createApi(edge).listReads({ tenantId: tenant.tenantId, customerId })
    expect(reads.some(({ route }) => route?.endsWith('/notes'))).toBe(true)
  })
})
