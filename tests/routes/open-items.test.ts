import { beforeAll, expect, test } from 'bun:test'
import type { Sql } from '../../src/db/connect.ts'
import { createApi } from '../../src/db/generated.ts'
import { startShell } from '../fakes/shell.ts'
import { newKey } from '../fixtures/api-keys.ts'
import { testDatabase } from '../fixtures/database.ts'
import { newCustomer } from '../fixtures/tenant.ts'
import { type FactsShop, factsShop } from '../functions/memory/facts-shop.ts'

let admin: Sql
let edge: Sql
let shop: FactsShop
let headers: Record<string, string>

beforeAll(async () => {
  const database = await testDatabase()
  ;({ admin, edge } = database)
  shop = await factsShop(admin, database.worker)
  headers = (await newKey(edge, shop.tenantId, { scopes: ['customers:read', 'customers:write'] })).headers
})

const ask = async (method: string, path: string) => {
  const shell = startShell({}, { api: createApi(edge), clock: () => new Date() })
  const answer = await shell.app.request(`/api/v1/customers/${path}`, { method, headers })
  return { status: answer.status, json: await answer.json() }
}

test('people see what conversations left open and close it, and the customer’s summary says it no more', async () => {
  const { customerId, tenantId } = shop
  const talk = await shop.talk(['The heater is out', { body: 'We bring the valve on Friday', role: 'assistant' }])
  const promises = [{ text: 'We bring the valve', messageId: talk.messageIds[1] }]
  const complaints = [{ text: 'Nobody came on Monday', messageId: talk.messageIds[0] }]
  const gist = { summary: 'Heater is out.', currentIssue: null, promises, appointments: [], complaints, closed: [] }
  await shop.save(talk.conversationId, { ...gist, readThrough: talk.messageIds[1] }, 'compression')

  const { json } = await ask('GET', `${customerId}/open-items`)
  expect(json.items).toMatchObject([
    { kind: 'complaint', text: 'Nobody came on Monday' },
    { kind: 'promise', text: 'We bring the valve' },
  ])
  const closing = `${customerId}/open-items/${json.items[1].id}/close`
  const closed = await ask('POST', closing)
  expect(closed).toMatchObject({ status: 200, json: { items: [{ kind: 'complaint' }] } })
  expect(await ask('POST', closing)).toEqual(closed)
  const { summary } = await createApi(edge).getCustomer({ tenantId, customerId })
  expect(summary).toBe('Heater is out.\nComplaints: Nobody came on Monday')
  const [row] = await admin`select closed_by from memory.open_items where id = ${json.items[1].id}`
  expect(row?.closed_by).toMatch(/^key:/)
})

test('what is another customer’s or nobody’s cannot be closed', async () => {
  const other = await newCustomer(admin, shop.tenantId, { firstName: 'Kim' })
  const unknown = crypto.randomUUID()
  expect((await ask('GET', `${unknown}/open-items`)).status).toBe(404)
  expect((await ask('POST', `${other}/open-items/${unknown}/close`)).status).toBe(404)
  const { json } = await ask('GET', `${shop.customerId}/open-items`)
  expect((await ask('POST', `${other}/open-items/${json.items[0].id}/close`)).status).toBe(404)
})
