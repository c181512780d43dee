import { beforeAll, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { seeded } from '../../fakes/seeded.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { testServer } from '../../fixtures/lane.ts'
import { newTalk } from '../../fixtures/talk.ts'
import { newCustomer, newTenant, type TestTenant } from '../../fixtures/tenant.ts'

let admin: Sql
let api: Api
let tenant: TestTenant
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  api = createApi(database.edge)
  tenant = await newTenant(admin)
})

/** What the query of the requirements finds: `to_tsvector('english', content) @@ plainto_tsquery('english', …)`. */
const foundByFullText = async (customerId: string, query: string): Promise<string[]> => {
  const rows = await admin`
    select m.id from memory.messages as m
    where m.tenant_id = ${tenant.tenantId} and m.customer_id = ${customerId}
      and to_tsvector('english', m.body) @@ plainto_tsquery('english', ${query})`
  return rows.map(({ id }) => String(id)).sort()
}
const foundBySearch = async (customerId: string, query: string) => {
  const hits = await api.searchMemory({ tenantId: tenant.tenantId, customerId, query, limit: 100 })
  return hits.filter(({ isMatch }) => isMatch).map(({ messageId }) => messageId)
}

test('the example query of the requirements finds its messages, and they come first', async () => {
  const customerId = await newCustomer(admin, tenant.tenantId, { firstName: 'Lee' })
  const quotes = [
    'Hello! I would like to schedule a quote',
    'Hey can i get a quote on some junk removal this week?',
    '{"totals":179.1,"trigger":"agent","quote_id":"q-17"}',
    'Hey! I need to get a quote on junk removal at my garage',
    'Hey there, I would like to get a quote for Junk removal please',
  ]
  const others = [
    'Thank you so much!',
    'Is Thursday at nine possible?',
    'The couch is gone, great work.',
    'What do you charge?',
  ]
  const { messageIds } = await newTalk(admin, tenant, customerId, [
    ...others.slice(0, 2),
    ...quotes,
    ...others.slice(2),
  ])
  const expected = messageIds.slice(2, 2 + quotes.length).sort()
  expect(await foundByFullText(customerId, 'quote')).toEqual(expected)
  expect((await foundBySearch(customerId, 'quote')).slice(0, quotes.length).sort()).toEqual(expected)
})

test('whatever full text search finds, for one word or several, this search finds as well', async () => {
  const words =
    'heater heating leak leaking quote quotes removal remove tuesday pay paid invoice the a is drains drain'.split(' ')
  const chance = seeded(11)
  const text = (most: number) => Array.from({ length: 1 + chance.below(most) }, () => chance.pick(words)).join(' ')
  const customerId = await newCustomer(admin, tenant.tenantId, { firstName: 'Kim' })
  await newTalk(
    admin,
    tenant,
    customerId,
    Array.from({ length: 60 }, () => text(9)),
  )
  let compared = 0
  for (let round = 0; round < (testServer ? 200 : 40); round += 1) {
    const query = text(3)
    const expected = await foundByFullText(customerId, query)
    if (expected.length > 0) compared += 1
    const found = await foundBySearch(customerId, query)
    expect([query, expected.filter((id) => !found.includes(id))]).toEqual([query, []])
  }
  expect(compared).toBeGreaterThan(10)
})
