import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import { createProviders } from '../../src/llm/providers.ts'
import type { ModelDouble } from '../fakes/model-double.ts'
import { type OpenAiCall, startOpenAiDouble } from '../fakes/openai.ts'
import { resetClock, setClock } from '../fixtures/clock.ts'
import { testDatabase } from '../fixtures/database.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import {
  answerChats,
  type ChatShop,
  inChat,
  json,
  newChatShop,
  parseEvents,
  type Session,
  say,
  visit,
} from '../routes/chat-fixture.ts'
import { pausing } from './pausing-provider.ts'
import { eventually } from './queue-fixture.ts'
import { replies } from './reply-fixture.ts'

const { admin } = await testDatabase()
let openai: ModelDouble<OpenAiCall>
beforeAll(async () => {
  openai = await startOpenAiDouble()
})
afterAll(() => openai.stop())
afterEach(async () => {
  await resetClock(admin)
  await admin`delete from ai.provider_health`
})

const byOpenAi = () => createProviders({ openai: { apiKey: openai.apiKey, baseUrl: openai.baseUrl } })
const stream = (
  shop: ChatShop,
  session: Session,
  message: string,
  clientId: string = crypto.randomUUID(),
  lastEventId?: string,
) =>
  inChat(shop, session, 'POST', '/stream', { message, clientId }, lastEventId ? { 'Last-Event-ID': lastEventId } : {})
const kindsOf = (text: string) => parseEvents(text).map(({ event }) => event)
const deltasOf = (text: string) =>
  parseEvents(text)
    .filter(({ event }) => event === 'delta')
    .map(({ data }) => data.text)
    .join('')

/** Reads a stream until it has shown this text, then goes away. */
async function readUntil(response: Response, part: string): Promise<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while (reader && !text.includes(part)) {
    const { value, done } = await reader.read()
    if (done) break
    text += value
  }
  await reader?.cancel()
  return text
}

describe.each(['in this process', 'by the database'] as const)('an answer watched %s', (where) => {
  const shopOf = () => newChatShop({}, where === 'by the database' ? { hub: null } : {})

  test('comes in pieces while it is written, and goes on where a browser left off', async () => {
    const shop = await shopOf()
    const session = await visit(shop)
    const clientId = crypto.randomUUID()
    const model = pausing(['We are ', 'open ', 'all day.'], 2)
    const first = await stream(shop, session, 'Open today?', clientId)
    const working = answerChats(shop, model.providers)
    await model.reached
    const seen = await readUntil(first, 'open ')
    const [last] = parseEvents(seen)
      .filter(({ id }) => id !== null)
      .slice(-1)
    // The browser is gone; it comes back with what it saw last.
    const again = await stream(shop, session, 'Open today?', clientId, last?.id ?? '')
    model.open()
    const [rest] = await Promise.all([again.text(), working])
    const shown = deltasOf(seen) + deltasOf(rest)
    // Who asks the database may find the end of it stored, and gets that.
    if (where === 'in this process') expect(shown).toBe('We are open all day.')
    else expect('We are open all day.').toStartWith(shown)
    expect(kindsOf(rest).filter((event) => event !== 'delta')).toEqual(['session', 'message', 'usage', 'done'])
    expect(parseEvents(rest).find(({ event }) => event === 'usage')?.data).toEqual({
      provider: 'openai',
      model: 'm',
      inputTokens: 3,
      outputTokens: 5,
      reason: null,
    })
    expect((await replies(admin, shop.tenantId)).map(({ body }) => body)).toEqual(['We are open all day.'])
  })
})

