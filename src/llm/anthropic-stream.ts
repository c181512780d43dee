import { readEvents, type StreamBounds } from './event-stream.ts'
import { badResponse, kindOfType, safeCode } from './model-errors.ts'
import { ModelError } from './provider.ts'
import { parseArguments } from './tools.ts'

interface Block {
  type: string
  [field: string]: unknown
}

interface StreamedEvent {
  type?: string
  index?: number
  message?: { content?: unknown; usage?: object }
  content_block?: Block
  delta?: { type?: string; text?: string; partial_json?: string; thinking?: string; signature?: string }
  usage?: Record<string, unknown>
  error?: { type?: unknown }
}

/** A message as it grows, by the events so far. */
interface Growing {
  message: Record<string, unknown> & { content: Block[]; usage: Record<string, unknown> }
  /** arguments of calls, by block, until they are whole */
  json: Map<number, string>
}

/**
 * Reads the events of a streamed message (`stream: true`) to its end.
 * @param onText told of every piece of the answer's text, thinking left out
 * @returns the message as the vendor would have sent it in one piece, every block as it is to be given back
 * @throws ModelError also for an `error` event and for a stream that ends before the message does
 */
export async function readMessageStream(
  answer: Response,
  bounds: StreamBounds,
  onText: (delta: string) => void,
): Promise<unknown> {
  let growing: Growing | null = null
  const hasEnded = await readEvents('anthropic', answer, bounds, (name, data) => {
    if (name === 'ping') return false
    const event = parseEvent(data)
    if (event.type === 'error') throw errorOf(event)
    if (event.type === 'message_start') growing = begin(event)
    else if (growing) follow(growing, event, onText)
    return event.type === 'message_stop'
  })
  if (!hasEnded || !growing) throw new ModelError('anthropic', 'network', { code: 'stream_cut' })
  return (growing as Growing).message
}

const begin = ({ message = {} }: StreamedEvent): Growing => ({
  message: { ...message, content: [], usage: { ...message.usage } },
  json: new Map(),
})

/** Kinds of event, block and delta that are unknown change nothing. */
function follow({ message, json }: Growing, event: StreamedEvent, onText: (delta: string) => void): void {
  const { type, index = -1, delta } = event
  const block = message.content[index]
  if (type === 'content_block_start' && event.content_block) message.content[index] = event.content_block
  else if (type === 'content_block_delta' && block && delta) grow(block, delta, json, index, onText)
  else if (type === 'content_block_stop' && block && json.has(index))
    block.input = parseArguments(json.get(index) ?? '')
  else if (type === 'message_delta') {
    Object.assign(message, delta)
    // Counts are cumulative; null stands where nothing is new.
    for (const [field, value] of Object.entries(event.usage ?? {})) if (value !== null) message.usage[field] = value
  }
}

function grow(
  block: Block,
  delta: NonNullable<StreamedEvent['delta']>,
  json: Map<number, string>,
  index: number,
  onText: (delta: string) => void,
): void {
  if (delta.type === 'text_delta' && delta.text) {
    block.text = `${block.text ?? ''}${delta.text}`
    onText(delta.text)
  } else if (delta.type === 'input_json_delta') json.set(index, (json.get(index) ?? '') + (delta.partial_json ?? ''))
  else if (delta.type === 'thinking_delta') block.thinking = `${block.thinking ?? ''}${delta.thinking ?? ''}`
  else if (delta.type === 'signature_delta') block.signature = delta.signature
}

function errorOf({ error }: StreamedEvent): ModelError {
  const code = safeCode(error?.type)
  return new ModelError('anthropic', kindOfType(code), { code })
}

function parseEvent(data: string): StreamedEvent {
  try {
    const event: unknown = JSON.parse(data)
    if (typeof event === 'object' && event !== null) return event
  } catch {}
  throw badResponse('anthropic')
}
