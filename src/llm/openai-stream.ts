import { readEvents, type StreamBounds } from './event-stream.ts'
import { badResponse, kindOfCode, safeCode } from './model-errors.ts'
import { ModelError } from './provider.ts'

interface StreamedEvent {
  type?: string
  delta?: string
  output_index?: number
  item?: { type?: string; phase?: string | null }
  response?: unknown
  code?: unknown
  error?: { code?: unknown } | null
}

/** The events that are looked into; of the others not even the JSON is read. */
const USED = new Set([
  'response.output_item.added',
  'response.output_text.delta',
  'response.completed',
  'response.incomplete',
  'response.failed',
  'error',
])

/**
 * Reads the events of a streamed response (`stream: true`) to its end.
 * @param onText told of every piece of the answer's text, commentary left out
 * @returns the response object of the last event, as the vendor sent it
 * @throws ModelError also for an `error` event and for a stream that ends before the response does
 */
export async function readResponseStream(
  answer: Response,
  bounds: StreamBounds,
  onText: (delta: string) => void,
): Promise<unknown> {
  // Commentary is the model thinking aloud before its answer; which item is one is said when it begins.
  const commentary = new Set<number | undefined>()
  let response: unknown
  const hasEnded = await readEvents('openai', answer, bounds, (name, data) => {
    if (name !== '' && !USED.has(name)) return false
    const event = parseEvent(data)
    switch (event.type) {
      case 'response.output_text.delta':
        if (event.delta && !commentary.has(event.output_index)) onText(event.delta)
        return false
      case 'response.output_item.added':
        if (event.item?.phase === 'commentary') commentary.add(event.output_index)
        return false
      case 'response.completed':
      case 'response.incomplete':
      case 'response.failed':
        response = event.response
        return true
      case 'error':
        throw errorOf(event)
      default:
        return false
    }
  })
  if (!hasEnded) throw new ModelError('openai', 'network', { code: 'stream_cut' })
  return response
}

function errorOf({ code, error }: StreamedEvent): ModelError {
  const known = safeCode(code) ?? safeCode(error?.code)
  return new ModelError('openai', known ? kindOfCode(known) : 'unavailable', { code: known })
}

function parseEvent(data: string): StreamedEvent {
  if (data === '[DONE]') return {}
  try {
    const event: unknown = JSON.parse(data)
    if (typeof event === 'object' && event !== null) return event
  } catch {}
  throw badResponse('openai')
}
