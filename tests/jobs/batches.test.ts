import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import { submitAll } from '../../src/cli/batch-run.ts'
import { createProgress } from '../../src/cli/progress.ts'
import type { Sql } from '../../src/db/connect.ts'
import { vectorOf } from '../fakes/openai-batch-lines.ts'
import { resetClock, setClock } from '../fixtures/clock.ts'
import { testDatabase } from '../fixtures/database.ts'
import { nativeOnly, testServer } from '../fixtures/lane.ts'
import { type BatchShop, batchShop, type ShopOptions } from './batch-fixture.ts'

let admin: Sql
const shops: BatchShop[] = []
const newShop = async (options?: ShopOptions) => {
  const shop = await batchShop(options)
  shops.push(shop)
  return shop
}
beforeAll(async () => {
  admin = (await testDatabase()).admin
})
afterEach(() => resetClock(admin))
afterAll(async () => {
  await Promise.all(shops.map((shop) => shop.close()))
})

const only = async (shop: BatchShop) => {
  const [batch, ...others] = await shop.all()
  if (!batch || others.length > 0) throw new Error('not one batch')
  return batch
}
const openai = async (shop: BatchShop) => (await only(shop)).openaiBatchId ?? ''

test('a night of embeddings: composed for who has the flag, sent, polled, and every message has its vector, its files deleted', async () => {
  const shop = await newShop()
  await shop.api.enqueueNightlyBatches()
  await shop.work()
  const submitted = await only(shop)
  expect(submitted).toMatchObject({
    jobType: 'embeddings',
    status: 'submitted',
    openaiStatus: 'validating',
    totalRequests: 4,
  })
  const input = shop.batches.input(submitted.openaiBatchId ?? '')
  expect(input.map(({ body }) => body.input).sort()).toEqual(shop.said)
  expect(shop.batches.batches.get(submitted.openaiBatchId ?? '')?.metadata).toEqual({ rapport_batch_id: submitted.id })

  shop.batches.settle(submitted.openaiBatchId ?? '', 'completed')
  await shop.poll()
  expect(await only(shop)).toMatchObject({ status: 'completed', completedRequests: 4, failedRequests: 0, error: null })
  const vectors = await shop.vectors()
  expect(vectors.map(({ messageId }) => messageId)).toEqual([...shop.messageIds].sort())
  for (const { messageId, embedding } of vectors) {
    const wanted = vectorOf(shop.said[shop.messageIds.indexOf(messageId)] ?? '')
    const kept = JSON.parse(embedding) as number[]
    expect(Math.max(...kept.map((value, at) => Math.abs(value - (wanted[at] ?? 9))))).toBeLessThan(0.0001)
  }
  expect([...shop.batches.files]).toEqual([])
  // Nothing is left to do, and nothing is done twice.
  await shop.api.enqueueNightlyBatches()
  await shop.work()
  expect(await shop.all()).toHaveLength(1)
})

nativeOnly.test('its cost is half the price of the tokens used, and the other half is what it saved', async () => {
  const shop = await newShop()
  await shop.begin()
  await shop.work()
  shop.batches.settle(await openai(shop), 'completed')
  await shop.poll()
  const { inputTokens, costUsd, savingsUsd, unpricedRequests } = await only(shop)
  expect(inputTokens).toBe(shop.said.reduce((sum, text) => sum + Math.ceil(text.length / 4), 0))
  expect(Number(costUsd)).toBeCloseTo((inputTokens * 0.02) / 1_000_000 / 2, 12)
  expect([savingsUsd, unpricedRequests]).toEqual([costUsd, 0])

  // It counts as usage of the day, and a limit that it reaches is noticed.
  await shop.poll()
  const { rows } = await shop.api.getUsage({ tenantId: shop.tenantId, by: ['purpose', 'channel'] })
  expect(rows).toEqual([
    expect.objectContaining({
      purpose: 'batch_embeddings',
      channel: 'none',
      calls: shop.said.length,
      inputTokens,
      costUsd: Number(Number(costUsd).toFixed(6)),
      meanLatencyMs: null,
    }),
  ])
})

