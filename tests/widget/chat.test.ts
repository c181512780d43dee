import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { type ChatDouble, startChatDouble } from '../fakes/chat-api.ts'
import { failureOf } from '../fixtures/failure.ts'
import { isQuiet, newProfile, openWidget } from './chat-fixture.ts'

const link = 'eyJ.link.token'
const widget = 'wk_acme'

let double: ChatDouble
beforeEach(async () => {
  double = await startChatDouble({ widget, link })
})
afterEach(() => double.stop())

const open = async (
  ...more: Parameters<typeof openWidget> extends [unknown, unknown, ...infer Rest] ? Rest : never
) => {
  const opened = openWidget(double, { token: link }, ...more)
  await opened.chat.start()
  return opened
}
const posts = () => double.requests.filter(({ path }) => path.endsWith('/stream'))
const stored = () => double.chats().flatMap(({ messages }) => messages.map(({ role, text }) => `${role}: ${text}`))

describe('saying something', () => {
  test('shows the answer as it is written, and then the stored one in its place, told once', async () => {
    const { chat, until, seen, said } = await open()
    double.next({ pieces: ['We were ', 'there in ', 'March.'], tool: 'search_memory' })
    chat.say('  When were you here?  ')
    await until((state) => isQuiet(state) && state.messages.length === 2)
    expect(said()).toEqual(['customer: When were you here?', 'assistant: We were there in March.'])
    const drafts = seen.flatMap(({ drafts: [draft] }) => (draft ? [draft] : []))
    expect(drafts.some(({ tool }) => tool === 'search_memory')).toBe(true)
    expect(drafts.some(({ text }) => text === 'We were there in ')).toBe(true)
    const told = new Set(seen.map(({ announcement }) => `${announcement.at} ${announcement.text}`))
    expect([...told]).toEqual(['0 ', '1 Ava: We were there in March.'])
  })

  test('goes on where the connection broke, and neither loses nor repeats a piece', async () => {
    const { chat, until, said } = await open()
    double.next({ pieces: ['One ', 'two ', 'three ', 'four.'], cutAfter: 2 })
    chat.say('Count')
    await until((state) => isQuiet(state) && state.messages.length === 2)
    expect(said()).toEqual(['customer: Count', 'assistant: One two three four.'])
    expect(posts().map(({ lastEventId }) => lastEventId?.replace(/^[^:]+/, 'm') ?? null)).toEqual([null, 'm:2:8'])
  })

  test('forgets what a provider wrote that failed', async () => {
    const { chat, until, seen } = await open()
    double.next({ pieces: ['The right ', 'answer.'], void: ['A wrong '] })
    chat.say('Well?')
    await until((state) => isQuiet(state) && state.messages.length === 2)
    const texts = seen.flatMap(({ drafts: [draft] }) => (draft?.text ? [draft.text] : []))
    expect(texts).toContain('A wrong ')
    expect(texts.filter((text) => text.includes('wrong') && text.includes('right'))).toEqual([])
  })

  test.each(['before', 'stored'] as const)('is stored once when the connection drops (%s)', async (drop) => {
    const { chat, until, said } = await open()
    double.next({ drop })
    chat.say('Hello')
    await until((state) => isQuiet(state) && state.messages.length === 2)
    expect(said()).toEqual(['customer: Hello', 'assistant: Happy to help.'])
    expect(stored()).toEqual(said())
    expect(new Set(posts().map(({ body }) => body?.clientId)).size).toBe(1)
  })

  test('waits as long as the server asks', async () => {
    const { chat, until, said } = await open()
    double.next({ status: 429, code: 'rate_limited', retryAfter: 1 })
    chat.say('Hello')
    await until((state) => isQuiet(state) && state.messages.length === 2)
    expect(said()).toEqual(stored())
  })

  test('says nothing that is empty or too long', async () => {
    const { chat } = await open()
    chat.say(' \n ')
    chat.say('a'.repeat(4001))
    expect(chat.state().outbox).toEqual([])
  })
})

