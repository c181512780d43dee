import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import { createOpenAiProvider } from '../../src/llm/openai.ts'
import type { CompletionRequest } from '../../src/llm/provider.ts'
import { ModelError } from '../../src/llm/provider.ts'
import type { ModelDouble, ModelStep } from '../fakes/model-double.ts'
import type { OpenAiCall } from '../fakes/openai.ts'
import { startOpenAiDouble } from '../fakes/openai.ts'
import { failureOf } from './failure.ts'

let double: ModelDouble<OpenAiCall>
beforeAll(async () => {
  double = await startOpenAiDouble()
})
afterAll(() => double.stop())
afterEach(() => double.requests.splice(0))

const SECRET = 'my gate code is 4711'
const request = (over: Partial<CompletionRequest> = {}): CompletionRequest => ({
  model: 'gpt-6-luna',
  instructions: 'Answer as the front desk.',
  turns: [{ role: 'user', content: SECRET }],
  maxOutputTokens: 300,
  timeoutMs: 5_000,
  ...over,
})
const provider = () => createOpenAiProvider({ apiKey: double.apiKey, baseUrl: double.baseUrl })
const failWith = (step: ModelStep, over: Partial<CompletionRequest> = {}) => {
  double.next(step)
  return failureOf(provider().complete(request(over)))
}

describe('an answered call', () => {
  test('brings text, the answering model, token counts, latency and the vendor request id', async () => {
    double.next({ text: 'Your visit is on Monday.', cachedTokens: 5, delayMs: 20 })
    const result = await provider().complete(request())
    expect(result).toMatchObject({
      text: 'Your visit is on Monday.',
      model: 'gpt-6-luna-2026-09-01',
      inputTokens: Math.ceil(`Answer as the front desk.${SECRET}`.length / 4),
      cachedInputTokens: 5,
      outputTokens: 6,
      stopReason: 'end',
    })
    expect(result.latencyMs).toBeGreaterThanOrEqual(15)
    expect(result.requestId).toMatch(/^req_openai_\d+$/)
  })

  test('asks the vendor to store nothing and passes limit, effort and the opaque user id on', async () => {
    await provider().complete(request({ safetyIdentifier: 'c-0192', effort: 'low' }))
    expect(double.calls.at(-1)).toEqual({
      model: 'gpt-6-luna',
      instructions: 'Answer as the front desk.',
      input: [{ role: 'user', content: SECRET }],
      max_output_tokens: 300,
      store: false,
      stream: false,
      safety_identifier: 'c-0192',
      reasoning: { effort: 'low' },
    })
  })

  test('leaves out what the model said on the way to its answer', async () => {
    double.next({ text: 'On Monday.', commentary: 'Checking the calendar.' })
    expect((await provider().complete(request())).text).toBe('On Monday.')
  })

  test('that hit the output limit is given back with stop reason length', async () => {
    double.next({ stop: 'length', text: 'Your visit is' })
    expect(await provider().complete(request())).toMatchObject({ text: 'Your visit is', stopReason: 'length' })
  })

  test('is paid with the configured key alone, whatever the environment holds', async () => {
    const script = `
      import { createOpenAiProvider } from './src/llm/openai.ts'
      const provider = createOpenAiProvider({ apiKey: '${double.apiKey}', baseUrl: '${double.baseUrl}' })
      console.log((await provider.complete(${JSON.stringify(request())})).text)`
    const child = Bun.spawn([process.execPath, '-e', script], {
      cwd: `${import.meta.dir}/../..`,
      env: { OPENAI_ADMIN_KEY: 'sk-admin-other', OPENAI_ORG_ID: 'org-other', OPENAI_BASE_URL: 'http://127.0.0.1:1' },
      stderr: 'inherit',
    })
    expect(await new Response(child.stdout).text()).toBe('Happy to help.\n')
    expect(double.requests.at(-1)?.headers.get('openai-organization')).toBeNull()
  })
})

