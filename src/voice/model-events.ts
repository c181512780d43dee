import { z } from 'zod'
import type { ToolSpec } from '../llm/tools.ts'

const tokens = z.number().int().min(0).catch(0).default(0)

const usage = z.object({
  input_token_details: z
    .object({
      text_tokens: tokens,
      audio_tokens: tokens,
      cached_tokens_details: z.object({ text_tokens: tokens, audio_tokens: tokens }).nullish(),
    })
    .nullish(),
  output_token_details: z.object({ text_tokens: tokens, audio_tokens: tokens }).nullish(),
})

const item = z.object({ id: z.string(), type: z.string(), role: z.string().optional() })

/** The server events that a call acts on; there are many more, and there will be others. */
const event = z.discriminatedUnion('type', [
  z.object({ type: z.literal('session.created') }),
  z.object({ type: z.literal('session.updated') }),
  z.object({ type: z.literal('input_audio_buffer.speech_started'), item_id: z.string() }),
  z.object({ type: z.literal('input_audio_buffer.committed'), item_id: z.string() }),
  z.object({ type: z.literal('conversation.item.added'), item }),
  z.object({
    type: z.literal('conversation.item.input_audio_transcription.completed'),
    item_id: z.string(),
    transcript: z.string(),
  }),
  z.object({ type: z.literal('conversation.item.input_audio_transcription.failed'), item_id: z.string() }),
  z.object({ type: z.literal('response.created'), response: z.object({ id: z.string() }) }),
  z.object({ type: z.literal('response.output_audio.delta'), item_id: z.string(), delta: z.base64() }),
  z.object({ type: z.literal('response.output_audio_transcript.delta'), item_id: z.string(), delta: z.string() }),
  z.object({ type: z.literal('response.output_audio_transcript.done'), item_id: z.string(), transcript: z.string() }),
  z.object({
    type: z.literal('response.function_call_arguments.done'),
    call_id: z.string(),
    name: z.string(),
    arguments: z.string(),
  }),
  z.object({
    type: z.literal('response.done'),
    response: z.object({ id: z.string(), status: z.string(), usage: usage.nullish() }),
  }),
  z.object({
    type: z.literal('error'),
    error: z.object({ type: z.string(), code: z.string().nullish(), event_id: z.string().nullish() }),
  }),
])

export type ModelEvent = z.infer<typeof event>
export type ModelUsage = z.infer<typeof usage>

/** An event of the Realtime API; null for one that a call has no use for. */
export function readModelEvent(text: string): ModelEvent | null {
  try {
    return event.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

export const appendAudio = (payload: string): string => `{"type":"input_audio_buffer.append","audio":"${payload}"}`

export interface SessionOptions {
  instructions: string
  voice: string
  tools: readonly ToolSpec[]
  transcriptionModel: string
  maxOutputTokens: number
}

/** The session of a call: µ-law both ways, and the server tells when the caller begins and stops to speak. */
export const sessionUpdate = (eventId: string, options: SessionOptions): string =>
  JSON.stringify({
    type: 'session.update',
    event_id: eventId,
    session: {
      type: 'realtime',
      output_modalities: ['audio'],
      instructions: options.instructions,
      audio: {
        input: {
          format: { type: 'audio/pcmu' },
          transcription: { model: options.transcriptionModel },
          turn_detection: { type: 'server_vad', create_response: true, interrupt_response: true },
        },
        output: { format: { type: 'audio/pcmu' }, voice: options.voice },
      },
      tools: options.tools.map(({ name, description, parameters }) => ({
        type: 'function',
        name,
        description,
        parameters,
      })),
      tool_choice: 'auto',
      max_output_tokens: options.maxOutputTokens,
    },
  })

/** Has the model speak; `instructions` stand for this answer instead of the session's. */
export const responseCreate = (eventId: string, instructions?: string): string =>
  JSON.stringify({
    type: 'response.create',
    event_id: eventId,
    ...(instructions === undefined ? {} : { response: { instructions } }),
  })

export const truncateItem = (itemId: string, audioEndMs: number): string =>
  JSON.stringify({ type: 'conversation.item.truncate', item_id: itemId, content_index: 0, audio_end_ms: audioEndMs })

export const toolOutput = (callId: string, output: string): string =>
  JSON.stringify({
    type: 'conversation.item.create',
    item: { type: 'function_call_output', call_id: callId, output },
  })