describe('what cannot be delivered', () => {
  test('stays with what came after it, and goes in order when it is tried again', async () => {
    const { chat, until } = await open()
    const away = { status: 503, code: 'unavailable' }
    double.next(away, away, away)
    chat.say('First')
    chat.say('Second')
    const failed = await until(({ outbox }) => outbox.length === 2 && outbox.every(({ state }) => state === 'failed'))
    expect(failed.announcement.text).toBe('A message was not delivered.')
    const ids = failed.outbox.map(({ clientId }) => clientId)
    await chat.retry()
    await until((state) => isQuiet(state) && state.messages.length === 4)
    expect(stored().filter((line) => line.startsWith('customer'))).toEqual(['customer: First', 'customer: Second'])
    expect(posts().map(({ body }) => body?.clientId)).toEqual([ids[0], ids[0], ids[0], ...ids])
  })

  test('does not hold up the next one when it alone is refused', async () => {
    const { chat, until } = await open()
    double.next({ status: 422, code: 'validation_failed' })
    chat.say('Refused')
    chat.say('Fine')
    const state = await until(({ messages }) => messages.length === 2)
    expect(state.outbox.map(({ text, state: how }) => [text, how])).toEqual([['Refused', 'failed']])
    expect(posts().length).toBe(2)
  })

  test('waits while there is no network, and goes in order when there is', async () => {
    const { chat, until, goOffline, goOnline } = await open()
    goOffline()
    chat.say('First')
    chat.say('Second')
    expect(posts()).toEqual([])
    goOnline()
    await until((state) => isQuiet(state) && state.messages.length === 4)
    expect(stored().filter((line) => line.startsWith('customer'))).toEqual(['customer: First', 'customer: Second'])
  })

  test('survives a reload', async () => {
    const profile = newProfile()
    const before = await open(profile)
    before.goOffline()
    before.chat.say('Written in a tunnel')
    const after = await open(profile)
    await after.until((state) => isQuiet(state) && state.messages.length === 2)
    expect(stored()[0]).toBe('customer: Written in a tunnel')
    expect((await open(profile)).chat.state().outbox).toEqual([])
  })

  test('does not include an answer that took longer than a stream may last', async () => {
    const { chat, until, seen, said } = await open()
    double.next({ unanswered: 'time_limit' })
    chat.say('Take your time')
    await until((state) => isQuiet(state) && state.messages.length === 2)
    expect(said()).toEqual(stored())
    expect(seen.flatMap(({ drafts }) => drafts).some(({ hasFailed }) => hasFailed)).toBe(false)
  })

  test('is said when an answer cannot be written, and asked for again', async () => {
    const { chat, until, said } = await open()
    double.next({ unanswered: 'provider_failed' })
    chat.say('Well?')
    await until(({ drafts }) => drafts[0]?.hasFailed === true)
    expect(said()).toEqual(['customer: Well?'])
    await chat.retry()
    await until(isQuiet)
    expect(said()).toEqual(['customer: Well?', 'assistant: Happy to help.'])
    expect(stored()).toEqual(said())
  })
})

describe('coming back', () => {
  test('shows what was said, older messages by the page', async () => {
    const first = await open()
    const [chat] = double.chats()
    for (let at = 0; at < 45; at++) double.write(chat?.id ?? '', `Note ${at}`)
    await first.chat.refresh()
    expect(first.chat.state().messages).toHaveLength(20)
    await first.chat.loadOlder()
    await first.chat.loadOlder()
    expect(first.said()).toEqual(stored())
    expect(first.chat.state().olderCursor).toBeNull()
  })

  test('tells and counts what the team wrote while the window was closed', async () => {
    const { chat } = await open()
    double.write(double.chats()[0]?.id ?? '', 'We are on our way.')
    await chat.refresh()
    expect(chat.state()).toMatchObject({ unread: 1, announcement: { text: 'Our team: We are on our way.' } })
    chat.setOpen(true)
    expect(chat.state().unread).toBe(0)
  })

  test('of a visitor leads to the same chat, with a new session when the old one is over', async () => {
    const profile = newProfile()
    const first = openWidget(double, { widget }, profile)
    await first.chat.start()
    first.chat.say('Remember me')
    await first.until((state) => isQuiet(state) && state.messages.length === 2)
    double.expireSessions()
    const again = openWidget(double, { widget }, profile)
    await again.chat.start()
    expect(again.said()).toEqual(['customer: Remember me', 'assistant: Happy to help.'])
    expect(double.chats()).toHaveLength(1)
  })

  test('with a session that ends in the middle of it loses nothing', async () => {
    const { chat, until, said } = await open()
    double.expireSessions()
    chat.say('Still there?')
    await until((state) => isQuiet(state) && state.messages.length === 2)
    expect(said()).toEqual(stored())
  })

  test('with a link that is over says so, and keeps what could not be sent', async () => {
    const { chat, until } = await open()
    double.expireSessions()
    double.endLink()
    chat.say('Too late')
    const state = await until(({ phase }) => phase === 'ended')
    expect(stored()).toEqual([])
    expect(state.outbox.map(({ text }) => text)).toEqual(['Too late'])
    expect((await open()).chat.state().phase).toBe('ended')
  })
})

describe('verifying', () => {
  test('tells a wrong code, and knows the customer after the right one', async () => {
    const { chat } = await open()
    const { verificationId } = await chat.verify('phone', '617-555-0123')
    expect(await chat.confirm(verificationId, '000000')).toMatchObject({ outcome: 'wrong', attemptsLeft: 4 })
    expect(chat.state().isVerified).toBe(false)
    await chat.confirm(verificationId, '123456')
    expect(chat.state()).toMatchObject({ isVerified: true, customer: { firstName: 'Ada' } })
  })

  test('fails where nobody answers, and the chat goes on', async () => {
    const { chat } = await open()
    double.expireSessions()
    double.endLink()
    expect(await failureOf(chat.verify('phone', '617-555-0123'))).toMatchObject({ status: 401 })
  })
})
