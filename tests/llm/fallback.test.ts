import { afterAll, beforeAll, beforeEach, expect, test } from 'bun:test'
import type { Attempt, FallbackRequest, PlanEntry } from '../../src/llm/fallback.ts'
import { completeWithFallback } from '../../src/llm/fallback.ts'
import type { Providers } from '../../src/llm/providers.ts'
import { createProviders } from '../../src/llm/providers.ts'
import type { AnthropicCall } from '../fakes/anthropic.ts'
import { startAnthropicDouble } from '../fakes/anthropic.ts'
import type { ModelDouble } from '../fakes/model-double.ts'
import type { OpenAiCall } from '../fakes/openai.ts'
import { startOpenAiDouble } from '../fakes/openai.ts'
import { failureOf } from './failure.ts'

let openai: ModelDouble<OpenAiCall>
let anthropic: ModelDouble<AnthropicCall>
let providers: Providers
let attempts: Attempt[]
beforeAll(async () => {
  openai = await startOpenAiDouble()
  anthropic = await startAnthropicDouble()
  providers = createProviders({ openai, anthropic })
})
afterAll(() => Promise.all([openai.stop(), anthropic.stop()]))
beforeEach(() => {
  attempts = []
  openai.requests.splice(0)
  anthropic.requests.splice(0)
})

const luna: PlanEntry = { provider: 'openai', model: 'gpt-6-luna', timeoutMs: 3_000 }
const haiku: PlanEntry = { provider: 'anthropic', model: 'claude-haiku-5-5', timeoutMs: 3_000 }
const local: PlanEntry = { provider: 'local', model: 'local', timeoutMs: 0 }
const ask = (plan: PlanEntry[], over: Partial<FallbackRequest> = {}, by = providers) =>
  completeWithFallback(
    by,
    plan,
    {
      instructions: 'Be brief.',
      turns: [{ role: 'user', content: 'hi' }],
      maxOutputTokens: 100,
      deadlineMs: 5_000,
      ...over,
    },
    (attempt) => attempts.push(attempt),
  )

test('the first provider that answers is used, the others are not asked', async () => {
  openai.next({ text: 'From the first.', cachedTokens: 1 })
  const answer = await ask([luna, haiku, local])
  expect(answer).toMatchObject({ provider: 'openai', result: { text: 'From the first.' } })
  expect(anthropic.requests).toHaveLength(0)
  expect(attempts).toMatchObject([
    {
      provider: 'openai',
      requestedModel: 'gpt-6-luna',
      model: 'gpt-6-luna-2026-09-01',
      outcome: 'ok',
      stopReason: 'end',
      cachedInputTokens: 1,
      code: null,
      status: null,
    },
  ])
})

test.each([
  [
    { status: 429, retryAfter: 9 },
    { outcome: 'rate_limited', status: 429, retryAfterSeconds: 9 },
  ],
  [{ status: 500 }, { outcome: 'unavailable', status: 500 }],
  [{ status: 400 }, { outcome: 'invalid_request', status: 400 }],
  [{ transport: 'drop' as const }, { outcome: 'network', status: null }],
])('after %j the next provider answers, and both attempts are reported', async (step, reported) => {
  openai.next(step)
  expect(await ask([luna, haiku])).toMatchObject({ provider: 'anthropic' })
  expect(attempts).toMatchObject([
    { provider: 'openai', model: null, inputTokens: 0, ...reported },
    { provider: 'anthropic', outcome: 'ok' },
  ])
})

test('a refusal goes on to the next provider and its tokens are reported, for they are charged', async () => {
  openai.next({ stop: 'refusal' })
  expect(await ask([luna, haiku])).toMatchObject({ provider: 'anthropic' })
  expect(attempts[0]).toMatchObject({ outcome: 'refused', stopReason: 'refusal', inputTokens: 3 })
})

test('an entry that hangs costs its own time-out, then the next one answers', async () => {
  openai.next({ transport: 'hang' })
  expect(await ask([{ ...luna, timeoutMs: 200 }, haiku])).toMatchObject({ provider: 'anthropic' })
  expect(attempts[0]?.outcome).toBe('timeout')
  expect(attempts[0]?.latencyMs).toBeGreaterThanOrEqual(50)
})

test('when all fail and the plan ends in local, the caller is told to answer locally', async () => {
  openai.next({ status: 500 })
  anthropic.next({ status: 529 })
  expect(await ask([luna, haiku, local])).toEqual({ provider: 'local' })
  expect(attempts.map((attempt) => attempt.outcome)).toEqual(['unavailable', 'unavailable'])
})

test('local ends the plan: what stands behind it is not asked', async () => {
  expect(await ask([local, luna])).toEqual({ provider: 'local' })
  expect(openai.requests).toHaveLength(0)
  expect(attempts).toEqual([])
})

