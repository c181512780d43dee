import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { createAnthropicProvider } from '../../src/llm/anthropic.ts'
import { createOpenAiProvider } from '../../src/llm/openai.ts'
import type { CompletionRequest, ModelProvider } from '../../src/llm/provider.ts'
import { startAnthropicDouble } from '../fakes/anthropic.ts'
import type { ModelStep } from '../fakes/model-double.ts'
import type { StreamManner } from '../fakes/model-stream.ts'
import { startOpenAiDouble } from '../fakes/openai.ts'
import { eventually } from '../jobs/queue-fixture.ts'
import { failureOf } from './failure.ts'

/** What the tests need of a double, whoever's requests it takes. */
interface Double {
  next(...steps: ModelStep[]): void
  stop(): Promise<void>
  left(): number
  calls: { stream?: boolean | null | undefined }[]
}

const doubles = {} as Record<'openai' | 'anthropic', Double>
const providers = {} as Record<'openai' | 'anthropic', ModelProvider>
const models = { openai: 'gpt-6-luna', anthropic: 'claude-opus-5-5' }
beforeAll(async () => {
  const openai = await startOpenAiDouble()
  const anthropic = await startAnthropicDouble()
  Object.assign(doubles, { openai, anthropic })
  providers.openai = createOpenAiProvider({ apiKey: openai.apiKey, baseUrl: openai.baseUrl })
  providers.anthropic = createAnthropicProvider({ apiKey: anthropic.apiKey, baseUrl: anthropic.baseUrl })
})
afterAll(() => Promise.all([doubles.openai.stop(), doubles.anthropic.stop()]))

const LONG = 'Your visit is on Monday at 9 — “Größe M”, naïve 🚿 fittings, 水道. See you then!\n'

