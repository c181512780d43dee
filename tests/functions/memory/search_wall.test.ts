import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { createApi } from '../../../src/db/generated.ts'
import { localEmbedder } from '../../../src/llm/embeddings/local.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { testServer } from '../../fixtures/lane.ts'
import { newTalk } from '../../fixtures/talk.ts'
import { newCustomer, newTenant } from '../../fixtures/tenant.ts'

const WORDS = ['leak', 'furnace', 'quote', 'Thursday', 'basement', 'boiler', 'drain', '水漏れ', '🔥', 'the']
const sentence = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 5 }).map((words) => words.join(' '))

test('random searches find only messages of the asked customer and business, whatever others said', async () => {
  const { admin, edge } = await testDatabase()
  const api = createApi(edge)
  // Everybody says the same, so that only whose it is keeps a message out.
  const bodies = fc.sample(sentence, { numRuns: 6, seed: 7 })
  const shops = await Promise.all(
    [0, 1].map(async () => {
      const tenant = await newTenant(admin)
      const customers = new Map<string, Set<string>>()
      for (let n = 0; n < 3; n += 1) {
        const customerId = await newCustomer(admin, tenant.tenantId)
        const { messageIds } = await newTalk(admin, tenant, customerId, bodies)
        customers.set(customerId, new Set(messageIds))
      }
      const waiting = await api.listUnembedded({ tenantId: tenant.tenantId, model: 'local' })
      const vectors = await localEmbedder.embed(waiting.map(({ body }) => body ?? ''))
      await api.saveEmbeddings({
        tenantId: tenant.tenantId,
        model: 'local',
        rows: waiting.map(({ messageId }, at) => ({ messageId, embedding: vectors[at] })),
      })
      return { tenant, customers }
    }),
  )
  const messagesOf = (shop: (typeof shops)[number]) => new Set([...shop.customers.values()].flatMap((ids) => [...ids]))
  let found = 0
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...shops),
      fc.option(fc.nat(2), { nil: null }),
      fc.oneof(sentence, fc.string({ maxLength: 20 })),
      fc.boolean(),
      async (shop, customer, text, withVector) => {
        const query = text.replaceAll('\0', '').toWellFormed()
        const customerId = customer === null ? null : ([...shop.customers.keys()][customer] as string)
        const allowed = customerId === null ? messagesOf(shop) : (shop.customers.get(customerId) as Set<string>)
        const [embedding] = withVector ? await localEmbedder.embed([query]) : []
        const hits = await api.searchMemory({
          tenantId: shop.tenant.tenantId,
          query,
          limit: 100,
          ...(customerId === null ? {} : { customerId }),
          ...(embedding ? { embedding, embeddingModel: 'local' } : {}),
        })
        found += hits.length
        for (const { messageId, before, after } of hits) {
          for (const id of [messageId, before?.messageId, after?.messageId]) if (id) expect(allowed.has(id)).toBe(true)
        }
      },
    ),
    { numRuns: testServer ? 150 : 40 },
  )
  expect(found).toBeGreaterThan(100)
}, 120_000)
