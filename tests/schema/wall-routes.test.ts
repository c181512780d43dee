import { beforeAll, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { Sql } from '../../src/db/connect.ts'
import { createApi } from '../../src/db/generated.ts'
import { startShell } from '../fakes/shell.ts'
import { newKey } from '../fixtures/api-keys.ts'
import { testDatabase } from '../fixtures/database.ts'
import { testServer } from '../fixtures/lane.ts'
import { type FullTenant, newFullTenant } from '../fixtures/rows-everywhere.ts'
import { checksumOf, ownedTables } from './wall-tables.ts'

let admin: Sql
let shell: ReturnType<typeof startShell>
let tenants: { tenant: FullTenant; headers: Record<string, string> }[]

beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  shell = startShell({ LOG_LEVEL: 'silent' }, { api: createApi(database.edge), clock: () => new Date() })
  tenants = await Promise.all(
    ([2, 4] as const).map(async (customers) => {
      const tenant = await newFullTenant(admin, customers)
      return { tenant, headers: (await newKey(database.edge, tenant.tenantId)).headers }
    }),
  )
})

/** Every route of the api, as it is mounted. All of them want a key. */
const routesOfApi = () => {
  const mounted = shell.app.routes.filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/v1/'))
  return [...new Map(mounted.map(({ method, path }) => [`${method} ${path}`, { method, path }])).values()]
}
const types = ['phone', 'email', 'customer_id', 'web_user_id', 'housecall_pro_id']

// Over 1,000 on a server.
const REQUESTS_A_ROUTE = testServer ? 60 : 10

test('every route, asked with the key of one tenant for everything of the other, reads and changes nothing of it', async () => {
  const routes = routesOfApi()
  expect(routes.length).toBeGreaterThan(15)
  // Each tenant's own key is counted and noted, and so is what a search with a foreign name finds among the own customers.
  const own = ['ops.rate_buckets', 'tenancy.api_keys', 'ops.access_log']
  const tables = (await ownedTables(admin)).filter((table) => !own.includes(table))
  const idsOf = async ({ tenantId }: FullTenant) => {
    const rows = await Promise.all(
      ['insight.customer_insights', 'memory.conversations', 'memory.messages', 'identity.pending_links'].map((table) =>
        admin.unsafe(`select id from ${table} where tenant_id = $1`, [tenantId]),
      ),
    )
    return rows.flat().map((row) => String(row?.id))
  }
  const sides = await Promise.all(
    [0, 1].map(async (index) => {
      const [from, to] = [tenants[index], tenants[1 - index]]
      if (!from || !to) throw new Error('two tenants are needed')
      const contacts = to.tenant.customers.flatMap(({ customerId, phone, email }) => [customerId, phone, email])
      const values = [...contacts, to.tenant.word, to.tenant.number, to.tenant.slug, ...(await idsOf(to.tenant))]
      return {
        headers: from.headers,
        victim: to.tenant,
        values,
        before: await checksumOf(admin, tables, to.tenant.tenantId),
      }
    }),
  )
  const statuses = new Map<number, number>()
  for (const { method, path } of routes)
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...sides),
        fc.nat(),
        fc.nat(),
        async ({ headers, victim, values, before }, first, second) => {
          const [value, other] = [values[first % values.length] ?? '', values[second % values.length] ?? '']
          const query = new URLSearchParams({
            query: value,
            maxAge: '60',
            type: types[second % types.length] ?? '',
          })
          const answer = await shell.app.request(`${path.replace(/:[^/]+/g, encodeURIComponent(value))}?${query}`, {
            method,
            headers: { ...headers, 'Content-Type': 'application/json' },
            ...(method === 'GET'
              ? {}
              : {
                  body: JSON.stringify({
                    status: 'dismissed',
                    reason: 'x',
                    customerId: value,
                    survivorId: value,
                    mergedId: other,
                    type: 'phone',
                    value: other,
                    version: 1,
                  }),
                }),
          })
          statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
          expect(answer.status).toBeLessThan(500)
          expect(await answer.text()).not.toContain(victim.word)
          if (method !== 'GET') expect(await checksumOf(admin, tables, victim.tenantId)).toBe(before)
        },
      ),
      { numRuns: REQUESTS_A_ROUTE },
    )
  await shell.close()
  for (const { victim, before } of sides) expect(await checksumOf(admin, tables, victim.tenantId)).toBe(before)
  expect(statuses.get(404) ?? 0).toBeGreaterThan(2 * REQUESTS_A_ROUTE)
}, 120_000)