describe('a call that fails says how', () => {
  test.each([
    [{ status: 400 }, 'invalid_request', undefined],
    [{ status: 403, code: 'unsupported_country_region_territory' }, 'auth', 'unsupported_country_region_territory'],
    [{ status: 429, code: 'insufficient_quota' }, 'rate_limited', 'insufficient_quota'],
    [{ status: 500 }, 'unavailable', undefined],
    [{ status: 503 }, 'unavailable', undefined],
    [{ status: 408 }, 'timeout', undefined],
    [{ status: 400, code: 'invalid_prompt' }, 'refused', 'invalid_prompt'],
    [{ failed: 'server_error' }, 'unavailable', 'server_error'],
    [{ failed: 'rate_limit_exceeded' }, 'rate_limited', 'rate_limit_exceeded'],
    [{ failed: 'bio_policy' }, 'refused', 'bio_policy'],
    [{ stop: 'refusal' }, 'refused', 'refusal'],
    [{ stop: 'filtered', text: 'half a sen' }, 'refused', 'filtered'],
    [{ stop: 'length' }, 'empty', 'length'],
    [{ text: ' \n' }, 'empty', 'end'],
    [{ transport: 'malformed' }, 'unavailable', 'bad_response'],
    [{ transport: 'drop' }, 'network', undefined],
  ] as [ModelStep, string, string | undefined][])('%j is %s', async (step, kind, code) => {
    const error = await failWith(step)
    expect(error.kind as string).toBe(kind)
    if (code) expect(error.code).toBe(code)
    expect(double.requests).toHaveLength(1)
  })

  test('a wrong key is auth, and neither it nor the prompt is in the error, though the vendor quotes the key', async () => {
    const wrong = createOpenAiProvider({ apiKey: 'sk-live-secret', baseUrl: double.baseUrl })
    const error = await failureOf(wrong.complete(request()))
    expect(error).toMatchObject({ kind: 'auth', status: 401, code: 'invalid_api_key' })
    const everything = Bun.inspect(error, { depth: 10 }) + error.stack
    expect(everything).not.toContain('sk-live-secret')
    expect(everything).not.toContain(SECRET)
  })

  test('a code that is free text, as it might quote the prompt, is not kept', async () => {
    const error = await failWith({ status: 400, code: `bad: ${SECRET}` })
    expect(error.code).toBe('invalid_request_error')
    expect(error.message).not.toContain('4711')
  })

  test('an unknown model is an invalid request', async () => {
    const error = await failureOf(provider().complete(request({ model: 'gpt-4' })))
    expect(error).toMatchObject({ kind: 'invalid_request', status: 404, code: 'model_not_found' })
  })

  test('a conversation without a last turn of the user is refused before any call', async () => {
    const error = await failureOf(provider().complete(request({ turns: [{ role: 'assistant', content: 'Hello?' }] })))
    expect(error).toMatchObject({ kind: 'invalid_request', code: 'no_user_turn_last' })
    expect(double.requests).toHaveLength(0)
  })

  test.each([
    ['7', 7],
    ['1.5', 1.5],
    ['soon', undefined],
  ])('retry-after %s is read as %p seconds', async (retryAfter, seconds) => {
    expect((await failWith({ status: 429, retryAfter })).retryAfterSeconds).toBe(seconds as number)
  })

  test('retry-after as a date is read as the seconds until then', async () => {
    const error = await failWith({ status: 503, retryAfter: new Date(Date.now() + 30_000).toUTCString() })
    expect(error.retryAfterSeconds).toBeGreaterThan(25)
    expect(error.retryAfterSeconds).toBeLessThanOrEqual(30)
  })

  test('a refused or empty answer still tells what it cost', async () => {
    expect((await failWith({ stop: 'refusal', text: '' })).usage).toMatchObject({
      stopReason: 'refusal',
      inputTokens: 12,
    })
    expect((await failWith({ stop: 'length' })).usage).toMatchObject({ stopReason: 'length', inputTokens: 12 })
  })

  test('a port nobody listens on is network', async () => {
    const nobody = createOpenAiProvider({ apiKey: 'k', baseUrl: 'http://127.0.0.1:1/v1' })
    expect((await failureOf(nobody.complete(request()))).kind).toBe('network')
  })
})

describe('time', () => {
  test.each(['hang', 'stall'] as const)('a vendor that does %s is a time-out within its bound', async (transport) => {
    const started = performance.now()
    expect((await failWith({ transport }, { timeoutMs: 200 })).kind).toBe('timeout')
    expect(performance.now() - started).toBeLessThan(5_000)
  })

  test("the caller's abort ends a hanging call at once and is told from a time-out", async () => {
    const caller = new AbortController()
    double.next({ transport: 'hang' })
    const arrived = double.nextRequest()
    const failing = failureOf(provider().complete(request({ signal: caller.signal })))
    await arrived
    caller.abort()
    expect((await failing).kind).toBe('aborted')
  })

  test('a signal that was aborted before is aborted without a call', async () => {
    const failing = failureOf(provider().complete(request({ signal: AbortSignal.abort() })))
    expect(await failing).toBeInstanceOf(ModelError)
    expect((await failing).kind).toBe('aborted')
    expect(double.requests).toHaveLength(0)
  })
})
