import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { embedMessages } from '../../jobs/embed_messages.ts'
import { planEmbeddings } from '../../jobs/plan_embeddings.ts'
import type { Sql } from '../../src/db/connect.ts'
import { type Api, createApi } from '../../src/db/generated.ts'
import { createEmbedders } from '../../src/llm/embeddings/create-embedders.ts'
import { embeddersOf } from '../../src/llm/embeddings/embedders.ts'
import { localEmbedder } from '../../src/llm/embeddings/local.ts'
import { type OpenAiDouble, startOpenAiDouble } from '../fakes/openai.ts'
import { resetClock, setClock } from '../fixtures/clock.ts'
import { testDatabase } from '../fixtures/database.ts'
import { failureOf } from '../fixtures/failure.ts'
import { newTalk } from '../fixtures/talk.ts'
import { type NewTenant, newCustomer, newTenant } from '../fixtures/tenant.ts'
import { queueReply, receive } from '../functions/outreach/inbound.ts'
import { keptLogger } from './queue-fixture.ts'

const SMALL = 'text-embedding-3-small'
const LARGE = 'text-embedding-3-large'
let admin: Sql
let api: Api
let double: OpenAiDouble
beforeAll(async () => {
  const database = await testDatabase()
  admin = database.admin
  api = createApi(database.worker)
  double = await startOpenAiDouble()
})
beforeEach(async () => {
  double.embeddings.refuse(null)
  await admin`delete from ai.provider_health`
})
afterAll(() => double.stop())

const local = embeddersOf([localEmbedder])
const outside = (preferred?: string) =>
  createEmbedders({ openai: { apiKey: double.apiKey, baseUrl: double.baseUrl }, preferred })

/** A business that wants its vectors at once, with a customer. */
const newShop = async (options: NewTenant = {}) => {
  const tenant = await newTenant(admin, { flags: { REAL_TIME_EMBEDDINGS: true }, ...options })
  return { ...tenant, customerId: await newCustomer(admin, tenant.tenantId) }
}
const say = async (shop: Awaited<ReturnType<typeof newShop>>, ...bodies: string[]) =>
  (await newTalk(admin, shop, shop.customerId, bodies)).messageIds

const context = (queue: string) => {
  const { logger, lines } = keptLogger()
  const { signal } = new AbortController()
  return { lines, given: { jobId: crypto.randomUUID(), queue, attempt: 1, isLastAttempt: false, signal, logger } }
}
const work = async ({ tenantId }: { tenantId: string }, embedders = outside()) => {
  const { given, lines } = context('embed_messages')
  await embedMessages({ api, embedders }).handle({ tenantId }, given)
  return lines
}
const embedded = async (tenantId: string) =>
  [
    ...(await admin<{ id: string; model: string }[]>`
      select message_id as id, embedding_model as model from memory.conversation_embeddings where tenant_id = ${tenantId}`),
  ].map(({ id, model }) => `${model} ${id}`)
const waiting = async (tenantId: string) =>
  (await admin`select from memory.unembedded_messages where tenant_id = ${tenantId} and given_up_at is null`).length
const jobs = async (tenantId: string) =>
  (
    await admin`
    select from pgboss.job where name = 'embed_messages' and singleton_key = ${tenantId} and state = 'created'`
  ).length
const by = (model: string, ids: readonly string[]) => ids.map((id) => `${model} ${id}`).sort()

