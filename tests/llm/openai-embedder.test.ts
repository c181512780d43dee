import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { createEmbedders } from '../../src/llm/embeddings/create-embedders.ts'
import type { EmbeddingCall } from '../../src/llm/embeddings/embedder.ts'
import { createOpenAiEmbedder, requestsOf } from '../../src/llm/embeddings/openai.ts'
import { embedAround } from '../../src/llm/embeddings/split.ts'
import { ModelError } from '../../src/llm/provider.ts'
import { type OpenAiDouble, startOpenAiDouble } from '../fakes/openai.ts'
import { meaningOf } from '../fakes/openai-embeddings.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { failureOf } from './failure.ts'

let double: OpenAiDouble
beforeAll(async () => {
  double = await startOpenAiDouble()
})
beforeEach(() => double.embeddings.refuse(null))
afterAll(() => double.stop())

const embedder = (model: 'text-embedding-3-small' | 'text-embedding-3-large' = 'text-embedding-3-small') =>
  createOpenAiEmbedder(model, { apiKey: double.apiKey, baseUrl: double.baseUrl })

describe('the embedder of OpenAI', () => {
  test('gives each text its own vector, asked for in base64, whatever the order of the answer', async () => {
    const calls: EmbeddingCall[] = []
    const texts = ['the boiler hums', 'a bill for Thursday', 'our dog Rex']
    const vectors = await embedder().embed(texts, { onCall: (call) => calls.push(call) })
    expect(vectors).toEqual(texts.map((text) => [...meaningOf(text, 1536)]))
    expect(double.embeddings.calls.at(-1)).toEqual({
      model: 'text-embedding-3-small',
      input: texts,
      encoding_format: 'base64',
    })
    expect(calls).toMatchObject([{ provider: 'openai', outcome: 'ok', model: 'text-embedding-3-small' }])
    expect(calls[0]?.inputTokens).toBeGreaterThan(0)
    expect(calls[0]?.requestId).toMatch(/^req_embedding_/)
  })

  test('asks the large model for 1,536 numbers', async () => {
    const [vector] = await embedder('text-embedding-3-large').embed(['the boiler hums'])
    expect(vector).toHaveLength(1536)
    expect(double.embeddings.calls.at(-1)?.dimensions).toBe(1536)
  })

  nativeOnly.test('spreads 2,049 texts over two requests', async () => {
    const before = double.embeddings.calls.length
    expect(await embedder().embed(Array.from({ length: 2049 }, (_, n) => `text ${n}`))).toHaveLength(2049)
    expect(double.embeddings.calls.slice(before).map(({ input }) => input.length)).toEqual([2048, 1])
  })

  test.each([
    ['one letter a token', 'q7'.repeat(9000)],
    ['three bytes a sign', '水'.repeat(9000)],
    ['four bytes a sign', '🔥'.repeat(9000)],
  ])('cuts an input to what surely fits, never within a sign: %s', (_name, text) => {
    const [[cut = ''] = []] = requestsOf([text])
    const bytes = Buffer.byteLength(cut)
    expect(bytes).toBeLessThanOrEqual(8192)
    expect(bytes).toBeGreaterThan(8192 - 4)
    expect(cut.isWellFormed()).toBe(true)
    expect(text.startsWith(cut)).toBe(true)
  })

  test('puts no more than 300,000 tokens into a request', () => {
    const requests = requestsOf(Array.from({ length: 100 }, () => 'x'.repeat(8000)))
    expect(requests.flat()).toHaveLength(100)
    for (const texts of requests) expect(texts.join('').length).toBeLessThanOrEqual(300_000)
  })

  test.each([
    ['a rate limit', { status: 429, retryAfter: 7 }, 'rate_limited'],
    ['a server that is down', { status: 503 }, 'unavailable'],
    ['a lost connection', { transport: 'drop' as const }, 'network'],
    ['an answer that is none', { transport: 'malformed' as const }, 'unavailable'],
    ['silence', { transport: 'hang' as const }, 'timeout'],
    ['half an answer', { transport: 'stall' as const }, 'timeout'],
  ])('says what went wrong, and tells of the call: %s', async (_name, step, kind) => {
    const calls: EmbeddingCall[] = []
    double.embeddings.next(step)
    const error = await failureOf(embedder().embed(['hello there'], { timeoutMs: 300, onCall: (c) => calls.push(c) }))
    expect(error.kind).toBe(kind as typeof error.kind)
    expect(calls).toMatchObject([{ outcome: kind, model: null }])
    if ('retryAfter' in step) expect(calls[0]?.retryAfterSeconds).toBe(7)
  })

  test('ends at the signal of the caller, and keeps no word of key or text in an error', async () => {
    const controller = new AbortController()
    double.embeddings.next({ transport: 'hang' })
    const arrived = double.nextRequest()
    const failed = failureOf(embedder().embed(['hello'], { signal: controller.signal }))
    await arrived
    controller.abort()
    expect((await failed).kind).toBe('aborted')
    const wrong = createOpenAiEmbedder('text-embedding-3-small', { apiKey: 'sk-wrong', baseUrl: double.baseUrl })
    expect(String(await failureOf(wrong.embed(['secret words'])))).toBe(
      'ModelError: openai: auth (401 invalid_api_key)',
    )
  })
})

test('without a key there is the local embedder alone; the preferred one comes first', () => {
  expect(createEmbedders({}).models).toEqual(['local'])
  const openai = { apiKey: 'k' }
  expect(createEmbedders({ openai }).models[0]).toBe('text-embedding-3-small')
  expect(createEmbedders({ openai, preferred: 'text-embedding-3-large' }).models[0]).toBe('text-embedding-3-large')
  expect(createEmbedders({ openai, preferred: 'local' }).models[0]).toBe('local')
  expect(createEmbedders({ preferred: 'text-embedding-3-large' }).models).toEqual(['local'])
})

describe('a text that the service does not take', () => {
  const around = async (texts: string[]) => {
    const embed = embedder()
    const came = { vectors: new Map<string, number[]>(), refused: [] as string[] }
    for await (const part of embedAround(texts, (items) => embed.embed(items))) {
      if ('refusal' in part) came.refused.push(part.item)
      else part.items.forEach((item, at) => void came.vectors.set(item, part.vectors[at] ?? []))
    }
    return came
  }

  test('keeps no other from its vector', async () => {
    double.embeddings.refuse('poison')
    const texts = Array.from({ length: 20 }, (_, n) => (n === 13 || n === 4 ? `poison ${n}` : `text ${n}`))
    const { vectors, refused } = await around(texts)
    expect(refused).toEqual(['poison 4', 'poison 13'])
    expect(vectors.size).toBe(18)
    expect(vectors.get('text 14')).toEqual([...meaningOf('text 14', 1536)])
  })

  test('is not blamed when the service takes none', async () => {
    double.embeddings.refuse('')
    const before = double.embeddings.calls.length
    expect((await failureOf(around(Array.from({ length: 64 }, (_, n) => `text ${n}`)))).status).toBe(400)
    expect(double.embeddings.calls.length - before).toBeLessThan(20)
  })

  test('is not looked for after other failures', async () => {
    double.embeddings.next({ status: 404, code: 'model_not_found' })
    expect(await failureOf(around(['one', 'two']))).toBeInstanceOf(ModelError)
    double.embeddings.next({ status: 429 })
    expect((await failureOf(around(['one', 'two']))).kind).toBe('rate_limited')
  })
})
