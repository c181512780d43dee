import { chatReply } from '../../jobs/chat_reply.ts'
import type { JobDefinition } from '../../jobs/definition.ts'
import { createApp } from '../../src/app.ts'
import { createDraftHub, type DraftHub } from '../../src/chat/draft-hub.ts'
import { createApi } from '../../src/db/generated.ts'
import { loadEnv } from '../../src/env.ts'
import { createAppMetrics } from '../../src/http/app-metrics.ts'
import { createChatTokens } from '../../src/http/chat-token.ts'
import type { AppDeps } from '../../src/http/types.ts'
import type { Providers } from '../../src/llm/providers.ts'
import { startQueue } from '../../src/queue/boss.ts'
import { drain } from '../../src/queue/drain.ts'
import { newKey } from '../fixtures/api-keys.ts'
import { testDatabase } from '../fixtures/database.ts'
import { serial } from '../fixtures/numbers.ts'
import type { NewTenant } from '../fixtures/tenant.ts'
import { keptLogger, queueApi } from '../jobs/queue-fixture.ts'
import { newShop, preferenceOf } from '../jobs/reply-fixture.ts'

export const PUBLIC_URL = 'https://rapport.example.com'
export const JWT_SECRET = 'a secret of the tests, of at least 32 characters'

export type ChatShop = Awaited<ReturnType<typeof newChatShop>>

/** A shop with a web endpoint, its application, and a worker for its chats. */
export async function newChatShop(options: NewTenant = {}, deps: Partial<AppDeps> & { hub?: DraftHub | null } = {}) {
  const { admin, edge } = await testDatabase()
  const shop = await newShop(options)
  const widget = `widget-${serial('widget')}`
  await admin`
    insert into tenancy.channel_endpoints (tenant_id, location_id, channel, address, provider)
    values (${shop.tenantId}, ${shop.locationId}, 'web', ${widget}, 'web')`
  const key = await newKey(edge, shop.tenantId, { scopes: ['messages:write'] })
  const { logger, lines } = keptLogger()
  const { hub = createDraftHub(), ...overrides } = deps
  const { app } = createApp({
    api: createApi(edge),
    env: loadEnv({ PUBLIC_URL, JWT_SECRET }),
    logger,
    metrics: createAppMetrics(),
    twilioTokens: [],
    ...(hub ? { drafts: hub } : {}),
    ...overrides,
  })
  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    app.request(path, {
      method,
      headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  const withKey = (method: string, path: string, body?: unknown) => call(method, path, body, key.headers)
  return { ...shop, widget, app, call, withKey, hub, lines }
}

export interface Session {
  chatId: string
  token: string
  isVerified: boolean
}

/** What a response holds, or an error that says what it held instead. */
export async function json<T = Record<string, never>>(response: Response, status = 200): Promise<T> {
  const text = await response.text()
  if (response.status !== status) throw new Error(`${response.status} instead of ${status}: ${text}`)
  return JSON.parse(text)
}

/** Opens a session as a visitor of the shop's page. */
export const visit = async (shop: ChatShop): Promise<Session> =>
  json(await shop.call('POST', '/api/chat/sessions', { widget: shop.widget }))

/** Opens a session by a link of the shop, vouched for the customer or not. */
export async function follow(shop: ChatShop, link: Record<string, unknown> = {}): Promise<Session> {
  const { token } = await json<{ token: string }>(await shop.withKey('POST', '/api/v1/chats', link), 201)
  return json(await shop.call('POST', '/api/chat/sessions', { token }))
}

/** Calls a route of the chat with its session. */
export const inChat = (
  shop: ChatShop,
  { chatId, token }: Pick<Session, 'chatId' | 'token'>,
  method: string,
  path = '',
  body?: unknown,
  headers: Record<string, string> = {},
) => shop.call(method, `/api/chat/${chatId}${path}`, body, { Authorization: `Bearer ${token}`, ...headers })

/** Says something without waiting for the answer; what is stored of it. */
export async function say(
  shop: ChatShop,
  { chatId }: Pick<Session, 'chatId'>,
  text: string,
  clientId: string = crypto.randomUUID(),
) {
  return shop.api.postChatMessage({ tenantId: shop.tenantId, chatId, clientId, text })
}

/** Tokens as the application makes them, of any content. */
export const tokensAt = (clock: () => Date = () => new Date()) => createChatTokens(JWT_SECRET, clock)

/** Works on the shop's chats until nothing is left to do. */
export async function answerChats(shop: ChatShop, providers: Providers = {}) {
  const { admin, worker } = await testDatabase()
  await admin`delete from pgboss.job where name = 'chat_reply' and data ->> 'tenantId' <> ${shop.tenantId}`
  const { logger, lines } = keptLogger()
  const queue = await startQueue({ sql: worker, logger })
  const job = chatReply({
    api: createApi(worker),
    providers,
    replyProviders: preferenceOf(providers),
    ...(shop.hub ? { drafts: shop.hub } : {}),
  }) as JobDefinition
  try {
    const report = await drain(queue, [job], { api: queueApi(worker), logger, maxJobs: 20, deadlineMs: 20_000 })
    return { report, lines }
  } finally {
    await queue.boss.stop({ graceful: false })
  }
}

export interface StreamEvent {
  event: string
  id: string | null
  data: Record<string, unknown>
}

/** The events of a stream, as a browser reads them; comments are left out. */
export function parseEvents(text: string): StreamEvent[] {
  return text
    .split('\n\n')
    .filter((block) => block !== '' && !block.startsWith(':'))
    .map((block) => {
      const fields = Object.fromEntries(
        block.split('\n').map((line) => {
          const colon = line.indexOf(': ')
          return [line.slice(0, colon), line.slice(colon + 2)]
        }),
      )
      return { event: fields.event ?? '', id: fields.id ?? null, data: JSON.parse(fields.data ?? 'null') }
    })
}