describe('every state of OpenAI', () => {
  test.skipIf(!testServer).each(['validating', 'in_progress', 'finalizing'] as const)(
    '%s is waited for',
    async (status) => {
      const shop = await newShop({ messages: 1 })
      await shop.begin()
      await shop.work()
      const batch = shop.batches.batches.get(await openai(shop))
      if (batch) batch.status = status
      await shop.poll()
      expect(await only(shop)).toMatchObject({ status: 'submitted', openaiStatus: status })
      expect(await shop.vectors()).toEqual([])
    },
  )

  nativeOnly.test('failed frees its requests for the next batch, without counting against them', async () => {
    const shop = await newShop()
    shop.batches.retire('text-embedding-3-small')
    await shop.begin()
    await shop.work()
    await shop.poll()
    expect(await only(shop)).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('model_not_found (line 1)'),
    })
    expect(await shop.items()).toEqual([])
    await shop.begin()
    expect((await shop.items()).map(({ state, attempts }) => [state, attempts])).toEqual(Array(4).fill(['claimed', 1]))
  })

  nativeOnly.test(
    'expired: what was done is kept and paid for, the rest is in the next batch as a second attempt',
    async () => {
      const shop = await newShop()
      const late = new Set([0, 1].map((n) => `emb-${shop.messageIds[n]}`))
      shop.batches.answer(({ customId }) => (late.has(customId) ? 'late' : 'ok'))
      await shop.begin()
      await shop.work()
      shop.batches.settle(await openai(shop), 'expired')
      await shop.poll()
      const batch = await only(shop)
      expect(batch).toMatchObject({ status: 'expired', completedRequests: 2, failedRequests: 2 })
      expect(Number(batch.costUsd)).toBeGreaterThan(0)
      expect(await shop.vectors()).toHaveLength(2)
      await shop.begin()
      expect((await shop.items()).filter(({ state }) => state !== 'done')).toEqual([
        ...[...late].sort().map((customId) => ({ customId, state: 'failed', attempts: 1, lastError: 'batch_expired' })),
        ...[...late].sort().map((customId) => ({ customId, state: 'claimed', attempts: 2, lastError: null })),
      ])
    },
  )

  nativeOnly.test('cancelled: by us, with what was done by then; the rest is free again', async () => {
    const shop = await newShop()
    shop.batches.answer(({ customId }) => (customId === `emb-${shop.messageIds[0]}` ? 'ok' : 'late'))
    const batchId = (await shop.begin()) ?? ''
    await shop.work()
    expect(await shop.api.cancelBatch({ tenantId: shop.tenantId, batchId })).toMatchObject({ isCancelRequested: true })
    await shop.work()
    expect(await only(shop)).toMatchObject({ status: 'submitted', openaiStatus: 'cancelling' })
    shop.batches.settle(await openai(shop), 'cancelled')
    await shop.poll()
    expect(await only(shop)).toMatchObject({ status: 'cancelled', completedRequests: 1, failedRequests: 0 })
    expect(await shop.items()).toHaveLength(1)
  })

  test('cancelled before OpenAI knows of it costs nothing and sends nothing', async () => {
    const shop = await newShop()
    const batchId = (await shop.begin()) ?? ''
    await shop.api.cancelBatch({ tenantId: shop.tenantId, batchId })
    await shop.work()
    expect(await only(shop)).toMatchObject({ status: 'cancelled', openaiBatchId: null })
    expect([shop.batches.files.size, (await shop.items()).length]).toEqual([0, 0])
  })
})

nativeOnly.test(
  'answers that failed, in neither file, unreadable or repeated: the good ones are kept once, the others tried five times',
  async () => {
    const shop = await newShop({ messages: 6 })
    const custom = (n: number) => `emb-${shop.messageIds[n]}`
    shop.batches.answer(({ customId }) => {
      if (customId === custom(0)) return { fail: 400, code: 'context_length_exceeded' }
      if (customId === custom(1)) return { fail: 500 }
      if (customId === custom(2)) return 'missing'
      if (customId === custom(3)) return 'garbage'
      return customId === custom(4) ? 'twice' : 'ok'
    })
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      const batchId = await shop.begin()
      if (attempt === 6) expect(batchId).toBeNull()
      else {
        await shop.work()
        const [batch] = await shop.all()
        shop.batches.settle(batch?.openaiBatchId ?? '', 'completed')
        await shop.poll()
      }
    }
    const items = await shop.items()
    expect(items.filter(({ state }) => state === 'done').map(({ customId }) => customId)).toEqual(
      [custom(4), custom(5)].sort(),
    )
    const last = items.filter(({ attempts }) => attempts === 5)
    expect(Object.fromEntries(last.map(({ customId, lastError }) => [customId, lastError]))).toEqual({
      [custom(0)]: 'context_length_exceeded',
      [custom(1)]: 'invalid_request_error',
      [custom(2)]: 'missing',
      [custom(3)]: 'missing',
    })
    expect(await shop.vectors()).toHaveLength(2)
    const batches = await shop.all()
    expect(batches.at(-1)).toMatchObject({ completedRequests: 2, failedRequests: 4 })
  },
)

nativeOnly.test(
  'a customer who is erased, and a text that is changed, before the answer comes get no vector',
  async () => {
    const shop = await newShop()
    await shop.begin()
    await shop.work()
    shop.batches.settle(await openai(shop), 'completed')
    await admin`update memory.messages set body = 'Something else altogether.' where id = ${shop.messageIds[0] ?? ''}`
    await shop.poll()
    expect(await only(shop)).toMatchObject({ status: 'completed', completedRequests: 3, droppedRequests: 1 })
    expect((await shop.vectors()).map(({ messageId }) => messageId)).not.toContain(shop.messageIds[0] ?? '')

    const erased = await newShop()
    await erased.begin()
    await erased.work()
    erased.batches.settle(await openai(erased), 'completed')
    await erased.staff.eraseCustomer({ tenantId: erased.tenantId, customerId: erased.customerId, actor: 'a test' })
    expect(await erased.items()).toEqual([])
    await erased.poll()
    expect(await only(erased)).toMatchObject({ status: 'completed', completedRequests: 0, failedRequests: 0 })
    expect(await erased.vectors()).toEqual([])
  },
)