describe('the answer to a chat', () => {
  test('is stored once when the browser is gone in the middle of it', async () => {
    const shop = await newChatShop()
    const session = await visit(shop)
    const model = pausing(['One ', 'two.'], 1)
    const response = await stream(shop, session, 'Count')
    const working = answerChats(shop, model.providers)
    await model.reached
    await readUntil(response, 'One ')
    model.open()
    await working
    const { messages } = await json<{ messages: { text: string }[] }>(await inChat(shop, session, 'GET', '/history'))
    expect(messages.map(({ text }) => text)).toEqual(['Count', 'One two.'])
  })

  test('is the next one’s when a provider dies: unnoticed before its first piece, told after it', async () => {
    const shop = await newChatShop()
    const session = await visit(shop)
    openai.next({ status: 500 })
    const silent = await stream(shop, session, 'How much is a drain cleaning?')
    const [before] = await Promise.all([silent.text(), answerChats(shop, byOpenAi())])
    expect(kindsOf(before)).toEqual(['session', 'delta', 'message', 'usage', 'done'])
    expect(parseEvents(before).at(-2)?.data).toMatchObject({ provider: 'local', reason: 'providers_failed' })

    openai.next({
      text: 'A drain cleaning is five hundred dollars.',
      stream: { breaks: { afterTokens: 3, how: 'drop' } },
    })
    const loud = await stream(shop, session, 'How much is a water heater flush?')
    const [after] = await Promise.all([loud.text(), answerChats(shop, byOpenAi())])
    const events = parseEvents(after)
    const error = events.findIndex(({ event }) => event === 'error')
    expect(events[error]?.data).toEqual({ code: 'provider_failed', recovering: true })
    const shown = events
      .slice(error)
      .filter(({ event }) => event === 'delta')
      .map(({ data }) => data.text)
      .join('')
    expect(shown).toContain('$129')
    expect(events.find(({ event }) => event === 'message')?.data.text).toBe(shown)
    expect(await replies(admin, shop.tenantId)).toHaveLength(2)
  })

  nativeOnly.test(
    'waits for the one before it: a message said while one is written is queued, and answered next',
    async () => {
      const shop = await newChatShop()
      const session = await visit(shop)
      const model = pausing(['First ', 'answer.'], 1, 'Second answer.')
      const first = await stream(shop, session, 'one')
      const working = answerChats(shop, model.providers)
      await model.reached
      const second = await stream(shop, session, 'two')
      // Another worker finds that one is writing.
      const { lines } = await answerChats(shop, model.providers)
      expect(lines.join()).toContain('being_written')
      model.open()
      await working
      const [one, two] = await Promise.all([first.text(), second.text()])
      expect(parseEvents(two)[0]?.data).toMatchObject({ queued: true })
      const said = (text: string) => parseEvents(text).find(({ event }) => event === 'message')?.data.text
      expect([said(one), said(two)]).toEqual(['First answer.', 'Second answer.'])
      const { messages } = await json<{ messages: { text: string }[] }>(await inChat(shop, session, 'GET', '/history'))
      expect(messages.map(({ text }) => text)).toEqual(['one', 'two', 'First answer.', 'Second answer.'])
    },
  )

  test('is written by another worker once a lease has ended, and only that one’s is stored', async () => {
    const shop = await newChatShop()
    const session = await visit(shop)
    await setClock(admin, '2026-06-01T12:00:00Z')
    const { message, conversationId } = await say(shop, session, 'hello')
    const dead = pausing(['Never ', 'finished'], 1)
    const lost = answerChats(shop, dead.providers)
    await dead.reached
    // Its process is as good as dead: nothing renews the lease.
    await setClock(admin, '2026-06-01T12:00:16Z')
    const read = async () => (await shop.api.readReplyDrafts({ tenantId: shop.tenantId, messageIds: [message.id] }))[0]
    expect(await read()).toMatchObject({ state: 'writing', generation: 1 })
    await answerChats(shop, pausing(['Hello from the next.'], 9).providers)
    expect(await read()).toMatchObject({ state: 'done', reply: { text: 'Hello from the next.' } })
    dead.open()
    const { lines } = await lost
    expect(lines.join()).toContain('not_the_writer')
    expect((await replies(admin, shop.tenantId)).map(({ body }) => body)).toEqual(['Hello from the next.'])
    const [draft] = await admin`select generation, state from ai.reply_drafts where conversation_id = ${conversationId}`
    expect(draft).toEqual({ generation: 2, state: 'done' })
  })

  nativeOnly.test('hands over to a person without showing the mark for it', async () => {
    const shop = await newChatShop()
    const session = await visit(shop)
    const response = await stream(shop, session, 'I want a person')
    const model = pausing(['Somebody will call you.', '\n[[PER', 'SON]]'], 9)
    const [text] = await Promise.all([response.text(), answerChats(shop, model.providers)])
    expect(text).not.toContain('PER')
    expect(parseEvents(text).find(({ event }) => event === 'message')?.data.text).toBe('Somebody will call you.')
    await eventually(async () => {
      const [row] = await admin`select needs_person_at from memory.conversations where tenant_id = ${shop.tenantId}`
      return row?.needs_person_at ?? undefined
    }, 'a person')
  })
})
