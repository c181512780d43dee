import { afterEach, describe, expect, test } from 'bun:test'
import { resetClock, setClock } from '../../fixtures/clock.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { failureOf } from '../../fixtures/failure.ts'
import { nativeOnly } from '../../fixtures/lane.ts'
import { newNumber } from '../../fixtures/numbers.ts'
import { newCustomer } from '../../fixtures/tenant.ts'
import { type ChatShop, follow, newChatShop, say, visit } from '../../routes/chat-fixture.ts'

const { admin } = await testDatabase()
afterEach(() => resetClock(admin))

/** Has a code texted and reads it where the carrier would. */
async function askCode(shop: ChatShop, chatId: string, value: string) {
  const started = await shop.api.startChatVerification({ tenantId: shop.tenantId, chatId, type: 'phone', value })
  const [sent] = await admin`
    select m.body, d.state from outreach.deliveries as d join memory.messages as m on m.id = d.message_id
    where d.tenant_id = ${shop.tenantId} and d.to_address = ${value} and d.purpose = 'verification' order by d.created_at desc, d.id desc limit 1`
  return { ...started, code: /^\d{6}/.exec(String(sent?.body))?.[0] ?? '', state: sent?.state as string }
}
const confirm = (shop: ChatShop, chatId: string, verificationId: string, code: string) =>
  shop.api.confirmChatVerification({ tenantId: shop.tenantId, chatId, verificationId, code })
const wrong = (code: string) => (code === '000000' ? '000001' : '000000')

/** Everything that a model would be told, and may use, for the chat's newest message. */
async function promptOf(shop: ChatShop, conversationId: string) {
  const providers = [{ provider: 'openai', model: null }]
  const brief = await shop.api.prepareReply({ tenantId: shop.tenantId, conversationId, providers })
  if (brief?.action !== 'generate') throw new Error(`there is nothing to write: ${JSON.stringify(brief)}`)
  const { shared, own } = brief.instructions
  return { ...brief, instructions: `${shared}\n${own}` }
}
const contextOf = (shop: ChatShop, chatId: string) => shop.api.getChatContext({ tenantId: shop.tenantId, chatId })

describe('before a visitor is verified', () => {
  test('nothing of a customer is used or shown, though the link was made for one', async () => {
    const shop = await newChatShop()
    const { chatId } = await follow(shop, { customerId: shop.customerId })
    const { conversationId } = await say(shop, { chatId }, 'when were you last here?')
    const { instructions, customerId } = await promptOf(shop, conversationId)
    for (const word of ['John', 'Smith', 'Mike Sullivan', '1042', shop.customer])
      expect(instructions).not.toContain(word)
    expect(customerId).not.toBe(shop.customerId)
    expect(await contextOf(shop, chatId)).toMatchObject({ isVerified: false, customerId: null, customer: null })
    const local = await shop.api.composeLocalReply({
      tenantId: shop.tenantId,
      conversationId,
      answersMessageId: crypto.randomUUID(),
    })
    expect(local.text).not.toContain('Mike')
  })

  nativeOnly.test('nothing is used either where staff made the visitor somebody without a proof', async () => {
    const shop = await newChatShop()
    const { chatId } = await visit(shop)
    const { conversationId } = await say(shop, { chatId }, 'hello')
    const [visitor] = await admin`select customer_id from memory.chats where id = ${chatId}`
    await shop.api.mergeCustomers({
      tenantId: shop.tenantId,
      survivorId: shop.customerId,
      mergedId: visitor?.customer_id,
      reason: 'a guess',
      actor: 'test',
    })
    const { instructions, customerId, tools } = await promptOf(shop, conversationId)
    expect(instructions).not.toContain('John')
    expect({ customerId, tools }).toEqual({ customerId: null, tools: [] })
    expect(await contextOf(shop, chatId)).toMatchObject({ customer: null })
  })
})

