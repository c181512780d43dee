import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import { createAnthropicProvider } from '../../src/llm/anthropic.ts'
import type { CompletionRequest } from '../../src/llm/provider.ts'
import type { AnthropicCall } from '../fakes/anthropic.ts'
import { startAnthropicDouble } from '../fakes/anthropic.ts'
import type { ModelDouble, ModelStep } from '../fakes/model-double.ts'
import { failureOf } from './failure.ts'

let double: ModelDouble<AnthropicCall>
beforeAll(async () => {
  double = await startAnthropicDouble()
})
afterAll(() => double.stop())
afterEach(() => double.requests.splice(0))

const request = (over: Partial<CompletionRequest> = {}): CompletionRequest => ({
  model: 'claude-haiku-5-5',
  instructions: 'Answer as the front desk.',
  turns: [{ role: 'user', content: 'my gate code is 4711' }],
  maxOutputTokens: 300,
  timeoutMs: 5_000,
  ...over,
})
const provider = () => createAnthropicProvider({ apiKey: double.apiKey, baseUrl: double.baseUrl })
const failWith = (step: ModelStep, over: Partial<CompletionRequest> = {}) => {
  double.next(step)
  return failureOf(provider().complete(request(over)))
}

describe('an answered call', () => {
  test('counts cached input as part of all input, which Anthropic does not', async () => {
    double.next({ text: 'Monday.', cachedTokens: 5, cacheWriteTokens: 4 })
    expect(await provider().complete(request())).toMatchObject({
      text: 'Monday.',
      model: 'claude-haiku-5-5',
      inputTokens: 12,
      cachedInputTokens: 5,
      outputTokens: 2,
      stopReason: 'end',
      requestId: expect.stringMatching(/^req_anthropic_\d+$/),
    })
  })

  test('sends key and version headers, limit, effort and the opaque user id, and never a thinking setting', async () => {
    await provider().complete(request({ safetyIdentifier: 'c-0192', effort: 'low' }))
    expect(double.calls.at(-1)).toEqual({
      model: 'claude-haiku-5-5',
      max_tokens: 300,
      system: 'Answer as the front desk.',
      messages: [{ role: 'user', content: 'my gate code is 4711' }],
      metadata: { user_id: 'c-0192' },
      output_config: { effort: 'low' },
    })
  })

  test('of a thinking model holds the answer without the thoughts', async () => {
    double.next({ text: 'Monday.' })
    expect((await provider().complete(request({ model: 'claude-opus-5-5' }))).text).toBe('Monday.')
  })

  test('that hit the output limit is given back with stop reason length', async () => {
    double.next({ stop: 'length', text: 'Your visit' })
    expect(await provider().complete(request())).toMatchObject({ text: 'Your visit', stopReason: 'length' })
  })
})

describe('turns', () => {
  test('of one role in a row become one, and turns without text go', async () => {
    await provider().complete(
      request({
        turns: [
          { role: 'user', content: 'hi' },
          { role: 'user', content: 'no heat' },
          { role: 'assistant', content: '  ' },
          { role: 'user', content: 'hello?' },
        ],
      }),
    )
    expect(double.calls.at(-1)?.messages).toEqual([{ role: 'user', content: 'hi\nno heat\nhello?' }])
  })

  test('that the business began are put behind a turn of the user, so that Anthropic takes them', async () => {
    await provider().complete(
      request({
        turns: [
          { role: 'assistant', content: 'Time for your tune-up?' },
          { role: 'user', content: 'yes' },
        ],
      }),
    )
    expect(double.calls.at(-1)?.messages.map((message) => message.role)).toEqual(['user', 'assistant', 'user'])
    expect(double.calls.at(-1)?.messages[1]?.content).toBe('Time for your tune-up?')
  })

  test('are left unchanged in the hands of the caller', async () => {
    const turns = [
      { role: 'user' as const, content: 'a' },
      { role: 'user' as const, content: 'b' },
    ]
    await provider().complete(request({ turns }))
    expect(turns.map((turn) => turn.content)).toEqual(['a', 'b'])
  })
})

describe('a call that fails says how', () => {
  test.each([
    [{ status: 400 }, 'invalid_request', 'invalid_request_error'],
    [{ status: 402 }, 'auth', 'billing_error'],
    [{ status: 403 }, 'auth', 'permission_error'],
    [{ status: 413 }, 'invalid_request', 'request_too_large'],
    [{ status: 429 }, 'rate_limited', 'rate_limit_error'],
    [{ status: 500 }, 'unavailable', 'api_error'],
    [{ status: 529 }, 'unavailable', 'overloaded_error'],
    [{ stop: 'refusal', text: 'I was going to' }, 'refused', 'refusal'],
    [{ stop: 'length' }, 'empty', 'length'],
    [{ text: '' }, 'empty', 'end'],
    [{ transport: 'malformed' }, 'unavailable', 'bad_response'],
  ] as [ModelStep, string, string][])('%j is %s', async (step, kind, code) => {
    const error = await failWith(step)
    expect([error.kind, error.code]).toEqual([kind as typeof error.kind, code])
    expect(double.requests).toHaveLength(1)
  })

  test('a cut connection is network', async () => {
    expect((await failWith({ transport: 'drop' })).kind).toBe('network')
  })

  test('a wrong key is auth and is not in the error', async () => {
    const wrong = createAnthropicProvider({ apiKey: 'sk-ant-live-secret', baseUrl: double.baseUrl })
    const error = await failureOf(wrong.complete(request()))
    expect(error).toMatchObject({ kind: 'auth', status: 401, requestId: 'req_anthropic_error_401' })
    expect(Bun.inspect(error, { depth: 10 })).not.toMatch(/secret|4711/)
  })

  test('retry-after is passed on', async () => {
    expect((await failWith({ status: 429, retryAfter: 12 })).retryAfterSeconds).toBe(12)
  })

  test.each(['hang', 'stall'] as const)('a vendor that does %s is a time-out within its bound', async (transport) => {
    expect((await failWith({ transport }, { timeoutMs: 200 })).kind).toBe('timeout')
  })

  test("the caller's abort is told from a time-out", async () => {
    const caller = new AbortController()
    double.next({ transport: 'hang' })
    const arrived = double.nextRequest()
    const failing = failureOf(provider().complete(request({ signal: caller.signal })))
    await arrived
    caller.abort()
    expect((await failing).kind).toBe('aborted')
  })
})
