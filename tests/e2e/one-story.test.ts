import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Sql } from '../../src/db/connect.ts'
import { createApi } from '../../src/db/generated.ts'
import { createProviders, type Providers } from '../../src/llm/providers.ts'
import { type OpenAiDouble, startOpenAiDouble } from '../fakes/openai.ts'
import { newKey } from '../fixtures/api-keys.ts'
import { postForm, type VoiceShop } from '../fixtures/calls.ts'
import { testDatabase } from '../fixtures/database.ts'
import { newNumber } from '../fixtures/numbers.ts'
import { answer } from '../jobs/reply-fixture.ts'
import { answerChats, follow, inChat, json, newChatShop, PUBLIC_URL, type Session } from '../routes/chat-fixture.ts'
import { ring, sessionOf, speech, type VoiceServer, voiceServer } from '../voice/played-call.ts'

const TOKEN = 'a token of the story'

let admin: Sql
let edge: Sql
let worker: Sql
let calls: VoiceServer
let openai: OpenAiDouble
beforeAll(async () => {
  ;({ admin, edge, worker } = await testDatabase())
  calls = await voiceServer()
  openai = await startOpenAiDouble()
})
afterAll(async () => {
  await Promise.all([calls.stop(), openai.stop()])
})

/** A shop that is reached by text, on the web and by phone. */
async function openShop() {
  const shop = await newChatShop({}, { twilioTokens: [TOKEN] })
  const voiceNumber = newNumber()
  await admin`
    insert into tenancy.channel_endpoints (tenant_id, location_id, channel, address)
    values (${shop.tenantId}, ${shop.locationId}, 'voice', ${voiceNumber})`
  // Open at all times, so that the call is answered whenever the test runs.
  await admin`delete from tenancy.location_hours where tenant_id = ${shop.tenantId}`
  return { ...shop, voiceNumber }
}
type StoryShop = Awaited<ReturnType<typeof openShop>>

async function textIn(shop: StoryShop, body: string): Promise<void> {
  const form = {
    MessageSid: `SM${crypto.randomUUID().replaceAll('-', '')}`,
    AccountSid: `AC${'0'.repeat(32)}`,
    From: shop.customer,
    To: shop.number,
    Body: body,
  }
  const { status } = await postForm(shop.app, TOKEN, `${PUBLIC_URL}/webhooks/twilio/sms`, form)
  expect(status).toBe(200)
  await createApi(worker).processInbox({ tenantId: shop.tenantId, channel: 'sms', address: shop.customer })
}

/** What a visitor's message is answered with, while the shop's workers run. */
async function chatIn(
  shop: StoryShop,
  session: Pick<Session, 'chatId' | 'token'>,
  message: string,
  providers: Providers = {},
) {
  let isAnswered = false
  const asked = inChat(shop, session, 'POST', '', { message, clientId: crypto.randomUUID() })
  const answered = Promise.resolve(asked).finally(() => {
    isAnswered = true
  })
  while (!isAnswered) await answerChats(shop, providers)
  return json<{ state: string; reply: { text: string } }>(await answered)
}

/** What the model was told when it was last asked. */
const lastPrompt = (): string => openai.calls.at(-1)?.instructions ?? ''

