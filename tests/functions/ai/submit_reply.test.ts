import { beforeAll, describe, expect, test } from 'bun:test'
import { type TestDatabase, testDatabase } from '../../fixtures/database.ts'
import { errorOf } from '../../jobs/queue-fixture.ts'
import { newShop, replies, type Shop, text } from '../../jobs/reply-fixture.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
}, 60_000)

async function submit(shop: Shop, body: string) {
  const { tenantId, conversationId, messageId } = await text(shop, shop.customer, 'hi')
  const args = { tenantId, conversationId, answersMessageId: messageId, text: body, provider: 'openai', model: 'm' }
  return shop.api.submitReply(args)
}
const said = async (shop: Shop) => (await replies(database.admin, shop.tenantId)).at(-1)?.body

describe('a submitted reply', () => {
  test('is cut after a sentence at the length the tenant allows', async () => {
    const shop = await newShop({ settings: { replyMaxCharacters: 160 } })
    await submit(shop, `${'This is a sentence of some length. '.repeat(8)}`)
    expect(await said(shop)).toBe('This is a sentence of some length. '.repeat(4).trim())
    await submit(shop, 'word '.repeat(100))
    expect((await said(shop))?.length).toBeLessThanOrEqual(160)
    expect(await said(shop)).toEndWith('word...')
  })

  test('is plain text that fits GSM-7: no markdown, control characters or typographic quotes', async () => {
    const shop = await newShop()
    await submit(shop, '**Hi** there — it’s “fine”…\u202e\u0007\n\n\n\n# Next')
    expect(await said(shop)).toBe('Hi there - it\'s "fine".\n\nNext')
  })

  test('without text is refused', async () => {
    const shop = await newShop()
    for (const body of ['', '  \n ', '**']) expect(await errorOf(submit(shop, body))).toMatchObject({ code: 'RP003' })
  })

  test('expires four hours after it was written', async () => {
    const shop = await newShop()
    await submit(shop, 'Hello.')
    const [row] = await database.admin`
      select expires_at - created_at as lasts from outreach.deliveries where tenant_id = ${shop.tenantId}`
    expect(row?.lasts).toBe('04:00:00')
  })

  test('to a conversation of another tenant is not possible', async () => {
    const [mine, other] = [await newShop(), await newShop()]
    const { conversationId, messageId } = await text(other, other.customer, 'hi')
    const args = { tenantId: mine.tenantId, conversationId, answersMessageId: messageId, text: 'x', provider: 'local' }
    expect(await mine.api.submitReply(args)).toMatchObject({ outcome: 'closed' })
    expect(await replies(database.admin, other.tenantId)).toHaveLength(0)
  })
})
