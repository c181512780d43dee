import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { FallbackRequest, PlanEntry } from '../../src/llm/fallback.ts'
import { createProviders } from '../../src/llm/providers.ts'
import type { ToolCall } from '../../src/llm/tools.ts'
import { completeWithTools, type Toolbox } from '../../src/llm/with-tools.ts'
import { type AnthropicCall, startAnthropicDouble, systemOf } from '../fakes/anthropic.ts'
import type { ModelDouble } from '../fakes/model-double.ts'
import { type OpenAiCall, startOpenAiDouble } from '../fakes/openai.ts'

let openai: ModelDouble<OpenAiCall>
let anthropic: ModelDouble<AnthropicCall>
beforeAll(async () => {
  openai = await startOpenAiDouble()
  anthropic = await startAnthropicDouble()
})
afterAll(() => Promise.all([openai.stop(), anthropic.stop()]))

const plans: Record<string, PlanEntry[]> = {
  openai: [{ provider: 'openai', model: 'gpt-6.1-sol', timeoutMs: 5000 }],
  anthropic: [{ provider: 'anthropic', model: 'claude-opus-5-5', timeoutMs: 5000 }],
}
const schema = { type: 'object', properties: { of: { type: 'string' } } }

async function ask(plan: PlanEntry[], run: Toolbox['run'], more: Partial<FallbackRequest & Toolbox> = {}) {
  const providers = createProviders({
    openai: { apiKey: openai.apiKey, baseUrl: openai.baseUrl },
    anthropic: { apiKey: anthropic.apiKey, baseUrl: anthropic.baseUrl },
  })
  const outcomes: string[] = []
  const request = {
    instructions: 'Be brief.',
    turns: [{ role: 'user' as const, content: 'Hello' }],
    maxOutputTokens: 100,
    deadlineMs: 10_000,
    ...more,
  }
  const specs = [{ name: 'look_up', description: 'Look up', parameters: schema }]
  const answer = await completeWithTools(
    providers,
    plan,
    request,
    { specs, rounds: 2, run, onTool: more.onTool },
    (attempt) => {
      outcomes.push(`${attempt.provider} ${attempt.outcome} ${attempt.stopReason}`)
    },
  )
  return { text: 'result' in answer ? answer.result.text : null, outcomes }
}
const call = (of: string) => ({ name: 'look_up', arguments: { of } })
const done = async () => ({ output: '{"result":1}', isError: false })

describe.each(['openai', 'anthropic'] as const)('rounds of tools with %s', (name) => {
  const double = () => (name === 'openai' ? openai : anthropic)
  const plan = plans[name] ?? []

  test('give back what the model thought and wrote as it came, over several rounds', async () => {
    const seen: ToolCall[] = []
    double().next({ calls: [call('a'), call('b')], text: 'One moment.' }, { calls: [call('c')] }, { text: 'Here.' })
    const { text, outcomes } = await ask(plan, async (one) => {
      seen.push(one)
      return done()
    })
    // The double refuses turns that it did not write, and calls without exactly one result.
    expect(text).toBe('Here.')
    expect(outcomes).toEqual([`${name} ok tools`, `${name} ok tools`, `${name} ok end`])
    expect(seen.map((one) => (one.arguments as { of: string }).of)).toEqual(['a', 'b', 'c'])
  })

  test('refuse more than eight calls at once, each with a result', async () => {
    let runs = 0
    double().next({ calls: Array.from({ length: 10 }, (_, n) => call(String(n))) }, { text: 'Done.' })
    const { text } = await ask(plan, async () => {
      runs += 1
      return done()
    })
    expect([text, runs]).toEqual(['Done.', 8])
  })

  test('streamed, tell of each call, and that what was written before one is void', async () => {
    const told: string[] = []
    double().next({ calls: [call('a')], text: 'Wait.' }, { calls: [call('b')] }, { text: 'Here.' })
    const heard = {
      onText: (delta: string) => told.push(delta),
      onRestart: () => told.push('(void)'),
      onTool: (tool: string, state: string) => told.push(`${tool} ${state}`),
    }
    let isError = true
    const run = async () => {
      isError = !isError
      return { output: '{}', isError }
    }
    expect((await ask(plan, run, heard)).text).toBe('Here.')
    expect(told).toEqual([
      'Wait.',
      '(void)',
      'look_up started',
      'look_up done',
      'look_up started',
      'look_up failed',
      'Here.',
    ])
  })

  test('end in a failure when a model calls on after the last one', async () => {
    double().next({ calls: [call('a')] }, { calls: [call('b')] }, { calls: [call('c')] })
    const failure = await ask(plan, done).catch((error: { kind: string }) => error)
    expect(failure).toMatchObject({ kind: 'empty' })
  })
})

test('arguments that are no JSON reach the tool as the text they are', async () => {
  const seen: unknown[] = []
  openai.next({ calls: [{ name: 'look_up', arguments: '{"of": ' }] }, { text: 'Sorry.' })
  await ask(plans.openai ?? [], async (one) => {
    seen.push(one.arguments)
    return { output: '{"error":"no JSON"}', isError: true }
  })
  expect(seen).toEqual(['{"of": '])
})

test('a provider that takes over is told what was done, and gets no turns of the other', async () => {
  openai.next({ calls: [call('a')] }, { transport: 'drop' })
  anthropic.next({ text: 'Taken over.' })
  const { text, outcomes } = await ask([...(plans.openai ?? []), ...(plans.anthropic ?? [])], done)
  expect(text).toBe('Taken over.')
  expect(outcomes).toEqual(['openai ok tools', 'openai network null', 'anthropic ok end'])
  expect(systemOf(anthropic.calls.at(-1))).toContain('"look_up" {"of":"a"} answered {"result":1}')
  expect(anthropic.calls.at(-1)?.messages).toEqual([{ role: 'user', content: 'Hello' }])
})
