import { describe, expect, test } from 'bun:test'
import { testDatabase } from '../fixtures/database.ts'
import { replies } from '../jobs/reply-fixture.ts'
import { answerChats, follow, inChat, json, newChatShop, parseEvents, say, visit } from './chat-fixture.ts'

const { admin } = await testDatabase()
const post = (message: string, clientId: string = crypto.randomUUID()) => ({ message, clientId })

describe('a chat', () => {
  test('by a widget: what is said is stored once, answered, and shown in the history', async () => {
    const shop = await newChatShop({ settings: { chat: { greeting: 'Hello!' } } })
    const session = await visit(shop)
    expect(session).toMatchObject({ isVerified: false, business: { name: 'Harbor Plumbing', greeting: 'Hello!' } })
    const body = post('What are your opening hours?')
    const waiting = inChat(shop, session, 'POST', '', body)
    await Bun.sleep(0)
    const [response] = await Promise.all([
      waiting,
      // The job is there once the message is.
      (async () => {
        while ((await admin`select from memory.messages where tenant_id = ${shop.tenantId}`).length === 0)
          await Bun.sleep(5)
        await answerChats(shop)
      })(),
    ])
    const first = await json<{ state: string; reply: { text: string; role: string } }>(response)
    expect(first).toMatchObject({ state: 'answered', message: { role: 'customer', clientId: body.clientId } })
    expect(first.reply).toMatchObject({ role: 'assistant' })
    expect(first.reply.text).toContain('open')

    // The same client id is the same message, and finds the same answer.
    const again = await json(await inChat(shop, session, 'POST', '', body))
    expect(again).toMatchObject({ state: 'answered', reply: first.reply })
    const { messages, pending } = await json<{ messages: { text: string }[]; pending: null }>(
      await inChat(shop, session, 'GET', '/history'),
    )
    expect(messages.map(({ text }) => text)).toEqual([body.message, first.reply.text])
    expect(pending).toBeNull()
    // Each request is logged under its own route, and no id or word of the chat is.
    const logged = shop.lines.join('\n')
    expect(logged).toContain('"route":"/api/chat/sessions"')
    expect(logged).toContain('"route":"/api/chat/:chatId"')
    for (const secret of [session.token, body.message]) expect(logged).not.toContain(secret)
    expect(await replies(admin, shop.tenantId)).toMatchObject([{ state: 'delivered' }])
  })

  test('by a stream: session, pieces, the stored message, usage with why it was local, done', async () => {
    const shop = await newChatShop()
    const session = await visit(shop)
    const body = post('How much is a drain cleaning?')
    const response = await inChat(shop, session, 'POST', '/stream', body)
    expect(response.headers.get('content-type')).toStartWith('text/event-stream')
    const [text] = await Promise.all([response.text(), answerChats(shop)])
    const events = parseEvents(text)
    expect(events.map(({ event }) => event)).toEqual(['session', 'delta', 'message', 'usage', 'done'])
    const [opened, delta, message, usage] = events
    expect(opened?.data).toMatchObject({ chatId: session.chatId, clientId: body.clientId, queued: false })
    expect(String(delta?.data.text)).toContain('$189')
    expect(message).toMatchObject({ id: `${opened?.data.messageId}:done`, data: { text: delta?.data.text } })
    expect(usage?.data).toEqual({
      provider: 'local',
      model: 'rows',
      inputTokens: 0,
      outputTokens: 0,
      reason: 'no_provider',
    })
  })

  test('pages through its history, and takes no place of another chat', async () => {
    const shop = await newChatShop()
    const [one, other] = [await visit(shop), await visit(shop)]
    for (const text of ['one', 'two', 'three']) await say(shop, one, text)
    const { message: foreign } = await say(shop, other, 'elsewhere')
    type Page = { messages: { text: string }[]; nextCursor: string | null; pending: string | null }
    const newest = await json<Page>(await inChat(shop, one, 'GET', '/history?limit=2'))
    expect(newest.messages.map(({ text }) => text)).toEqual(['two', 'three'])
    const older = await json<Page>(await inChat(shop, one, 'GET', `/history?limit=2&cursor=${newest.nextCursor}`))
    expect(older).toMatchObject({ messages: [{ text: 'one' }], nextCursor: null })
    await json(await inChat(shop, one, 'GET', `/history?cursor=${foreign.id}`), 422)
  })

  test('of a customer that staff vouched for shows them what is theirs, and is audited', async () => {
    const shop = await newChatShop()
    const session = await follow(shop, { customerId: shop.customerId, verifiedBy: 'staff' })
    expect(session.isVerified).toBe(true)
    const context = await json(await inChat(shop, session, 'GET', '/context'))
    expect(context).toMatchObject({ customer: { firstName: 'John', lastVisit: { serviceType: 'Drain cleaning' } } })
    await say(shop, session, 'hello')
    const [row] = await admin`
      select c.customer_id from memory.conversations as c where c.tenant_id = ${shop.tenantId} and c.address = ${session.chatId}`
    expect(row?.customer_id).toBe(shop.customerId)
  })
})