describe('a new message', () => {
  test('gets its vector in a job of its tenant, which many messages share', async () => {
    const shop = await newShop()
    const ids = await say(shop, 'The boiler hums at night.', 'It stands in the attic.')
    ids.push(...(await say(shop, 'Our dog is friendly.')))
    expect(await jobs(shop.tenantId)).toBe(1)
    const before = double.embeddings.calls.length
    await work(shop)
    expect((await embedded(shop.tenantId)).sort()).toEqual(by(SMALL, ids))
    expect(double.embeddings.calls.length - before).toBe(1)
    expect(await waiting(shop.tenantId)).toBe(0)
    const [call] = await admin`
      select purpose, provider, model, outcome, cost_usd::float8 as cost, input_tokens as tokens
      from ai.model_calls where tenant_id = ${shop.tenantId}`
    expect(call).toMatchObject({ purpose: 'embedding', provider: 'openai', model: SMALL, outcome: 'ok' })
    expect(call?.cost).toBeCloseTo((call?.tokens * 0.02) / 1e6, 8)
  })

  test('gets none when it says nothing that could be looked for, is a command, a code or a notice of ours', async () => {
    const shop = await newShop()
    const received = await receive(admin, { to: shop.number, body: 'Water is dripping from the ceiling.' })
    for (const body of ['Unsubscribe!', 'STOP', 'ok', '👍👍👍👍👍👍👍👍', '12345678', '  thanks  ']) {
      await receive(admin, { to: shop.number, body })
    }
    await queueReply(admin, received, { key: 'a campaign', purpose: 'campaign', body: 'Spring offer: 10 % off!' })
    await queueReply(admin, received, { key: 'a code', purpose: 'verification', body: '123 456 is it', secret: true })
    await queueReply(admin, received, { body: 'We are on our way to you.' })
    const japanese = await receive(admin, { to: shop.number, body: '水漏れがひどい' })
    await work(shop)
    const told = await admin<{ body: string }[]>`
      select m.body from memory.conversation_embeddings as e
      join memory.messages as m on m.tenant_id = e.tenant_id and m.id = e.message_id where e.tenant_id = ${shop.tenantId}`
    expect(told.map(({ body }) => body).sort()).toEqual(
      ['Water is dripping from the ceiling.', 'We are on our way to you.', '水漏れがひどい'].sort(),
    )
    expect(japanese.outcome).toBe('stored')
  })

  test('waits for the nightly batch without the flag, unless the vectors are made here', async () => {
    const shop = await newShop({ flags: {} })
    await work(shop)
    const [id] = await say(shop, 'The boiler hums at night.')
    expect(await jobs(shop.tenantId)).toBe(0)
    expect((await work(shop)).join()).toContain('nightly')
    expect(await api.listUnembedded({ tenantId: shop.tenantId, model: SMALL })).toMatchObject([{ messageId: id }])
    const other = await newShop({ flags: {} })
    const ids = await say(other, 'The boiler hums at night.')
    expect(await jobs(other.tenantId)).toBe(1)
    await work(other, local)
    expect(await embedded(other.tenantId)).toEqual(by('local', ids))
  })

  test('is not noted where embedding is off, and made up for when it is switched on', async () => {
    const shop = await newShop({ flags: { CUSTOMER_CONTEXT_EMBEDDINGS: false } })
    const ids = await say(shop, 'The boiler hums at night.')
    expect([await jobs(shop.tenantId), await waiting(shop.tenantId)]).toEqual([0, 0])
    expect((await work(shop, local)).join()).toContain('off')
    await api.setFeatureFlag({ tenantId: shop.tenantId, name: 'CUSTOMER_CONTEXT_EMBEDDINGS', isEnabled: true })
    expect(await jobs(shop.tenantId)).toBe(1)
    await work(shop, local)
    expect(await embedded(shop.tenantId)).toEqual(by('local', ids))
  })
})

describe('a message that changes', () => {
  test('loses its vector with the change, and gets the one of its new text', async () => {
    const shop = await newShop()
    const [id = ''] = await say(shop, 'The boiler hums at night.')
    await work(shop)
    await admin`update memory.messages set body = 'The dog barks at night.' where tenant_id = ${shop.tenantId}`
    expect(await embedded(shop.tenantId)).toEqual([])
    await work(shop)
    expect(await embedded(shop.tenantId)).toEqual(by(SMALL, [id]))
    await admin`update memory.messages set is_secret = true where tenant_id = ${shop.tenantId}`
    expect([await embedded(shop.tenantId), await waiting(shop.tenantId)]).toEqual([[], 0])
  })

  test('while its text is at the service keeps no vector of the old one', async () => {
    const shop = await newShop()
    const [id] = await say(shop, 'The boiler hums at night.')
    const [listed] = await api.listUnembedded({ tenantId: shop.tenantId, model: SMALL })
    const [vector] = await localEmbedder.embed([listed?.body ?? ''])
    await admin`update memory.messages set body = 'The dog barks at night.' where tenant_id = ${shop.tenantId}`
    const rows = [{ messageId: id, embedding: vector, fingerprint: listed?.fingerprint }]
    expect(await api.saveEmbeddings({ tenantId: shop.tenantId, model: SMALL, rows })).toBe(0)
    expect(await waiting(shop.tenantId)).toBe(1)
  })

  test('of a customer who is erased goes with its vector, waiting or not', async () => {
    const shop = await newShop()
    await say(shop, 'The boiler hums at night.')
    await work(shop)
    await say(shop, 'The dog barks at night.')
    await api.eraseCustomer({ tenantId: shop.tenantId, customerId: shop.customerId, actor: 'test' })
    expect([await embedded(shop.tenantId), await waiting(shop.tenantId)]).toEqual([[], 0])
  })
})

