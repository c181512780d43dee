import { type StreamEvent, tokensOf } from './model-stream.ts'

interface Content {
  type: string
  text?: string
  refusal?: string
}

interface Item {
  type: string
  id: string
  content?: Content[]
  arguments?: string
}

interface Response {
  status: string
  output: object[]
  usage: unknown
}

/** A response of the Responses API as the events of `stream: true`, numbered, each kind in the vendor's order. */
export function eventsOf(response: Response): StreamEvent[] {
  const begun = { ...response, status: 'in_progress', output: [], usage: null, error: null, incomplete_details: null }
  const events = [
    event('response.created', { response: begun }),
    event('response.in_progress', { response: begun }),
    ...(response.output as Item[]).flatMap(itemEvents),
    // Announced for later versions: a client must pass over what it does not know.
    event('response.steer.noted', { note: 'not of interest' }),
    event(`response.${response.status}`, { response }),
  ]
  return events.map(({ data, ...rest }, index) => ({ ...rest, data: { ...data, sequence_number: index } }))
}

export const errorEvent = (code: string): StreamEvent =>
  event('error', { code, message: `an error with sk-test-secret in it: ${code}`, param: null, sequence_number: 99 })

const event = (name: string, facts: object): StreamEvent => ({ name, data: { type: name, ...facts } })
const token = (name: string, facts: object): StreamEvent => ({ ...event(name, facts), isToken: true })

function itemEvents(item: Item, output_index: number): StreamEvent[] {
  const at = { item_id: item.id, output_index }
  const empty = {
    ...item,
    status: 'in_progress',
    ...(item.content && { content: [] }),
    ...(item.arguments !== undefined && { arguments: '' }),
  }
  return [
    event('response.output_item.added', { output_index, item: empty }),
    ...(item.content ?? []).flatMap((part, content_index) => partEvents(part, { ...at, content_index })),
    ...(item.arguments === undefined ? [] : argumentEvents(item.arguments, at)),
    event('response.output_item.done', { output_index, item }),
  ]
}

function partEvents(part: Content, at: object): StreamEvent[] {
  const kind = part.type === 'refusal' ? 'refusal' : 'output_text'
  const text = part.text ?? part.refusal ?? ''
  const blank = part.type === 'refusal' ? { ...part, refusal: '' } : { ...part, text: '' }
  const more = kind === 'output_text' ? { logprobs: [] } : {}
  return [
    event('response.content_part.added', { ...at, part: blank }),
    ...tokensOf(text).map((delta) => token(`response.${kind}.delta`, { ...at, delta, ...more })),
    event(`response.${kind}.done`, { ...at, [kind === 'refusal' ? 'refusal' : 'text']: text, ...more }),
    event('response.content_part.done', { ...at, part }),
  ]
}

const argumentEvents = (text: string, at: object): StreamEvent[] => [
  ...tokensOf(text).map((delta) => token('response.function_call_arguments.delta', { ...at, delta })),
  event('response.function_call_arguments.done', { ...at, arguments: text }),
]
