import { afterEach, beforeAll, expect, test } from 'bun:test'
import { createApi } from '../../src/db/generated.ts'
import { startShell } from '../fakes/shell.ts'
import { newKey } from '../fixtures/api-keys.ts'
import { resetClock, setClock } from '../fixtures/clock.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { newTenant } from '../fixtures/tenant.ts'

let database: TestDatabase
let tenantId: string
let shell: ReturnType<typeof startShell>
beforeAll(async () => {
  database = await testDatabase()
  tenantId = (await newTenant(database.admin)).tenantId
  shell = startShell({}, { api: createApi(database.edge) })
})
afterEach(() => resetClock(database.admin))

const key = (perMinute: number) => newKey(database.edge, tenantId, { perMinute })
const search = (headers: Record<string, string>) => shell.app.request('/api/v1/customers?query=ann', { headers })

test('a key may make its requests a minute at once; the next one is 429 with when to come back, and then goes through', async () => {
  const { headers } = await key(3)
  await setClock(database.admin, '2026-11-21T15:00:00Z')
  const answers = [await search(headers), await search(headers), await search(headers)]
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  expect(answers.map((answer) => answer.headers.get('RateLimit'))).toEqual([
    '"key";r=2;t=20',
    '"key";r=1;t=40',
    '"key";r=0;t=60',
  ])
  const refused = await search(headers)
  expect(refused.status).toBe(429)
  expect(await refused.json()).toMatchObject({ code: 'rate_limited', status: 429 })
  expect(refused.headers.get('Retry-After')).toBe('20')
  expect(refused.headers.get('RateLimit-Policy')).toBe('"key";q=3;w=60')

  await setClock(database.admin, '2026-11-21T15:00:19Z')
  expect((await search(headers)).headers.get('Retry-After')).toBe('1')
  await setClock(database.admin, '2026-11-21T15:00:20Z')
  expect((await search(headers)).status).toBe(200)
  expect((await search(headers)).status).toBe(429)
})

test('a bucket never holds more than a minute’s worth, and a clock that goes back takes nothing away', async () => {
  const { headers } = await key(2)
  await setClock(database.admin, '2026-11-21T15:00:00Z')
  await search(headers)
  await setClock(database.admin, '2026-11-22T15:00:00Z')
  expect((await search(headers)).headers.get('RateLimit')).toBe('"key";r=1;t=30')
  await setClock(database.admin, '2026-11-22T14:00:00Z')
  expect((await search(headers)).status).toBe(200)
  expect((await search(headers)).status).toBe(429)
})

test('each key has a bucket of its own, and a request without the scope costs a token as well', async () => {
  const [one, other] = [await key(1), await key(1)]
  expect((await search(one.headers)).status).toBe(200)
  expect((await search(one.headers)).status).toBe(429)
  expect((await search(other.headers)).status).toBe(200)
  const narrow = await newKey(database.edge, tenantId, { scopes: ['metrics:read'], perMinute: 1 })
  expect((await search(narrow.headers)).status).toBe(403)
  expect((await search(narrow.headers)).status).toBe(429)
})

test('a key gets 600 a minute unless it is given another limit, and never one out of range', async () => {
  const api = createApi(database.edge)
  const create = (rateLimitPerMinute?: number) =>
    api.createApiKey({
      tenantId,
      name: 'x',
      keyHash: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('hex'),
      keyPrefix: 'rk_abcdefgh',
      scopes: ['admin'],
      ...(rateLimitPerMinute === undefined ? {} : { rateLimitPerMinute }),
    })
  const keyId = await create()
  expect((await api.listApiKeys({ tenantId })).find((row) => row.keyId === keyId)?.rateLimitPerMinute).toBe(600)
  for (const wrong of [0, -1, 1_000_001]) {
    expect(
      await create(wrong).then(
        () => 'made',
        (error: { code: string }) => error.code,
      ),
    ).toBe('23514')
  }
})

nativeOnly.test('200 requests at once over many connections get exactly the tokens that there are', async () => {
  const { headers } = await key(50)
  await setClock(database.admin, '2026-11-21T15:00:00Z')
  const answers = await Promise.all(Array.from({ length: 200 }, () => search(headers)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(50)
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(150)
})

test('the bucket is written outside of the request’s transaction: a request that fails has cost its token', async () => {
  const { headers } = await key(2)
  const patch = () =>
    shell.app.request(`/api/v1/insights/${crypto.randomUUID()}`, {
      method: 'PATCH',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify({ status: 'actioned' }),
    })
  expect([(await patch()).status, (await patch()).status, (await patch()).status]).toEqual([404, 404, 429])
})
