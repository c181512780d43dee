import { beforeAll, describe, expect, test } from 'bun:test'
import { createApi } from '../../src/db/generated.ts'
import { startShell } from '../fakes/shell.ts'
import { newKey } from '../fixtures/api-keys.ts'
import { testDatabase } from '../fixtures/database.ts'
import { newTenant } from '../fixtures/tenant.ts'

const SITE = 'https://www.dans-plumbing.example'
let shell: ReturnType<typeof startShell>
let headers: Record<string, string>
let others: Record<string, string>

beforeAll(async () => {
  const { admin, edge } = await testDatabase()
  const { tenantId } = await newTenant(admin, { settings: { allowedOrigins: [SITE] } })
  shell = startShell({ PUBLIC_URL: 'https://rapport.example.com' }, { api: createApi(edge) })
  headers = (await newKey(edge, tenantId)).headers
  others = (await newKey(edge, (await newTenant(admin)).tenantId)).headers
})

const search = (more: Record<string, string>) =>
  shell.app.request('/api/v1/customers?query=ann', { headers: { ...headers, ...more } })
const ask = (path: string, origin: string) =>
  shell.app.request(path, {
    method: 'OPTIONS',
    headers: {
      Origin: origin,
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': 'authorization',
    },
  })

describe('a page of another origin', () => {
  test('that the tenant lists may call and read the answer, with no cookies', async () => {
    const response = await search({ Origin: SITE })
    expect(response.status).toBe(200)
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe(SITE)
    expect(response.headers.get('Access-Control-Expose-Headers')).toContain('Retry-After')
    expect(response.headers.has('Access-Control-Allow-Credentials')).toBe(false)
    expect(response.headers.get('Vary')).toContain('Origin')
  })

  test.each([
    'https://evil.example',
    'null',
    'http://www.dans-plumbing.example',
    `${SITE}.evil.example`,
    `${SITE}:8443`,
  ])('%p, which it does not list, is refused before anything is done', async (origin) => {
    const response = await search({ Origin: origin })
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ code: 'origin_not_allowed' })
    expect(response.headers.has('Access-Control-Allow-Origin')).toBe(false)
  })

  test('is refused with the key of another tenant, though the first one lists it', async () => {
    expect((await search({ ...others, Origin: SITE })).status).toBe(403)
  })

  test('learns nothing without a key: the answer is 401 and not readable', async () => {
    const response = await shell.app.request('/api/v1/customers?query=ann', { headers: { Origin: SITE } })
    expect(response.status).toBe(401)
    expect(response.headers.has('Access-Control-Allow-Origin')).toBe(false)
  })

  test('can read why it was refused where the origin itself is allowed', async () => {
    const response = await shell.app.request('/api/v1/customers?query=', { headers: { ...headers, Origin: SITE } })
    expect(response.status).toBe(422)
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe(SITE)
  })
})

test('what is no browser, and the page of the product itself, are not asked for an origin', async () => {
  expect((await search({})).status).toBe(200)
  expect((await search({ Origin: 'https://rapport.example.com' })).status).toBe(200)
})

describe('a preflight', () => {
  test('is answered alike for an origin that a tenant lists and for one that nobody does', async () => {
    const plain = async (origin: string) => {
      const response = await ask('/api/v1/customers', origin)
      const answered = Object.fromEntries(response.headers)
      delete answered['x-request-id']
      return JSON.stringify([response.status, answered])
        .replaceAll(origin, '<origin>')
        .replace(/'nonce-[^']+'/, '<nonce>')
    }
    const known = await plain(SITE)
    expect(await plain('https://evil.example')).toBe(known)
    expect(JSON.parse(known)[0]).toBe(204)
    expect(known).toContain('Authorization')
  })

  test('is not for webhooks, metrics or pages', async () => {
    for (const path of ['/webhooks/twilio/sms', '/metrics', '/docs', '/healthz']) {
      const response = await ask(path, SITE)
      expect([path, response.headers.has('Access-Control-Allow-Origin')]).toEqual([path, false])
      expect(response.status).toBeGreaterThanOrEqual(400)
    }
  })
})
