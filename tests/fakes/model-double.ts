import type { z } from 'zod'
import type { DoubleAnswer, DoubleReply, DoubleRequest, HttpDouble } from './http-double.ts'
import { after, createScript, startHttpDouble } from './http-double.ts'
import { type StreamEvent, type StreamManner, streamOf } from './model-stream.ts'

/** What one call of a model double does; the default is an ordinary answer. */
export type ModelStep =
  | {
      text: string
      commentary?: string
      cachedTokens?: number
      cacheWriteTokens?: number
      delayMs?: number
      stream?: StreamManner
    }
  /** calls of tools, with a text before them where one is given; a text as arguments goes out as it is */
  | { calls: { name: string; arguments: unknown }[]; text?: string; stream?: StreamManner }
  | { status: number; code?: string; message?: string; retryAfter?: string | number }
  | { stop: 'length' | 'filtered' | 'refusal'; text?: string }
  /** OpenAI's answer of status 200 that says it failed */
  | { failed: string }
  | { transport: 'hang' | 'stall' | 'drop' | 'malformed' }

export interface ModelDouble<Call> extends HttpDouble {
  apiKey: string
  /** the base URL to configure, version path included where the vendor's has one */
  baseUrl: string
  /** every request that passed the checks */
  calls: Call[]
  /** steps for the next calls, one each */
  next(...steps: ModelStep[]): void
  /** what to answer when nothing is lined up: a text, or a function of the request */
  answer(text: string | ((call: Call) => string), stream?: StreamManner): void
}

export type OutcomeStep = Exclude<ModelStep, { transport: string } | { status: number }>

export interface VendorDialect<Call extends { stream?: boolean | null | undefined }> {
  path: string
  /** answers what is not `path`, the headers checked; null for what it does not know either */
  others?(request: DoubleRequest): DoubleReply | null
  basePath: string
  apiKey: string
  schema: z.ZodType<Call>
  /** an error answer when headers are not as the vendor wants them; `hasJson` where the body must be JSON */
  checkHeaders(headers: Headers, hasJson: boolean): DoubleAnswer | null
  /** an error answer when the request, well-formed, asks for what cannot be */
  checkCall(call: Call): DoubleAnswer | null
  error(status: number, facts: { code?: string; message?: string; param?: string }): DoubleAnswer
  success(call: Call, step: OutcomeStep): DoubleAnswer
  /** the events that bring the body of a success piece by piece */
  events(body: object): StreamEvent[]
  /** the event that says in the middle of a stream that it failed */
  errorEvent(code: string): StreamEvent
  /** what the vendor answers beside, by path */
  endpoints?: readonly { path: string; handle(request: DoubleRequest): DoubleReply | Promise<DoubleReply> }[]
}

/** The common engine of the model doubles: check the request as the vendor would, then play the script. */
export async function startModelDouble<Call extends { stream?: boolean | null | undefined }>(
  dialect: VendorDialect<Call>,
): Promise<ModelDouble<Call>> {
  const script = createScript<ModelStep>()
  const calls: Call[] = []
  let answer: string | ((call: Call) => string) = 'Happy to help.'
  let manner: StreamManner = {}

  const handle = async (request: DoubleRequest): Promise<DoubleReply> => {
    const beside = dialect.endpoints?.find(({ path }) => path === request.path)
    if (beside) return beside.handle(request)
    const isOurs = request.method === 'POST' && request.path === dialect.path
    if (!isOurs && !dialect.others) return dialect.error(404, { code: 'not_found' })
    const refused = dialect.checkHeaders(request.headers, isOurs)
    if (refused) return refused
    if (!isOurs) return dialect.others?.(request) ?? dialect.error(404, { code: 'not_found' })
    const parsed = dialect.schema.safeParse(parseJson(request.body))
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      return dialect.error(400, { message: issue?.message, param: issue?.path.join('.') })
    }
    calls.push(parsed.data)
    const impossible = dialect.checkCall(parsed.data)
    if (impossible) return impossible
    const step = script.take() ?? { text: typeof answer === 'string' ? answer : answer(parsed.data), stream: manner }
    return play(dialect, parsed.data, step)
  }

  const double = await startHttpDouble(handle)
  return {
    ...double,
    apiKey: dialect.apiKey,
    baseUrl: double.url + dialect.basePath,
    calls,
    next: script.next,
    answer: (value, stream = {}) => {
      answer = value
      manner = stream
    },
  }
}

async function play<Call extends { stream?: boolean | null | undefined }>(
  dialect: VendorDialect<Call>,
  call: Call,
  step: ModelStep,
): Promise<DoubleReply> {
  if ('status' in step) {
    const answer = dialect.error(step.status, step)
    return step.retryAfter === undefined
      ? answer
      : { ...answer, headers: { ...answer.headers, 'retry-after': String(step.retryAfter) } }
  }
  if ('transport' in step) {
    const answer = dialect.success(call, { text: 'this answer never arrives whole' })
    if (step.transport === 'stall') return call.stream ? stream(dialect, answer, STALLED) : { stall: answer }
    if (step.transport !== 'malformed') return step.transport
    return { status: 200, headers: { 'content-type': 'application/json' }, body: '{"unexpected":true}' }
  }
  if ('delayMs' in step) await after(step.delayMs ?? 0)
  const answer = dialect.success(call, step)
  return call.stream ? stream(dialect, answer, 'stream' in step ? step.stream : {}) : answer
}

const STALLED: StreamManner = { breaks: { afterTokens: 2, how: 'stall' } }

const stream = (dialect: Pick<VendorDialect<never>, 'events' | 'errorEvent'>, answer: DoubleAnswer, manner = {}) =>
  streamOf(answer, dialect.events(answer.body as object), manner, dialect.errorEvent)

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