describe('a confirmed code', () => {
  test('makes the visitor the one customer with that number, with what they said, and can be undone', async () => {
    const shop = await newChatShop()
    const { chatId } = await visit(shop)
    const { conversationId } = await say(shop, { chatId }, 'when were you last here?')
    const { verificationId, code } = await askCode(shop, chatId, shop.customer)
    expect(await confirm(shop, chatId, verificationId, code)).toEqual({
      outcome: 'linked',
      attemptsLeft: 0,
      isVerified: true,
    })
    const { instructions, customerId } = await promptOf(shop, conversationId)
    expect(customerId).toBe(shop.customerId)
    expect(instructions).toContain('John')
    expect((await contextOf(shop, chatId)).customer?.firstName).toBe('John')
    const owners =
      await admin`select distinct customer_id from memory.messages where conversation_id = ${conversationId} and role = 'customer'`
    expect(owners.map((row) => row.customer_id)).toEqual([shop.customerId])
    const [merge] = await admin`select id, merged_by from identity.merges where tenant_id = ${shop.tenantId}`
    expect(merge?.merged_by).toBe(`chat:${chatId}`)
    // Undone, the visitor is a visitor again: nothing of the customer is shown.
    await shop.api.undoMerge({ tenantId: shop.tenantId, mergeId: merge?.id, actor: 'test' })
    expect((await promptOf(shop, conversationId)).instructions).not.toContain('John')
    expect((await contextOf(shop, chatId)).customer?.firstName ?? null).toBeNull()
  })

  nativeOnly.test('of a number that nobody has makes it the visitor’s own', async () => {
    const shop = await newChatShop()
    const { chatId } = await visit(shop)
    const { verificationId, code } = await askCode(shop, chatId, newNumber())
    expect(await confirm(shop, chatId, verificationId, code)).toMatchObject({ outcome: 'linked', isVerified: true })
  })

  nativeOnly.test(
    'of a number that several have, or of another customer than the chat’s, leaves it to a person',
    async () => {
      const shop = await newChatShop()
      const shared = newNumber()
      await newCustomer(admin, shop.tenantId, { firstName: 'Ana', phone: shared, isShared: true })
      await newCustomer(admin, shop.tenantId, { firstName: 'Ben', phone: shared, isShared: true })
      const { chatId } = await visit(shop)
      const asked = await askCode(shop, chatId, shared)
      expect(await confirm(shop, chatId, asked.verificationId, asked.code)).toMatchObject({
        outcome: 'pending',
        isVerified: false,
      })
      const links =
        await admin`select status from identity.pending_links where tenant_id = ${shop.tenantId} and value = ${shared}`
      expect(links.map(({ status }) => status)).toEqual(['pending', 'pending'])

      const other = newNumber()
      const mary = await newCustomer(admin, shop.tenantId, { firstName: 'Mary', phone: other })
      const johns = await follow(shop, { customerId: shop.customerId, verifiedBy: 'staff' })
      const again = await askCode(shop, johns.chatId, other)
      expect(await confirm(shop, johns.chatId, again.verificationId, again.code)).toMatchObject({
        outcome: 'pending',
        isVerified: true,
      })
      const [row] = await admin`select merged_into from identity.customers where id = ${mary}`
      expect(row?.merged_into).toBeNull()
      expect((await contextOf(shop, johns.chatId)).customer?.firstName).toBe('John')
    },
  )

  test('counts every wrong try, ends after five, and after ten minutes', async () => {
    const shop = await newChatShop()
    const { chatId } = await visit(shop)
    await setClock(admin, '2026-06-01T12:00:00Z')
    const { verificationId, code } = await askCode(shop, chatId, shop.customer)
    for (const attemptsLeft of [4, 3, 2, 1, 0]) {
      expect(await confirm(shop, chatId, verificationId, wrong(code))).toEqual({
        outcome: 'wrong',
        attemptsLeft,
        isVerified: false,
      })
    }
    expect(await confirm(shop, chatId, verificationId, code)).toMatchObject({ outcome: 'locked', isVerified: false })
    const second = await askCode(shop, chatId, shop.customer)
    await setClock(admin, '2026-06-01T12:10:00Z')
    expect(await confirm(shop, chatId, second.verificationId, second.code)).toMatchObject({
      outcome: 'expired',
      isVerified: false,
    })
    // A code is good in the chat that asked for it, and in no other.
    const third = await askCode(shop, chatId, shop.customer)
    const { chatId: another } = await visit(shop)
    await say(shop, { chatId: another }, 'hi')
    expect((await failureOf(confirm(shop, another, third.verificationId, third.code)))?.code).toBe('RP001')
  })

  test('is asked for alike whoever is known by the number, even by one that opted out; not by e-mail', async () => {
    const shop = await newChatShop()
    const refused = newNumber()
    await admin`insert into outreach.suppressions (tenant_id, channel, address, reason) values (${shop.tenantId}, 'sms', ${refused}, 'opt_out')`
    const { chatId } = await visit(shop)
    const answers = []
    for (const value of [shop.customer, newNumber(), refused]) {
      answers.push(
        Object.keys(await shop.api.startChatVerification({ tenantId: shop.tenantId, chatId, type: 'phone', value })),
      )
    }
    expect(new Set(answers.map(String)).size).toBe(1)
    const failure = await failureOf(
      shop.api.startChatVerification({ tenantId: shop.tenantId, chatId, type: 'email', value: 'a@example.com' }),
    )
    expect(failure?.code).toBe('RP005')
  })
})

describe('what is said in a chat', () => {
  test('reports an emergency to the on-call number, and once', async () => {
    const shop = await newChatShop({ onCallPhone: '+16175550191' })
    const { chatId } = await visit(shop)
    const { isUrgent } = await say(shop, { chatId }, 'I smell gas in my kitchen!')
    await say(shop, { chatId }, 'gas leak, please hurry')
    expect(isUrgent).toBe(true)
    const alerts = await admin`
      select m.body, d.to_address from outreach.deliveries as d join memory.messages as m on m.id = d.message_id
      where d.tenant_id = ${shop.tenantId} and d.purpose = 'emergency_alert'`
    expect(alerts).toHaveLength(1)
    expect(alerts[0]).toMatchObject({ to_address: '+16175550191' })
    expect(alerts[0]?.body).toContain('web chat')
  })

  test('is kept where no number could be texted from, emergency or not', async () => {
    const shop = await newChatShop({ onCallPhone: '+16175550191' })
    await admin`delete from tenancy.channel_endpoints where tenant_id = ${shop.tenantId} and channel = 'sms'`
    const { chatId } = await visit(shop)
    expect(await say(shop, { chatId }, 'my basement is flooding')).toMatchObject({ outcome: 'stored', isUrgent: true })
  })

  test('STOP ends no chat; a verified customer’s refusal of texts holds for their number, and is answered', async () => {
    const shop = await newChatShop()
    const { chatId } = await follow(shop, { customerId: shop.customerId, verifiedBy: 'staff' })
    const refusals = () => admin`select address from outreach.suppressions where tenant_id = ${shop.tenantId}`
    await say(shop, { chatId }, 'stop')
    expect(await refusals()).toHaveLength(0)
    const { conversationId } = await say(shop, { chatId }, 'Please stop texting me.')
    expect((await refusals()).map(({ address }) => address)).toEqual([shop.customer])
    expect((await promptOf(shop, conversationId)).turns.at(-1)?.content).toContain('stop texting me')
    // Who is not verified speaks for nobody's number.
    const stranger = await follow(shop, { customerId: shop.customerId })
    await say(shop, stranger, 'Please stop texting me.')
    expect(await refusals()).toHaveLength(1)
  })
})
