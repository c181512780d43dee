import { beforeAll, describe, expect, test } from 'bun:test'
import { newApiKey } from '../../src/api-key.ts'
import { type Api, createApi } from '../../src/db/generated.ts'
import { bearer, startShell } from '../fakes/shell.ts'
import { testDatabase } from '../fixtures/database.ts'
import { newNumber } from '../fixtures/numbers.ts'
import { newCustomer, newTenant, type TestTenant } from '../fixtures/tenant.ts'

let api: Api
let tenant: TestTenant
let customerId: string
let key: string
const phone = newNumber()

const newKey = async (tenantId: string, scopes: string[]) => {
  const made = await newApiKey()
  await api.createApiKey({ tenantId, name: 'office', keyHash: made.hash, keyPrefix: made.prefix, scopes })
  return made.text
}
beforeAll(async () => {
  const { admin, edge } = await testDatabase()
  api = createApi(edge)
  tenant = await newTenant(admin)
  customerId = await newCustomer(admin, tenant.tenantId, { firstName: 'José', lastName: 'García', phone })
  for (let n = 0; n < 3; n += 1)
    await newCustomer(admin, tenant.tenantId, { firstName: 'Mary', lastName: `Jones ${n}` })
  key = await newKey(tenant.tenantId, ['customers:read'])
})

const get = (search: string, withKey: string | null = key) => {
  const { app, lines } = startShell({}, { api })
  const response = app.request(`/api/v1/customers${search}`, withKey === null ? {} : bearer(withKey))
  return Promise.resolve(response).then((answer) => ({ answer, lines }))
}

describe('GET /api/v1/customers', () => {
  test.each([
    'garcia',
    'Jos%C3%A9',
    'jose+garzia',
    phone.slice(-10),
    encodeURIComponent(phone),
    `%20${encodeURIComponent(`(${phone.slice(2, 5)}) ${phone.slice(5, 8)}-${phone.slice(8)}`)}%20`,
  ])('finds a customer by %p', async (query) => {
    const { answer } = await get(`?query=${query}`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('Cache-Control')).toBe('no-store')
    expect(((await answer.json()) as unknown[])[0]).toEqual({
      customerId,
      name: 'José García',
      companyName: null,
      phone,
      email: null,
      city: null,
      lastServiceOn: null,
      score: expect.any(Number),
    })
  })

  test('answers an empty list when nobody matches, and at most limit customers', async () => {
    expect(await (await get('?query=nobody')).answer.json()).toEqual([])
    expect(await (await get('?query=mary&limit=2')).answer.json()).toHaveLength(2)
    expect(await (await get('?query=mary')).answer.json()).toHaveLength(3)
  })

  test.each([
    '',
    '?query=',
    '?query=%20',
    `?query=${'a'.repeat(201)}`,
    '?query=a&limit=0',
    '?query=a&limit=101',
    '?query=a&limit=x',
  ])('refuses %p as invalid', async (search) => {
    const { answer } = await get(search)
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ code: 'validation_failed' })
  })

  test('needs a key with the scope', async () => {
    expect((await get('?query=garcia', null)).answer.status).toBe(401)
    expect((await get('?query=garcia', `rk_${'0'.repeat(40)}`)).answer.status).toBe(401)
    expect((await get('?query=garcia', await newKey(tenant.tenantId, ['context:read']))).answer.status).toBe(403)
  })

  test('shows customers of the key’s own tenant only', async () => {
    const other = await newTenant((await testDatabase()).admin)
    const { answer } = await get('?query=garcia', await newKey(other.tenantId, ['admin']))
    expect(await answer.json()).toEqual([])
  })

  test('is answered whatever the query holds, and logs none of it', async () => {
    for (const query of ['%25', "';--", '%F0%9F%94%A7', '%00', '%5C', 'garcia'])
      expect((await get(`?query=${query}`)).answer.status).toBeLessThan(500)
    const { lines } = await get('?query=garcia')
    expect(lines.join('\n')).not.toContain('garcia')
    expect(lines.length).toBeGreaterThan(0)
  })
})
