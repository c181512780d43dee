import { z } from 'zod'

const pcmu = z.strictObject({ type: z.literal('audio/pcmu') })

const tool = z.strictObject({
  type: z.literal('function'),
  name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
  description: z.string().min(1),
  parameters: z.looseObject({ type: z.literal('object') }),
})

const session = z.strictObject({
  type: z.literal('realtime'),
  output_modalities: z.tuple([z.enum(['audio', 'text'])]),
  instructions: z.string(),
  audio: z.strictObject({
    input: z.strictObject({
      format: pcmu,
      transcription: z.strictObject({ model: z.string() }),
      turn_detection: z.strictObject({
        type: z.literal('server_vad'),
        create_response: z.boolean(),
        interrupt_response: z.boolean(),
      }),
    }),
    output: z.strictObject({ format: pcmu, voice: z.string() }),
  }),
  tools: z.array(tool),
  tool_choice: z.enum(['auto', 'none', 'required']),
  max_output_tokens: z.union([z.literal('inf'), z.number().int().min(1).max(4096)]),
})

const id = z.string().min(1).max(512)
const eventId = id.optional()

/** The client events of the general API that a call sends, with no field beside those it knows (the beta's are refused). */
export const clientEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('session.update'), event_id: eventId, session }),
  z.strictObject({ type: z.literal('input_audio_buffer.append'), event_id: eventId, audio: z.base64() }),
  z.strictObject({
    type: z.literal('response.create'),
    event_id: eventId,
    response: z.strictObject({ instructions: z.string().optional() }).optional(),
  }),
  z.strictObject({
    type: z.literal('conversation.item.truncate'),
    event_id: eventId,
    item_id: id,
    content_index: z.literal(0),
    audio_end_ms: z.number().int().min(0),
  }),
  z.strictObject({
    type: z.literal('conversation.item.create'),
    event_id: eventId,
    item: z.strictObject({ type: z.literal('function_call_output'), call_id: id, output: z.string() }),
  }),
])

export type ClientEvent = z.infer<typeof clientEvent>
export type ClientSession = z.infer<typeof session>

/** The loudness of a µ-law byte, 0 to 8,031 (G.711). */
export function loudness(byte: number): number {
  const inverted = ~byte & 0xff
  const magnitude = (((inverted & 0x0f) << 3) + 0x84) << ((inverted & 0x70) >> 4)
  return (magnitude - 0x84) >> 2
}

export interface VadEvent {
  kind: 'started' | 'stopped'
  /** of the sound that came in */
  atMs: number
}

/** Finds speech in µ-law: loud sound begins it, half a second without ends it; by the sound's own time. */
export function createVad(): (audio: Uint8Array) => VadEvent[] {
  const [windowBytes, silenceMs, loudEnough] = [160, 500, 250]
  let heard = 0
  let isSpeaking = false
  let quietMs = 0
  let rest = new Uint8Array(0)
  return (audio) => {
    const events: VadEvent[] = []
    const all = new Uint8Array([...rest, ...audio])
    let at = 0
    for (; at + windowBytes <= all.length; at += windowBytes) {
      const peak = all.subarray(at, at + windowBytes).reduce((most, byte) => Math.max(most, loudness(byte)), 0)
      heard += windowBytes
      quietMs = peak >= loudEnough ? 0 : quietMs + windowBytes / 8
      if (!isSpeaking && peak >= loudEnough) {
        isSpeaking = true
        events.push({ kind: 'started', atMs: heard / 8 })
      } else if (isSpeaking && quietMs >= silenceMs) {
        isSpeaking = false
        events.push({ kind: 'stopped', atMs: heard / 8 })
      }
    }
    rest = all.slice(at)
    return events
  }
}