test('a customer calls, texts and chats, and whoever answers next knows what was said before on every channel', async () => {
  const shop = await openShop()
  const providers = createProviders({ openai: { apiKey: openai.apiKey, baseUrl: openai.baseUrl }, anthropic: {} })

  // By phone: a wish for a visit.
  calls.realtime.next({ say: 'Hi John, how can I help?' }, { say: 'Noted, the office will confirm Tuesday.' })
  calls.realtime.hears('My water heater is leaking. Can I book a visit for next Tuesday?')
  const { caller } = await ring(calls, shop as unknown as VoiceShop, { from: shop.customer })
  await sessionOf(calls.realtime, caller, 0)
  await caller.until(() => caller.soundMs >= 300)
  caller.silence(400)
  caller.speak(await speech())
  caller.silence(700)
  await caller.until(() => caller.soundMs > 700)
  caller.silence(1500)

  // By text, the call not even over: the answer's prompt has the call and the wish.
  openai.answer('Yes, we have your wish for Tuesday.')
  await textIn(shop, 'It is me again, the shut-off valve is behind the washing machine')
  await answer(shop, providers)
  expect(lastPrompt()).toContain('by phone: "My water heater is leaking. Can I book a visit for next Tuesday?"')
  expect(lastPrompt()).toMatch(
    /## Visits Asked For, Not Booked Yet .*\n- \w+ \d+ by phone: "My water heater is leaking/,
  )
  caller.hangUp()

  // On the web, by the link of a text: both are known, and the chat's own words are not told twice.
  openai.answer('I see your call and your text.')
  const session = await follow(shop, { customerId: shop.customerId, verifiedBy: 'staff' })
  expect(session.isVerified).toBe(true)
  const said = await chatIn(shop, session, 'Do you know where the valve is?', providers)
  expect(said).toMatchObject({ state: 'answered', reply: { text: 'I see your call and your text.' } })
  expect(lastPrompt()).toContain('by phone: "My water heater is leaking.')
  expect(lastPrompt()).toContain('by text: "It is me again, the shut-off valve is behind the washing machine"')
  expect(lastPrompt()).not.toContain('by web chat: "Do you know where the valve is?"')

  // By phone again: the first instructions have the text and the chat.
  const again = await ring(calls, shop as unknown as VoiceShop, { from: shop.customer })
  const next = await sessionOf(calls.realtime, again.caller, 1)
  expect(next.settings?.instructions).toContain('by text: "It is me again')
  expect(next.settings?.instructions).toContain('by web chat: "Do you know where the valve is?"')
  again.caller.hangUp()
  await again.caller.until(() => calls.streams.size === 0)

  // Staff read one story.
  const { headers } = await newKey(edge, shop.tenantId, { scopes: ['customers:read'] })
  const story = await json<{ messages: { channel: string; role: string; text: string }[] }>(
    await shop.call('GET', `/api/v1/customers/${shop.customerId}/messages`, undefined, headers),
  )
  const customers = story.messages.filter(({ role }) => role === 'customer').toReversed()
  expect(customers.map(({ channel, text }) => `${channel}: ${text}`)).toEqual([
    'voice: My water heater is leaking. Can I book a visit for next Tuesday?',
    'sms: It is me again, the shut-off valve is behind the washing machine',
    'web: Do you know where the valve is?',
  ])
})

test('who verifies their phone in a chat brings what they said before into their own story', async () => {
  const shop = await openShop()
  const visitor = await json<{ chatId: string; token: string }>(
    await shop.call('POST', '/api/chat/sessions', { widget: shop.widget }),
  )
  await chatIn(shop, visitor, 'My boiler knocks at night')
  const before = await json<{ customer: unknown }>(await inChat(shop, visitor, 'GET', '/context'))
  expect(before.customer).toBeNull()

  const begun = await json<{ verificationId: string }>(
    await inChat(shop, visitor, 'POST', '/verification', { type: 'phone', value: shop.customer }),
    202,
  )
  const [code] = await admin`
    select substring(m.body from '\\d{6}') as digits from memory.messages as m
    where m.tenant_id = ${shop.tenantId} and m.is_secret order by m.created_at desc limit 1`
  const confirmed = await json<{ outcome: string; isVerified: boolean }>(
    await inChat(shop, visitor, 'POST', `/verification/${begun.verificationId}`, { code: code?.digits }),
  )
  expect(confirmed).toMatchObject({ outcome: 'linked', isVerified: true })

  await textIn(shop, 'Did you get my message?')
  await answer(shop)
  const [reply] = await admin`
    select m.body from memory.messages as m
    where m.tenant_id = ${shop.tenantId} and m.channel = 'sms' and m.role = 'assistant' order by m.created_at desc limit 1`
  expect(reply?.body).toContain('The last we have from you here in the chat is from today: "My boiler knocks at night"')
})
