import type { Attempt, FallbackRequest, FallbackResult, PlanEntry } from './fallback.ts'
import { completeWithFallback, followText } from './fallback.ts'
import { ModelError } from './provider.ts'
import type { Providers } from './providers.ts'
import type { ToolCall, ToolExchange, ToolResult, ToolSpec } from './tools.ts'

/** More calls than these in one round are refused, each with a result that says so. */
const CALLS_A_ROUND = 8

/** The tools of one answer. */
export interface Toolbox {
  specs: readonly ToolSpec[]
  /** how often the model may call before it must answer */
  rounds: number
  /** must not throw for what a tool finds wrong: that is a result */
  run(call: ToolCall): Promise<Omit<ToolResult, 'id'>>
  /** told when a call begins and how it ended; it must not throw */
  onTool?(name: string, state: 'started' | 'done' | 'failed'): void
}

/**
 * As `completeWithFallback`, with tools: the model's calls are run, several of a round at once, and their results given
 * back until it answers or the rounds are used up, when it must. Whoever answers a round goes on with the next; when
 * they fail, the next provider of the plan is told what was done. All rounds together are bounded by the deadline.
 * Text that was streamed in a round that ended in calls is void.
 */
export async function completeWithTools(
  providers: Providers,
  plan: readonly PlanEntry[],
  request: FallbackRequest,
  toolbox: Toolbox,
  onAttempt: (attempt: Attempt) => void,
): Promise<FallbackResult> {
  const { specs, rounds } = toolbox
  const deadline = performance.now() + request.deadlineMs
  const exchanges: ToolExchange[] = []
  const stream = followText(request)
  let rest = plan
  const onRestart = () => {
    stream.forget()
    request.onRestart?.()
  }
  for (let round = 0; ; round += 1) {
    const deadlineMs = deadline - performance.now()
    const use = specs.length > 0 ? { tools: specs, exchanges, mayCallTools: round < rounds } : {}
    const asked = { ...request, ...stream.listener, ...use, deadlineMs, onRestart }
    const answer = await completeWithFallback(providers, rest, asked, onAttempt)
    if (answer.provider === 'local') return answer
    const { toolCalls: calls = [], raw = [] } = answer.result
    if (calls.length === 0) return answer
    if (request.signal?.aborted) throw new ModelError('plan', 'aborted')
    if (stream.hasText()) onRestart()
    const results = await Promise.all(
      calls.map(async (call, index) => {
        if (index >= CALLS_A_ROUND) return { id: call.id, ...TOO_MANY }
        toolbox.onTool?.(call.name, 'started')
        const result = await toolbox.run(call)
        toolbox.onTool?.(call.name, result.isError ? 'failed' : 'done')
        return { id: call.id, ...result }
      }),
    )
    exchanges.push({ provider: answer.provider, calls, results, raw })
    rest = rest.slice(rest.findIndex(({ provider }) => provider === answer.provider))
  }
}

const TOO_MANY = { output: '{"error":"too many calls at once: call again with fewer"}', isError: true }
