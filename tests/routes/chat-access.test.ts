import { afterEach, describe, expect, test } from 'bun:test'
import { sign } from 'hono/jwt'
import { resetClock, setClock } from '../fixtures/clock.ts'
import { testDatabase } from '../fixtures/database.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { follow, inChat, JWT_SECRET, json, newChatShop, say, tokensAt, visit } from './chat-fixture.ts'

const { admin } = await testDatabase()
afterEach(() => resetClock(admin))

const HOUR = 3600_000
const codeOf = async (response: Response) => [response.status, (await json(response, response.status)).code as unknown]

describe('a session', () => {
  test('opens its own chat and no other, and nothing once it was altered', async () => {
    const shop = await newChatShop()
    const [mine, theirs] = [await visit(shop), await visit(shop)]
    const refused = [401, 'chat_token_invalid']
    await json(await inChat(shop, mine, 'GET', '/history'))
    expect(await codeOf(await inChat(shop, { chatId: theirs.chatId, token: mine.token }, 'GET', '/history'))).toEqual(
      refused,
    )
    const [head = '', body = '', signature = ''] = mine.token.split('.')
    const claims = JSON.parse(atob(body.replaceAll('-', '+').replaceAll('_', '/')))
    const forged = btoa(JSON.stringify({ ...claims, cid: theirs.chatId })).replaceAll('=', '')
    const unsigned = `${btoa('{"alg":"none","typ":"JWT"}').replaceAll('=', '')}.${forged}.`
    const stronger = await sign({ ...claims, cid: theirs.chatId }, JWT_SECRET, 'HS512')
    const foreign = await sign({ ...claims, cid: theirs.chatId }, 'another secret of at least 32 characters')
    for (const token of [`${head}.${forged}.${signature}`, unsigned, stronger, foreign, `${mine.token}x`, 'x']) {
      expect(await codeOf(await inChat(shop, { chatId: theirs.chatId, token }, 'GET', '/history'))).toEqual(refused)
    }
    expect(await codeOf(await shop.call('GET', `/api/chat/${mine.chatId}/history`))).toEqual(refused)
  })

  test('lasts for 12 hours; a link never passes for one, nor one for a link', async () => {
    let now = new Date()
    const shop = await newChatShop({}, { clock: () => now })
    const link = await json<{ chatId: string; token: string }>(
      await shop.withKey('POST', '/api/v1/chats', { expiresInSeconds: 3600 }),
      201,
    )
    const session = await json<{ chatId: string; token: string }>(
      await shop.call('POST', '/api/chat/sessions', { token: link.token }),
    )
    expect((await inChat(shop, link, 'GET', '/history')).status).toBe(401)
    expect((await shop.call('POST', '/api/chat/sessions', { token: session.token })).status).toBe(401)
    now = new Date(now.getTime() + HOUR)
    expect(await codeOf(await shop.call('POST', '/api/chat/sessions', { token: link.token }))).toEqual([
      401,
      'chat_token_invalid',
    ])
    expect((await inChat(shop, session, 'GET', '/history')).status).toBe(200)
    now = new Date(now.getTime() + 11 * HOUR)
    expect((await inChat(shop, session, 'GET', '/history')).status).toBe(401)
  })

  test('ends at once when its chat is revoked, and so do the links to it', async () => {
    const shop = await newChatShop()
    const { chatId, token } = await json<{ chatId: string; token: string }>(
      await shop.withKey('POST', '/api/v1/chats', {}),
      201,
    )
    const session = await json<{ chatId: string; token: string }>(
      await shop.call('POST', '/api/chat/sessions', { token }),
    )
    expect(await json(await shop.withKey('DELETE', `/api/v1/chats/${chatId}`))).toEqual({ wasOpen: true } as never)
    expect((await inChat(shop, session, 'GET', '/history')).status).toBe(401)
    expect((await shop.call('POST', '/api/chat/sessions', { token })).status).toBe(401)
    expect(await json(await shop.withKey('DELETE', `/api/v1/chats/${chatId}`))).toEqual({ wasOpen: false } as never)
    expect((await shop.withKey('DELETE', `/api/v1/chats/${crypto.randomUUID()}`)).status).toBe(404)
  })

  test('leads a visitor back to their chat, also when it has expired, but never into a verified one', async () => {
    const shop = await newChatShop()
    const yesterday = () => new Date(Date.now() - 24 * HOUR)
    const first = await visit(shop)
    const known = await admin`select epoch from memory.chats where id = ${first.chatId}`
    const claims = { tenantId: shop.tenantId, chatId: first.chatId, epoch: known[0]?.epoch }
    const { token: old } = await tokensAt(yesterday).session(claims)
    const reopen = async () =>
      json(
        await shop.call('POST', '/api/chat/sessions', {
          widget: shop.widget,
          visitor: { chatId: first.chatId, token: old },
        }),
      )
    expect((await reopen()).chatId).toEqual(first.chatId as never)
    await say(shop, first, 'hello')
    await admin`update memory.chats set verified_at = ops.now(), verified_by = 'code' where id = ${first.chatId}`
    expect((await reopen()).chatId).not.toEqual(first.chatId as never)
  })

  nativeOnly.test('is refused 100 requests after each other, and has one again when told so', async () => {
    const shop = await newChatShop()
    const session = await visit(shop)
    await setClock(admin, '2026-06-01T12:00:00Z')
    for (let n = 0; n < 100; n += 1) {
      await admin`select api.resolve_chat(${shop.tenantId}, ${session.chatId}, 1)`
    }
    const refused = await inChat(shop, session, 'GET', '/history')
    expect(await codeOf(refused.clone())).toEqual([429, 'rate_limited'])
    expect(refused.headers.get('retry-after')).toBe('1')
    // Another chat has its own.
    expect((await inChat(shop, await visit(shop), 'GET', '/history')).status).toBe(200)
    await setClock(admin, '2026-06-01T12:00:01Z')
    expect((await inChat(shop, session, 'GET', '/history')).status).toBe(200)
  })
})

