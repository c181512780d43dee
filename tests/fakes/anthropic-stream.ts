import { type StreamEvent, tokensOf } from './model-stream.ts'

interface Block {
  type: string
  text?: string
  thinking?: string
  signature?: string
  input?: unknown
}

interface Message {
  content: object[]
  stop_reason: string
  usage: { output_tokens: number; input_tokens: number }
}

/** A message as the events of `stream: true`, in the vendor's order, with its pings. */
export function eventsOf(message: Message): StreamEvent[] {
  const begun = { ...message, content: [], stop_reason: null, usage: { ...message.usage, output_tokens: 1 } }
  const delta = { container: null, stop_details: null, stop_reason: message.stop_reason, stop_sequence: null }
  // Counts are cumulative; those of the input are not said again by older versions.
  const usage = {
    ...message.usage,
    input_tokens: null,
    cache_creation_input_tokens: null,
    cache_read_input_tokens: null,
  }
  return [
    event('message_start', { message: begun }),
    event('ping', {}),
    ...(message.content as Block[]).flatMap(blockEvents),
    // Announced for later versions: a client must pass over what it does not know.
    event('message_note', { note: 'not of interest' }),
    event('message_delta', { delta, usage }),
    event('message_stop', {}),
  ]
}

export const errorEvent = (code: string): StreamEvent => ({
  name: 'error',
  data: { type: 'error', error: { type: code, message: `an error with sk-ant-secret in it: ${code}` } },
})

const event = (name: string, facts: object): StreamEvent => ({ name, data: { type: name, ...facts } })

function blockEvents(block: Block, index: number): StreamEvent[] {
  const { blank, deltas } = begin(block)
  return [
    event('content_block_start', { index, content_block: blank }),
    ...deltas.map((delta) => ({ ...event('content_block_delta', { index, delta }), isToken: true })),
    event('content_block_stop', { index }),
  ]
}

function begin(block: Block): { blank: object; deltas: object[] } {
  if (block.type === 'text')
    return {
      blank: { ...block, text: '' },
      deltas: tokensOf(block.text ?? '').map((text) => ({ type: 'text_delta', text })),
    }
  if (block.type === 'thinking')
    return {
      blank: { ...block, thinking: '', signature: '' },
      deltas: [
        ...tokensOf(block.thinking ?? '').map((thinking) => ({ type: 'thinking_delta', thinking })),
        { type: 'signature_delta', signature: block.signature },
      ],
    }
  if (block.type !== 'tool_use') return { blank: block, deltas: [] }
  const json = typeof block.input === 'string' ? block.input : JSON.stringify(block.input)
  return {
    blank: { ...block, input: {} },
    deltas: ['', ...tokensOf(json)].map((partial_json) => ({ type: 'input_json_delta', partial_json })),
  }
}
