import { beforeAll, describe, expect, test } from 'bun:test'
import type { Sql } from '../../../src/db/connect.ts'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { localEmbedder } from '../../../src/llm/embeddings/local.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { failureOf } from '../../fixtures/failure.ts'
import { newTalk } from '../../fixtures/talk.ts'
import { newCustomer, newTenant, type TestTenant } from '../../fixtures/tenant.ts'

const MODEL = 'text-embedding-3-small'
let admin: Sql
let api: Api
let tenant: TestTenant
let customerId: string
let ids: string[]

/** A vector of length 1 along one axis: two of one axis mean the same, of two axes nothing alike. */
const axis = (number: number) => Array.from({ length: 1536 }, (_, at) => (at === number ? 1 : 0))

beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  api = createApi(database.edge)
  tenant = await newTenant(admin)
  customerId = await newCustomer(admin, tenant.tenantId)
  ids = []
  for (const body of ['The tub overflows whenever we shower.', 'Invoice 77 is paid.', 'A quick yes from me.']) {
    ids.push((await newTalk(admin, tenant, customerId, [body])).messageIds[0] as string)
  }
  const rows = ids.map((messageId, number) => ({ messageId, embedding: axis(number) }))
  await api.saveEmbeddings({ tenantId: tenant.tenantId, model: MODEL, rows })
})

const search = (query: string, embedding: number[], embeddingModel: string, of: string | null = customerId) =>
  api.searchMemory({ tenantId: tenant.tenantId, query, embedding, embeddingModel, ...(of ? { customerId: of } : {}) })

describe('the vector of a question', () => {
  test.each([['of the customer'], ['of the business']])('finds what says it in other words, %s', async (whose) => {
    const of = whose === 'of the customer' ? customerId : null
    const [hit] = await search('plugged drain', axis(0), MODEL, of)
    expect(hit?.messageId).toBe(ids[0] as string)
    expect(hit?.parts.vector).toBe(1)
  })

  test('is never compared with vectors of another model', async () => {
    expect(await search('plugged drain', axis(0), 'text-embedding-3-large')).toEqual([])
  })

  test('of a weak model does not drown the words', async () => {
    const rows = ids.map((messageId, number) => ({ messageId, embedding: axis(number) }))
    await api.saveEmbeddings({ tenantId: tenant.tenantId, model: 'local', rows })
    const [hit] = await search('invoice', axis(0), 'local')
    expect(hit?.messageId).toBe(ids[1] as string)
  })
})

describe('vectors are stored', () => {
  test('of those that are there, and replaced when they come again', async () => {
    const rows = [
      { messageId: ids[2], embedding: axis(9) },
      { messageId: crypto.randomUUID(), embedding: axis(9) },
    ]
    expect(await api.saveEmbeddings({ tenantId: tenant.tenantId, model: MODEL, rows })).toBe(1)
    expect((await search('what', axis(9), MODEL))[0]?.messageId).toBe(ids[2] as string)
  })

  test('never of another business, of an unknown model, or of another length', async () => {
    const other = await newTenant(admin)
    const rows = [{ messageId: ids[0], embedding: axis(1) }]
    expect(await api.saveEmbeddings({ tenantId: other.tenantId, model: MODEL, rows })).toBe(0)
    const save = (model: string, embedding: number[]) =>
      failureOf(api.saveEmbeddings({ tenantId: tenant.tenantId, model, rows: [{ messageId: ids[0], embedding }] }))
    expect((await save('guess', axis(1)))?.code).toBe('RP003')
    expect((await save(MODEL, [1, 2]))?.code).toBe('22000')
  })

  test('for every message worth it, and none twice', async () => {
    const shop = await newTenant(admin)
    const person = await newCustomer(admin, shop.tenantId)
    const { messageIds } = await newTalk(admin, shop, person, ['Where is the technician?', 'ok', 'He is late again.'])
    const waiting = await api.listUnembedded({ tenantId: shop.tenantId, model: 'local' })
    expect(waiting.map(({ messageId }) => messageId).sort()).toEqual([messageIds[0], messageIds[2]].sort() as string[])
    const vectors = await localEmbedder.embed(waiting.map(({ body }) => body ?? ''))
    const rows = waiting.map(({ messageId }, at) => ({ messageId, embedding: vectors[at] }))
    expect(await api.saveEmbeddings({ tenantId: shop.tenantId, model: 'local', rows })).toBe(2)
    expect(await api.listUnembedded({ tenantId: shop.tenantId, model: 'local' })).toEqual([])
  })
})
