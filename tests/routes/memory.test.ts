import { beforeAll, describe, expect, test } from 'bun:test'
import type { Sql } from '../../src/db/connect.ts'
import { createApi } from '../../src/db/generated.ts'
import type { Embedder } from '../../src/llm/embeddings/embedder.ts'
import { embeddersOf } from '../../src/llm/embeddings/embedders.ts'
import { startShell } from '../fakes/shell.ts'
import { newKey } from '../fixtures/api-keys.ts'
import { testDatabase } from '../fixtures/database.ts'
import { newTalk } from '../fixtures/talk.ts'
import { newCustomer, newTenant, type TestTenant } from '../fixtures/tenant.ts'

let edge: Sql
let tenant: TestTenant
let customerId: string
let messageIds: string[]
let headers: Record<string, string>

beforeAll(async () => {
  const database = await testDatabase()
  edge = database.edge
  tenant = await newTenant(database.admin)
  customerId = await newCustomer(database.admin, tenant.tenantId, { firstName: 'Dana' })
  messageIds = (await newTalk(database.admin, tenant, customerId, ['My boiler hums.', 'It is in the attic.']))
    .messageIds
  headers = (await newKey(edge, tenant.tenantId, { scopes: ['context:read'] })).headers
})

const post = async (body: unknown, given: Record<string, string> = headers, embedder?: Embedder) => {
  const shell = startShell(
    {},
    { api: createApi(edge), clock: () => new Date(), ...(embedder ? { embedders: embeddersOf([embedder]) } : {}) },
  )
  const answer = await shell.app.request('/api/v1/memory/search', {
    method: 'POST',
    headers: { ...given, 'Content-Type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  const text = await answer.text()
  // biome-ignore lint/suspicious/noExplicitAny: the tests look into answers of many shapes
  return { status: answer.status, answer, json: (text ? JSON.parse(text) : null) as any, lines: shell.lines, shell }
}

describe('POST /api/v1/memory/search', () => {
  test('answers with the messages, uncached', async () => {
    const { status, json, answer } = await post({ customerId, query: 'humming boilers' })
    expect(status).toBe(200)
    expect(json[0]).toMatchObject({ messageId: messageIds[0], customerId, customerName: 'Dana' })
    expect(json[0].after.messageId).toBe(messageIds[1])
    expect(answer.headers.get('Cache-Control')).toBe('no-store')
  })

  test('searches the whole business without a customer, and honours limit and filters', async () => {
    expect((await post({ query: 'boiler', limit: 1 })).json).toHaveLength(1)
    expect((await post({ query: 'boiler', filters: { channel: 'email' } })).json).toEqual([])
    expect((await post({ query: '' })).json).toEqual([])
  })

  test.each([
    ['no query', {}],
    ['a limit of 0', { query: 'x', limit: 0 }],
    ['a limit of 101', { query: 'x', limit: 101 }],
    ['an unknown channel', { query: 'x', filters: { channel: 'fax' } }],
    ['an unknown filter', { query: 'x', filters: { colour: 'red' } }],
    ['a customer that is no id', { query: 'x', customerId: '1' }],
    ['a query of 20,001 characters', { query: 'x'.repeat(20_001) }],
  ])('refuses %s', async (_name, body) => {
    expect((await post(body)).status).toBe(422)
  })

  test('does not know a customer of another business, wants a key and the scope', async () => {
    const { admin } = await testDatabase()
    const other = await newTenant(admin)
    const stranger = await newCustomer(admin, other.tenantId)
    expect((await post({ customerId: stranger, query: 'boiler' })).status).toBe(404)
    expect((await post({ query: 'boiler' }, {})).status).toBe(401)
    const { headers: narrow } = await newKey(edge, tenant.tenantId, { scopes: ['customers:read'] })
    expect((await post({ query: 'boiler' }, narrow)).status).toBe(403)
  })

  test('takes quotes, operators, other scripts and a null character as text', async () => {
    for (const query of ["'; drop table x; --", 'a & | !', '水', '🔥', '\\']) {
      expect((await post({ query })).status).toBe(200)
    }
    expect((await post({ query: 'a\0b' })).status).toBeLessThan(500)
  })

  test('notes which customers were shown', async () => {
    const { shell } = await post({ query: 'boiler' })
    await shell.close()
    const rows = await createApi(edge).listReads({ tenantId: tenant.tenantId, customerId })
    expect(rows.some(({ route }) => route === '/api/v1/memory/search')).toBe(true)
  })

  test('finds by words when the embedder fails, and logs no word of the query', async () => {
    await createApi(edge).followEmbeddingModel({ tenantId: tenant.tenantId, models: ['text-embedding-3-small'] })
    const broken: Embedder = {
      model: 'text-embedding-3-small',
      dimensions: 1536,
      embed: () => Promise.reject(new Error('connection refused')),
    }
    const { status, json, lines } = await post({ customerId, query: 'humming boilers' }, headers, broken)
    expect(status).toBe(200)
    expect(json[0].messageId).toBe(messageIds[0])
    expect(lines.join('\n')).toContain('query_not_embedded')
    expect(lines.join('\n')).not.toContain('humming')
  })
})