describe.each(['openai', 'anthropic'] as const)('a stream of %s', (name) => {
  const request = (over: Partial<CompletionRequest> = {}): CompletionRequest => ({
    model: models[name],
    instructions: 'Answer as the front desk.',
    turns: [{ role: 'user', content: 'When do you come?' }],
    maxOutputTokens: 300,
    timeoutMs: 10_000,
    ...over,
  })
  async function run(step: ModelStep, over: Partial<CompletionRequest> = {}) {
    const heard: string[] = []
    doubles[name].next(step)
    const result = await providers[name].complete(request({ onText: (delta) => heard.push(delta), ...over }))
    return { heard, result }
  }
  async function fail(stream: StreamManner, over: Partial<CompletionRequest> = {}) {
    const heard: string[] = []
    doubles[name].next({ text: LONG, stream })
    const onText = (delta: string) => heard.push(delta)
    return { heard, error: await failureOf(providers[name].complete(request({ onText, ...over }))) }
  }
  const breaks = (how: 'drop' | 'end' | 'stall' | 'garbage' | 'error', code?: string): StreamManner => ({
    breaks: { afterTokens: 8, how, ...(code !== undefined && { code }) },
  })

  test('tells the text as it comes and ends in the same result as a call in one piece', async () => {
    const step = { text: LONG, cachedTokens: 3 }
    doubles[name].next(step)
    const { latencyMs: _, requestId, ...whole } = await providers[name].complete(request())
    const { heard, result } = await run(step)
    expect(heard.length).toBeGreaterThan(8)
    expect(heard.join('')).toBe(LONG)
    expect(result).toMatchObject({ ...whole, text: LONG, cachedInputTokens: 3, stopReason: 'end' })
    expect(result.requestId).toMatch(new RegExp(`^req_${name}_\\d+$`))
    expect(result.requestId).not.toBe(requestId)
    expect(doubles[name].calls.at(-1)?.stream).toBe(true)
  })

  test('cut into pieces of five bytes, events and characters cut in two, loses nothing', async () => {
    const { heard, result } = await run({ text: LONG, stream: { chunkBytes: 5 } })
    expect([heard.join(''), result.text]).toEqual([LONG, LONG])
  })

  test('brings calls of tools whole, and the vendor its own turn as it was', async () => {
    const look = { name: 'look_up', arguments: { of: 'water heater', deep: [1, { size: 'Größe' }] } }
    const over = {
      tools: [{ name: 'look_up', description: 'Look up', parameters: { type: 'object', properties: {} } }],
    }
    const first = await run({ calls: [look], text: 'One moment.' }, over)
    expect(first.heard.join('')).toBe('One moment.')
    expect(first.result).toMatchObject({ stopReason: 'tools', toolCalls: [look] })
    const { toolCalls: calls = [], raw = [] } = first.result
    const results = calls.map(({ id }) => ({ id, output: '{}', isError: false }))
    // The double refuses a turn that is not exactly what it wrote, thoughts and seals included.
    const second = await run({ text: 'Here.' }, { ...over, exchanges: [{ provider: name, calls, results, raw }] })
    expect(second.result.text).toBe('Here.')
  })

  test('that hit the output limit is given back with stop reason length', async () => {
    expect((await run({ stop: 'length', text: 'Your visit' })).result).toMatchObject({
      text: 'Your visit',
      stopReason: 'length',
    })
  })

  test('a refusal is told from an answer, with what it cost', async () => {
    doubles[name].next({ stop: 'refusal' })
    const error = await failureOf(providers[name].complete(request({ onText: () => {} })))
    expect(error).toMatchObject({ kind: 'refused', usage: { stopReason: 'refusal', inputTokens: 11 } })
  })

  test('an answer refused by its status fails before any text, as without a stream', async () => {
    doubles[name].next({ status: 429, retryAfter: 7 })
    const heard: string[] = []
    const error = await failureOf(providers[name].complete(request({ onText: (delta) => heard.push(delta) })))
    expect(error).toMatchObject({ kind: 'rate_limited', status: 429, retryAfterSeconds: 7 })
    expect(heard).toEqual([])
  })

  test.each([
    ['drop', 'network'],
    ['end', 'network'],
    ['garbage', 'unavailable'],
    ['error', 'unavailable'],
  ] as const)('that breaks by %s after some text is %s, never half an answer', async (how, kind) => {
    const { heard, error } = await fail(breaks(how))
    expect(error.kind).toBe(kind)
    expect(LONG.startsWith(heard.join(''))).toBeTrue()
    expect(heard.length).toBeLessThanOrEqual(8)
    expect(Bun.inspect(error, { depth: 10 })).not.toContain('secret')
  })

  test('that falls silent is a time-out long before the call is', async () => {
    const started = performance.now()
    const left = doubles[name].left()
    const { error } = await fail(breaks('stall'), { stallMs: 120, timeoutMs: 60_000 })
    expect(error).toMatchObject({ kind: 'timeout', code: 'stalled' })
    // Whoever is no longer listened to must know, or writes on at our cost.
    await eventually(async () => doubles[name].left() > left || undefined, 'the end of the connection')
    expect(performance.now() - started).toBeLessThan(20_000)
  })

  test('that never ends is cut by the time-out of the call', async () => {
    const { error } = await fail(breaks('stall'), { timeoutMs: 120 })
    expect(error).toMatchObject({ kind: 'timeout', code: undefined })
  })

  test("the caller's abort ends it at once, and nothing is told afterwards", async () => {
    const caller = new AbortController()
    const heard: string[] = []
    const left = doubles[name].left()
    doubles[name].next({ text: LONG, stream: { tokensPerSecond: 200 } })
    const onText = (delta: string) => {
      heard.push(delta)
      if (heard.length === 2) caller.abort()
    }
    const error = await failureOf(providers[name].complete(request({ onText, signal: caller.signal })))
    expect(error.kind).toBe('aborted')
    const told = heard.length
    await eventually(async () => doubles[name].left() > left || undefined, 'the end of the connection')
    expect(heard).toHaveLength(told)
  })

  test('an answer that is no stream of events is no answer', async () => {
    doubles[name].next({ transport: 'malformed' })
    const error = await failureOf(providers[name].complete(request({ onText: () => {} })))
    expect(error).toMatchObject({ kind: 'unavailable', code: 'bad_response' })
  })
})

test('what OpenAI says on the way to its answer is not streamed as the answer', async () => {
  const heard: string[] = []
  doubles.openai.next({ text: 'On Monday.', commentary: 'Checking the calendar.' })
  const { text } = await providers.openai.complete({
    model: 'gpt-6-luna',
    instructions: '',
    turns: [{ role: 'user', content: 'When?' }],
    maxOutputTokens: 300,
    timeoutMs: 10_000,
    onText: (delta) => heard.push(delta),
  })
  expect([heard.join(''), text]).toEqual(['On Monday.', 'On Monday.'])
})

test.each([
  ['openai', 'rate_limit_exceeded', 'rate_limited'],
  ['openai', 'bio_policy', 'refused'],
  ['anthropic', 'overloaded_error', 'unavailable'],
  ['anthropic', 'rate_limit_error', 'rate_limited'],
] as const)('an error event of %s with %s is %s', async (name, code, kind) => {
  doubles[name].next({ text: LONG, stream: { breaks: { afterTokens: 2, how: 'error', code } } })
  const asked = { model: models[name], instructions: '', maxOutputTokens: 300, timeoutMs: 10_000, onText: () => {} }
  const turns = [{ role: 'user' as const, content: 'When?' }]
  expect(await failureOf(providers[name].complete({ ...asked, turns }))).toMatchObject({ kind, code })
})