describe('a widget', () => {
  test('is opened only from origins that its tenant lists, and its answers can be read there', async () => {
    const shop = await newChatShop({ settings: { allowedOrigins: ['https://shop.example'] } })
    const open = (origin?: string) =>
      shop.call('POST', '/api/chat/sessions', { widget: shop.widget }, origin ? { Origin: origin } : {})
    expect(await codeOf(await open('https://elsewhere.example'))).toEqual([403, 'origin_not_allowed'])
    const [{ count } = { count: null }] =
      await admin`select count(*) from memory.chats where tenant_id = ${shop.tenantId}`
    expect(Number(count)).toBe(0)
    const opened = await open('https://shop.example')
    expect(opened.headers.get('access-control-allow-origin')).toBe('https://shop.example')
    const session = await json<{ chatId: string; token: string }>(opened)
    const read = (origin: string) => inChat(shop, session, 'GET', '/history', undefined, { Origin: origin })
    expect((await read('https://shop.example')).headers.get('access-control-allow-origin')).toBe('https://shop.example')
    expect(await codeOf(await read('https://elsewhere.example'))).toEqual([403, 'origin_not_allowed'])
    const preflight = await shop.app.request(`/api/chat/${session.chatId}/stream`, {
      method: 'OPTIONS',
      headers: { Origin: 'https://shop.example', 'Access-Control-Request-Method': 'POST' },
    })
    expect(preflight.headers.get('access-control-allow-headers')).toContain('Last-Event-ID')
    expect((await open()).status).toBe(200)
    expect((await shop.call('POST', '/api/chat/sessions', { widget: 'nobody-has-this' })).status).toBe(401)
  })

  nativeOnly.test('opens 60 new chats a minute and not one more', async () => {
    const shop = await newChatShop()
    await setClock(admin, '2026-06-01T12:00:00Z')
    for (let n = 0; n < 60; n += 1) await shop.api.openChatSession({ widget: shop.widget })
    const refused = await shop.call('POST', '/api/chat/sessions', { widget: shop.widget })
    expect(refused.headers.get('retry-after')).toBe('1')
    expect(await codeOf(refused)).toEqual([429, 'rate_limited'])
  })
})

describe('what is refused', () => {
  test('without a secret everything, plainly; over 16 KiB, empty or over 4000 characters a message', async () => {
    const shop = await newChatShop()
    const session = await visit(shop)
    const off = await newChatShop(
      {},
      { env: { ...(await import('../../src/env.ts')).loadEnv({ PUBLIC_URL: 'https://x.example' }) } },
    )
    expect(await codeOf(await off.call('POST', '/api/chat/sessions', { widget: off.widget }))).toEqual([
      503,
      'chat_off',
    ])
    expect(await codeOf(await inChat(off, session, 'GET', '/history'))).toEqual([503, 'chat_off'])
    expect(await codeOf(await off.withKey('POST', '/api/v1/chats', {}))).toEqual([503, 'chat_off'])
    const post = (message: unknown, clientId: unknown = crypto.randomUUID()) =>
      inChat(shop, session, 'POST', '', { message, clientId })
    expect((await post('x'.repeat(17 * 1024))).status).toBe(413)
    for (const bad of [post('x'.repeat(4001)), post('  '), post(7), post('nul \0'), post('x', 'one')])
      expect((await bad).status).toBe(422)
    const [{ count } = { count: null }] =
      await admin`select count(*) from memory.messages where tenant_id = ${shop.tenantId}`
    expect(Number(count)).toBe(0)
  })

  test('to vouch for nobody, for somebody unknown, or with a key that may not write', async () => {
    const shop = await newChatShop()
    expect((await shop.withKey('POST', '/api/v1/chats', { verifiedBy: 'staff' })).status).toBe(422)
    expect((await shop.withKey('POST', '/api/v1/chats', { customerId: crypto.randomUUID() })).status).toBe(404)
    expect((await shop.withKey('POST', '/api/v1/chats', { expiresInSeconds: 8 * 24 * 3600 })).status).toBe(422)
    expect((await follow(shop, { customerId: shop.customerId })).isVerified).toBe(false)
  })
})