describe('when the service fails', () => {
  test('the job fails, the messages wait, and the next attempt gives each its vector', async () => {
    const shop = await newShop()
    const ids = await say(shop, 'The boiler hums at night.', 'Our dog is friendly.')
    double.embeddings.next({ status: 429, retryAfter: 9 })
    expect(await failureOf(work(shop))).toMatchObject({ kind: 'rate_limited', retryAfterSeconds: 9 })
    expect(await waiting(shop.tenantId)).toBe(2)
    await work(shop)
    expect((await embedded(shop.tenantId)).sort()).toEqual(by(SMALL, ids))
    const calls = await admin`
      select outcome from ai.model_calls where tenant_id = ${shop.tenantId} order by created_at`
    expect(calls.map(({ outcome }) => outcome)).toEqual(['rate_limited', 'ok'])
  })

  test('three times in a row it is left alone, and a job is queued for when it is asked again', async () => {
    const shop = await newShop()
    await say(shop, 'The boiler hums at night.')
    double.embeddings.next({ status: 503 }, { status: 503 }, { status: 503 })
    expect(await failureOf(work(shop))).toMatchObject({ kind: 'unavailable' })
    expect(await failureOf(work(shop))).toMatchObject({ kind: 'unavailable' })
    await admin`delete from pgboss.job where name = 'embed_messages' and singleton_key = ${shop.tenantId}`
    expect((await work(shop)).join()).toContain('embedding_postponed')
    expect(await jobs(shop.tenantId)).toBe(1)
    const before = double.embeddings.calls.length
    expect((await work(shop)).join()).toContain('provider_unwell')
    expect(double.embeddings.calls.length).toBe(before)
    expect(await api.getQueryModel({ tenantId: shop.tenantId, models: [SMALL] })).toBeNull()
  })

  test('on one text, the others get their vectors and it is given up, with the code of the service', async () => {
    const shop = await newShop()
    const [good, bad, fine] = await say(shop, 'The boiler hums.', 'poison in the pipes', 'Our dog is friendly.')
    double.embeddings.refuse('poison')
    await work(shop)
    expect((await embedded(shop.tenantId)).sort()).toEqual(by(SMALL, [good as string, fine as string]))
    const [row] = await admin`
      select message_id as id, error_code as code from memory.unembedded_messages where tenant_id = ${shop.tenantId}`
    expect(row).toEqual({ id: bad, code: 'invalid_request_error' })
    expect(await api.listUnembedded({ tenantId: shop.tenantId, model: SMALL })).toEqual([])
  })

  test('on the only text there is, it is given up after the third time', async () => {
    const shop = await newShop()
    await say(shop, 'poison in the pipes')
    double.embeddings.refuse('poison')
    expect(await failureOf(work(shop))).toMatchObject({ kind: 'invalid_request' })
    expect(await failureOf(work(shop))).toMatchObject({ kind: 'invalid_request' })
    await work(shop)
    expect(await waiting(shop.tenantId)).toBe(0)
  })

  test('texts that one job has in hand are left to it, and taken up again when it died', async () => {
    const shop = await newShop()
    const ids = await say(shop, 'The boiler hums at night.')
    const models = [SMALL]
    expect((await api.claimEmbeddings({ tenantId: shop.tenantId, models })).action).toBe('embed')
    expect((await work(shop)).join()).toContain('busy')
    try {
      await setClock(admin, new Date(Date.now() + 301_000))
      await work(shop)
    } finally {
      await resetClock(admin)
    }
    expect(await embedded(shop.tenantId)).toEqual(by(SMALL, ids))
  })
})

