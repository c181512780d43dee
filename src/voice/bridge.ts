import { parseArguments } from '../llm/tools.ts'
import {
  appendAudio,
  type ModelEvent,
  responseCreate,
  sessionUpdate,
  toolOutput,
  truncateItem,
} from './model-events.ts'
import { createPlayback } from './playback.ts'
import { base64Bytes, type CallerFrame, clearOut, markOut, mediaOut } from './stream-frames.ts'
import type { BridgeEffects, Leaving, SessionBrief } from './types.ts'
import { heardPart, TRANSFER_TOOL } from './wording.ts'

export interface BridgeOptions {
  streamSid: string
  transcriptionModel: string
  /** milliseconds since the stream was opened, never backwards */
  now: () => number
  effects: BridgeEffects
}

/** Ten seconds of the caller's sound, while the model is not ready yet. */
const MOST_WAITING_FRAMES = 500

/**
 * The two halves of a call as a machine of events, without sockets, timers or a database: frames of the caller and events
 * of the model go in, what is to be sent and done comes out of `effects`, in order.
 */
export function createBridge({ streamSid, transcriptionModel, now, effects }: BridgeOptions) {
  const playback = createPlayback()
  const waiting: string[] = []
  /** when each turn began, by item */
  const began = new Map<string, number>()
  /** what the model is saying, by item */
  const words = new Map<string, string>()
  const cut = new Set<string>()
  const awaitedTranscripts = new Set<string>()
  const openTools = new Set<string>()
  let isReady = false
  let hasLeft = false
  let active: { id: string; at: number } | null = null
  let owesAnswer = false
  let updates = 0

  const offsetOf = (itemId: string): number => {
    const known = began.get(itemId)
    if (known !== undefined) return known
    began.set(itemId, now())
    return now()
  }
  const leave = (why: Leaving, reason?: string) => {
    if (hasLeft) return
    hasLeft = true
    effects.awaiting(false)
    effects.leave(why, reason)
  }
  const ask = () => {
    effects.toModel(responseCreate('answer'))
    effects.awaiting(true)
  }
  /** Once the answer that called tools is done and all of them have answered, the model goes on. */
  const goOn = () => {
    if (!owesAnswer || openTools.size > 0 || active) return
    owesAnswer = false
    ask()
  }
  /** The caller cuts in: nothing that was not heard was said. */
  const interrupt = () => {
    const heard = playback.interrupt()
    if (heard.length === 0) return
    effects.toCaller(clearOut(streamSid))
    for (const { itemId, audioEndMs, sentMs } of heard) {
      cut.add(itemId)
      effects.toModel(truncateItem(itemId, audioEndMs))
      const text = heardPart(words.get(itemId) ?? '', sentMs === 0 ? 0 : audioEndMs / sentMs)
      effects.store({ itemId, role: 'assistant', text, offsetMs: offsetOf(itemId), isCut: true })
    }
  }

  const onModel: { [Type in ModelEvent['type']]?: (event: Extract<ModelEvent, { type: Type }>) => void } = {
    'input_audio_buffer.speech_started': ({ item_id }) => {
      offsetOf(item_id)
      interrupt()
    },
    'input_audio_buffer.committed': ({ item_id }) => {
      awaitedTranscripts.add(item_id)
      effects.awaiting(true)
    },
    'conversation.item.added': ({ item }) => {
      if (item.type === 'message') offsetOf(item.id)
    },
    'conversation.item.input_audio_transcription.completed': ({ item_id, transcript }) => {
      awaitedTranscripts.delete(item_id)
      const text = transcript.trim()
      if (text) effects.store({ itemId: item_id, role: 'customer', text, offsetMs: offsetOf(item_id) })
    },
    'conversation.item.input_audio_transcription.failed': ({ item_id }) => {
      awaitedTranscripts.delete(item_id)
      effects.store({ itemId: item_id, role: 'customer', text: '[not understood]', offsetMs: offsetOf(item_id) })
    },
    'response.created': ({ response }) => {
      active = { id: response.id, at: now() }
    },
    'response.output_audio.delta': ({ item_id, delta }) => {
      // What comes after the cut was on its way already.
      if (cut.has(item_id)) return
      effects.awaiting(false)
      effects.toCaller(mediaOut(streamSid, delta))
      effects.toCaller(markOut(streamSid, playback.sent(item_id, base64Bytes(delta))))
    },
    'response.output_audio_transcript.delta': ({ item_id, delta }) => {
      words.set(item_id, (words.get(item_id) ?? '') + delta)
    },
    'response.output_audio_transcript.done': ({ item_id, transcript }) => {
      words.set(item_id, transcript)
      const text = transcript.trim()
      if (text && !cut.has(item_id))
        effects.store({ itemId: item_id, role: 'assistant', text, offsetMs: offsetOf(item_id) })
    },
    'response.function_call_arguments.done': ({ call_id, name, arguments: text }) => {
      effects.awaiting(false)
      const parsed = parseArguments(text)
      if (name === TRANSFER_TOOL.name) {
        const reason = (parsed as { reason?: unknown } | null)?.reason
        return leave('person', typeof reason === 'string' ? reason : undefined)
      }
      openTools.add(call_id)
      owesAnswer = true
      effects.runTool({ id: call_id, name, arguments: parsed })
    },
    'response.done': ({ response }) => {
      const latencyMs = Math.round(now() - (active?.at ?? now()))
      const outcome = response.status === 'failed' ? 'unavailable' : 'ok'
      effects.record({ requestId: response.id, latencyMs, outcome, usage: response.usage ?? null })
      active = null
      effects.awaiting(false)
      if (outcome === 'unavailable') return leave('model_failed', 'the answer failed')
      goOn()
    },
    error: ({ error }) => {
      // The caller spoke at the same moment: what the tools found is said after that answer.
      if (error.code === 'conversation_already_has_active_response') owesAnswer = true
      // Of our own making, and harmless: two answers at once, a cut that came too late.
      if (error.type === 'invalid_request_error' && !['session', 'greeting'].includes(error.event_id ?? '')) return
      leave('model_failed', error.code ?? error.type)
    },
  }

  return {
    /** A frame of the caller's, after `start`. */
    caller(frame: CallerFrame) {
      if (hasLeft) return
      if (frame.event === 'media') {
        playback.tick(frame.media.timestamp)
        const append = appendAudio(frame.media.payload)
        if (isReady) effects.toModel(append)
        else if (waiting.push(append) > MOST_WAITING_FRAMES) waiting.shift()
      } else if (frame.event === 'mark') playback.played(frame.mark.name)
      else if (frame.event === 'dtmf' && frame.dtmf.digit === '0') leave('person', 'pressed 0')
    },
    /** The model hears the caller from here on. The first brief greets; a later one, which knows more, does not. */
    brief(brief: SessionBrief) {
      if (hasLeft) return
      updates += 1
      const tools = [...brief.tools, TRANSFER_TOOL]
      const id = updates === 1 ? 'session' : `session${updates}`
      effects.toModel(sessionUpdate(id, { ...brief, tools, transcriptionModel }))
      if (isReady) return
      isReady = true
      effects.toModel(
        responseCreate('greeting', `Greet the caller. Say exactly this: ${JSON.stringify(brief.greeting)}`),
      )
      effects.awaiting(true)
      for (const append of waiting.splice(0)) effects.toModel(append)
    },
    model(event: ModelEvent) {
      const isOver = hasLeft && !event.type.startsWith('conversation.item.input_audio_transcription')
      if (!isOver) (onModel[event.type] as ((event: ModelEvent) => void) | undefined)?.(event)
    },
    toolDone(callId: string, output: string) {
      if (hasLeft || !openTools.delete(callId)) return
      effects.toModel(toolOutput(callId, output))
      goOn()
    },
    leave,
    /** Turns of the caller's whose words are still to come. */
    get awaitsTranscripts() {
      return awaitedTranscripts.size > 0
    },
  }
}

export type Bridge = ReturnType<typeof createBridge>
