import { beforeAll, describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { type Api, createApi } from '../../../src/db/generated.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { newTalk } from '../../fixtures/talk.ts'
import { newCustomer, newTenant, type TestTenant } from '../../fixtures/tenant.ts'

let api: Api
let tenant: TestTenant
let customerId: string
const bodies = {
  japanese: 'お風呂の水が漏れています。至急お願いします。',
  thai: 'เครื่องทำน้ำอุ่นรั่ว ช่วยมาดูหน่อย',
  russian: 'Протекает кран на кухне, приезжайте пожалуйста',
  spanish: 'El calentador de agua está goteando otra vez',
  emoji: 'Thanks so much 🔥👍🏽',
  stopWords: 'To be or not to be',
  operators: "It's 50% off & the <-> price is | a:b* (ok) \\ done",
}
const ids: Record<string, string> = {}

beforeAll(async () => {
  const { admin, edge } = await testDatabase()
  api = createApi(edge)
  tenant = await newTenant(admin)
  customerId = await newCustomer(admin, tenant.tenantId)
  for (const [name, body] of Object.entries(bodies)) {
    // A conversation each, so that none is found through its neighbour.
    ids[name] = (await newTalk(admin, tenant, customerId, [body])).messageIds[0] as string
  }
})

const searchBoth = async (query: string) =>
  Promise.all([
    api.searchMemory({ tenantId: tenant.tenantId, customerId, query }),
    api.searchMemory({ tenantId: tenant.tenantId, query }),
  ])

describe('in any script, of one customer and of the business', () => {
  test.each([
    ['水が漏れています', 'japanese'],
    ['水漏れ お風呂', 'japanese'],
    ['เครื่องทำน้ำอุ่น', 'thai'],
    ['протекает кран', 'russian'],
    ['calentador goteando', 'spanish'],
    ['🔥', 'emoji'],
    ['👍🏽', 'emoji'],
    ['to be or not to be', 'stopWords'],
    ['50% off & the <-> price', 'operators'],
    ['a:b* (ok) \\', 'operators'],
  ])('%p is found', async (query, name) => {
    for (const hits of await searchBoth(query)) expect(hits[0]?.messageId).toBe(ids[name] as string)
  })
})

test.each(['', '   ', '\n\t', '!!! ???', 'zzzzqqqq'])('%p finds nothing and is no error', async (query) => {
  for (const hits of await searchBoth(query)) expect(hits).toEqual([])
})

test.each([
  ['SQL', "'; drop table memory.messages; --"],
  ['operators and quotes', "' & | ! :* <-> ( ) \\ '' \\\\ \""],
  ['a backslash', '\\'],
  ['a quote', "'"],
  ['a query of full text search', 'a & !b | (c <2> d:*)'],
  ['wildcards', '%_%'],
  ['10 kB of one word', 'leak '.repeat(2000)],
  ['5,000 characters without a space', '漏'.repeat(5000)],
  ['1,500 words', Array.from({ length: 1500 }, (_, n) => `word${n}`).join(' ')],
])('%s is only text', async (_name, query) => {
  for (const hits of await searchBoth(query)) expect(Array.isArray(hits)).toBe(true)
  const hits = await api.searchMemory({ tenantId: tenant.tenantId, customerId, query: 'calentador' })
  expect(hits).toHaveLength(1)
})

test('100 random queries of any characters are answered', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 60 }), async (text) => {
      const query = text.replaceAll('\0', '').toWellFormed()
      for (const hits of await searchBoth(query)) {
        for (const hit of hits) expect(Number.isFinite(hit.score)).toBe(true)
      }
    }),
    { numRuns: 100 },
  )
}, 120_000)