describe('another model', () => {
  const answering = (tenantId: string, models = [LARGE, SMALL, 'local']) => api.getQueryModel({ tenantId, models })

  test('is filled while the old one answers, takes over when it has everything, and the old vectors go', async () => {
    const shop = await newShop()
    const ids = await say(shop, 'The boiler hums at night.', 'Our dog is friendly.', 'Where is the technician?')
    await work(shop)
    await api.updateTenantSettings({ tenantId: shop.tenantId, settings: { embeddingModel: LARGE } })
    await api.claimEmbeddings({ tenantId: shop.tenantId, models: [SMALL, LARGE], limit: 1 })
    await admin`update memory.unembedded_messages set claimed_until = null where tenant_id = ${shop.tenantId}`
    expect(await answering(shop.tenantId)).toBe(SMALL)
    expect(await embedded(shop.tenantId)).toHaveLength(3)
    await work(shop)
    expect(await answering(shop.tenantId)).toBe(LARGE)
    expect((await embedded(shop.tenantId)).sort()).toEqual(by(LARGE, ids))
  })

  test('does not wait for messages from after the change, nor for those that were given up', async () => {
    const shop = await newShop()
    const [first] = await say(shop, 'The boiler hums at night.', 'poison in the pipes')
    await work(shop)
    await api.updateTenantSettings({ tenantId: shop.tenantId, settings: { embeddingModel: LARGE } })
    await api.followEmbeddingModel({ tenantId: shop.tenantId, models: [SMALL, LARGE] })
    await newTalk(admin, shop, shop.customerId, ['I am new here, hello.'], { at: '2099-01-01T00:00:00Z' })
    const listed = await api.listUnembedded({ tenantId: shop.tenantId, model: LARGE })
    const [vector] = await localEmbedder.embed(['x'])
    const rows = [{ messageId: first, embedding: vector }]
    await api.saveEmbeddings({ tenantId: shop.tenantId, model: LARGE, rows })
    expect(await answering(shop.tenantId)).toBe(SMALL)
    const messageId = listed.find(({ body }) => body?.includes('poison'))?.messageId ?? ''
    const refusal = { messageId, errorCode: 'invalid_request_error', othersPassed: true }
    expect(await api.refuseEmbeddings({ tenantId: shop.tenantId, ...refusal })).toBe(true)
    expect(await answering(shop.tenantId)).toBe(LARGE)
  })

  test('does not wait for notices of ours, which get no vector', async () => {
    const shop = await newShop()
    const received = await receive(admin, { to: shop.number, body: 'Water is dripping from the ceiling.' })
    await queueReply(admin, received, { key: 'a campaign', purpose: 'campaign', body: 'Spring offer: 10 % off!' })
    await work(shop)
    expect(await waiting(shop.tenantId)).toBe(0)
    await api.updateTenantSettings({ tenantId: shop.tenantId, settings: { embeddingModel: LARGE } })
    await work(shop)
    expect(await answering(shop.tenantId)).toBe(LARGE)
    expect(await embedded(shop.tenantId)).toHaveLength(1)
  })

  test('of the installation is followed by the sweep, an hour after the last change at the earliest', async () => {
    const shop = await newShop({ flags: {} })
    const ids = await say(shop, 'The boiler hums at night.')
    await work(shop, local)
    await admin`delete from pgboss.job where name = 'embed_messages'`
    await sweep(outside())
    expect(await jobs(shop.tenantId)).toBe(0)
    try {
      await setClock(admin, new Date(Date.now() + 3_601_000))
      await sweep(outside())
      expect(await jobs(shop.tenantId)).toBe(1)
      await api.setFeatureFlag({ tenantId: shop.tenantId, name: 'REAL_TIME_EMBEDDINGS', isEnabled: true })
      await work(shop)
    } finally {
      await resetClock(admin)
    }
    expect(await embedded(shop.tenantId)).toEqual(by(SMALL, ids))
  })

  const sweep = (embedders: ReturnType<typeof outside>) =>
    planEmbeddings({ api, embedders }).handle({}, context('plan_embeddings').given)
})

test('the list of what lacks a vector is the newest first, and goes on behind any of them', async () => {
  const shop = await newShop()
  const old = await newTalk(admin, shop, shop.customerId, ['The oldest message.'], { at: '2020-01-01T00:00:00Z' })
  const [first, second] = await say(shop, 'The boiler hums at night.', 'Our dog is friendly.')
  for (const model of [SMALL, 'local']) {
    if (model === 'local') await work(shop)
    const list = (limit: number, after?: string) =>
      api.listUnembedded({ tenantId: shop.tenantId, model, limit, ...(after ? { after } : {}) })
    const [a, b] = await list(2)
    expect([a?.messageId, b?.messageId]).toEqual([second, first] as string[])
    expect((await list(2, b?.messageId ?? '')).map(({ messageId }) => messageId)).toEqual([old.messageIds[0] ?? ''])
  }
})