describe('a crash or a lost answer', () => {
  test('between upload and its record: the orphan is deleted, and the file is sent again', async () => {
    const shop = await newShop()
    shop.batches.mishap('upload', 'answer_lost')
    await shop.begin()
    await shop.work()
    expect(await only(shop)).toMatchObject({ status: 'pending', error: expect.stringContaining('network') })
    const [orphan] = shop.batches.files.keys()
    await shop.poll()
    expect(await only(shop)).toMatchObject({ status: 'submitted', error: null })
    expect([...shop.batches.files.keys()]).not.toContain(orphan ?? '')
    expect(shop.batches.files.size).toBe(1)
  })

  test('between creation and its record: the batch is found at OpenAI, not created a second time', async () => {
    const shop = await newShop()
    shop.batches.mishap('create', 'answer_lost')
    await shop.begin()
    await shop.work()
    expect(await only(shop)).toMatchObject({ status: 'pending', openaiBatchId: null })
    await shop.poll()
    expect(await only(shop)).toMatchObject({ status: 'submitted' })
    expect(shop.batches.batches.size).toBe(1)
  })

  nativeOnly.test(
    'a creation that never arrived is repeated, but not before ten minutes have shown that it did not',
    async () => {
      const shop = await newShop()
      shop.batches.mishap('create', 'drop')
      const begun = Date.now()
      await shop.begin()
      await shop.work()
      await shop.poll()
      expect([(await only(shop)).status, shop.batches.batches.size]).toEqual(['pending', 0])
      await setClock(admin, new Date(begun + 11 * 60_000))
      await shop.poll()
      expect([(await only(shop)).status, shop.batches.batches.size]).toEqual(['submitted', 1])
    },
  )

  nativeOnly.test(
    'too many requests, a key that is turned away or a server that fails leave it for the next poll',
    async () => {
      const shop = await newShop({ messages: 1 })
      shop.batches.mishap('upload', { status: 429 }, { status: 401 })
      shop.batches.mishap('create', { status: 429 })
      await shop.begin()
      await shop.work()
      expect(await only(shop)).toMatchObject({
        status: 'pending',
        error: 'upload rate_limited 429 rate_limit_exceeded',
      })
      await shop.poll()
      expect(await only(shop)).toMatchObject({ status: 'pending', error: expect.stringContaining('auth') })
      await shop.poll()
      expect(await only(shop)).toMatchObject({
        status: 'pending',
        error: expect.stringContaining('create rate_limited'),
      })
      await shop.poll()
      expect(await only(shop)).toMatchObject({ status: 'submitted', error: null })
    },
  )
})

nativeOnly.test('what OpenAI refuses at once is given up by the command for now, and free for the next', async () => {
  const shop = await newShop()
  // One refusal for each time it might be sent again.
  shop.batches.mishap('create', ...Array(5).fill({ status: 400, code: 'invalid_request_error' }))
  const { api, client, tenantId } = shop
  const kind = { tenantId, jobType: 'embeddings', model: null }
  const batches = await submitAll({ api, client, progress: createProgress({ write: () => true, isTTY: false }) }, kind)
  expect(batches.map(({ status }) => status)).toEqual(['failed'])
  expect(await shop.begin()).not.toBeNull()
})

nativeOnly.test('one that is cancelled while nobody knows whether OpenAI has it is not created after all', async () => {
  const shop = await newShop()
  const begun = Date.now()
  const batchId = (await shop.begin()) ?? ''
  shop.batches.mishap('create', 'drop')
  await shop.work()
  await shop.api.cancelBatch({ tenantId: shop.tenantId, batchId })
  await setClock(admin, new Date(begun + 11 * 60_000))
  await shop.poll()
  expect([(await only(shop)).status, shop.batches.batches.size, shop.batches.files.size]).toEqual(['cancelled', 0, 0])
  expect(await shop.items()).toEqual([])
})

test('two that compose at the same time never claim one message twice, and a second batch takes only what is new', async () => {
  const shop = await newShop()
  const begun = await Promise.all([shop.begin(), shop.begin(), shop.begin()])
  expect(begun.filter((id) => id !== null)).toHaveLength(1)
  const ids = (await shop.items()).map(({ customId }) => customId)
  expect(new Set(ids).size).toBe(4)
  const twice = await admin`
    insert into ai.batch_items (tenant_id, batch_id, custom_id, job_type, message_id)
    select tenant_id, batch_id, 'x', job_type, message_id from ai.batch_items where tenant_id = ${shop.tenantId} limit 1`.then(
    () => null,
    (error: { code: string }) => error.code,
  )
  expect(twice).toBe('23505')
})