test('when all fail and there is no local, the last error is thrown', async () => {
  openai.next({ status: 500 })
  anthropic.next({ status: 429, retryAfter: 3 })
  expect(await failureOf(ask([luna, haiku]))).toMatchObject({ kind: 'rate_limited', retryAfterSeconds: 3 })
})

test('the overall deadline cuts the call under way, skips further calls and still lets local answer', async () => {
  openai.next({ transport: 'hang' })
  const started = performance.now()
  expect(await ask([luna, haiku, local], { deadlineMs: 200 })).toEqual({ provider: 'local' })
  expect(performance.now() - started).toBeLessThan(5_000)
  expect(attempts.map((attempt) => [attempt.provider, attempt.outcome])).toEqual([['openai', 'timeout']])
  expect(anthropic.requests).toHaveLength(0)
})

test('a deadline that has passed already makes no call at all', async () => {
  expect(await failureOf(ask([luna, haiku], { deadlineMs: 0 }))).toMatchObject({ kind: 'timeout', code: 'deadline' })
  expect([openai.requests.length, anthropic.requests.length]).toEqual([0, 0])
})

test("the caller's abort ends the plan: no other provider, no local answer", async () => {
  const caller = new AbortController()
  openai.next({ transport: 'hang' })
  const arrived = openai.nextRequest()
  const failing = failureOf(ask([luna, haiku, local], { signal: caller.signal }))
  await arrived
  caller.abort()
  expect((await failing).kind).toBe('aborted')
  expect(anthropic.requests).toHaveLength(0)
  expect(attempts.map((attempt) => attempt.outcome)).toEqual(['aborted'])
})

test('only providers with a key exist, and entries of the others are passed over without an attempt', async () => {
  const one = createProviders({ openai: { apiKey: '' }, anthropic })
  expect(Object.keys(one)).toEqual(['anthropic'])
  expect(await ask([luna, haiku], {}, one)).toMatchObject({ provider: 'anthropic' })
  expect(attempts.map((attempt) => attempt.provider)).toEqual(['anthropic'])
})

test('without any key the plan leads to local, or fails plainly when there is none', async () => {
  const none = createProviders({})
  expect(await ask([luna, haiku, local], {}, none)).toEqual({ provider: 'local' })
  expect(await failureOf(ask([luna], {}, none))).toMatchObject({ kind: 'unavailable', code: 'no_provider' })
})

/** The text as a listener has it, each generation apart. */
const listening = () => {
  const generations = ['']
  const told = (delta: string) => generations.push(`${generations.pop()}${delta}`)
  return { generations, onText: told, onRestart: () => generations.push('') }
}

test('streamed, a provider that fails before its first piece of text is passed over in silence', async () => {
  for (const step of [
    { status: 500 },
    { text: 'Never.', stream: { breaks: { afterTokens: 0, how: 'error' as const } } },
  ]) {
    const { generations, ...heard } = listening()
    openai.next(step)
    anthropic.next({ text: 'From the second.' })
    expect(await ask([luna, haiku], heard)).toMatchObject({ provider: 'anthropic' })
    expect(generations).toEqual(['From the second.'])
  }
})

test('streamed, text of a provider that dies is declared void, and the next one begins anew', async () => {
  const { generations, ...heard } = listening()
  openai.next({ text: 'We come on Monday.', stream: { breaks: { afterTokens: 2, how: 'error' } } })
  anthropic.next({ text: 'On Tuesday.' })
  expect(await ask([luna, haiku], heard)).toMatchObject({ result: { text: 'On Tuesday.' } })
  expect(generations).toEqual(['We come', 'On Tuesday.'])
  expect(attempts.map(({ outcome }) => outcome)).toEqual(['unavailable', 'ok'])
})

test('streamed, text before a local answer or a failure of all is void too, and an abort tells of nothing', async () => {
  const step = { text: 'We come on Monday.', stream: { breaks: { afterTokens: 2, how: 'error' as const } } }
  for (const plan of [[luna, local], [luna]]) {
    const { generations, ...heard } = listening()
    openai.next(step)
    await ask(plan, heard).catch(() => null)
    expect(generations).toEqual(['We come', ''])
  }
  const caller = new AbortController()
  const { generations, onText, onRestart } = listening()
  openai.next({ text: 'We come on Monday.', stream: { breaks: { afterTokens: 1, how: 'stall' } } })
  const telling = (delta: string) => {
    onText(delta)
    caller.abort()
  }
  const failing = failureOf(ask([luna, haiku, local], { onText: telling, onRestart, signal: caller.signal }))
  expect((await failing).kind).toBe('aborted')
  expect(generations).toEqual(['We'])
})
