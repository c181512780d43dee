import type { ServerWebSocket } from 'bun'
import { type ClientEvent, type ClientSession, clientEvent, createVad } from './realtime-rules.ts'

/** How the next answer goes; without a step it is "All right." */
export interface AnswerStep {
  say?: string
  /** length of its sound; by default 60 ms a word */
  audioMs?: number
  /** of each piece; by default 200 */
  deltaMs?: number
  /** the sound comes, and the answer is not over until `finish` */
  isOpen?: true
  tools?: { name: string; arguments: object }[]
  hang?: true
  drop?: true
  fail?: true
  error?: { type: string; code?: string }
}

export interface RealtimeSession {
  model: string
  events: ClientEvent[]
  /** as the last session.update left it */
  settings: ClientSession | null
  audio: Uint8Array[]
  /** how often the client sent what the API refuses */
  refusals: string[]
  truncations: { itemId: string; audioEndMs: number }[]
  send(event: object): void
  /** ends the answer that a step left open */
  finish(): void
  drop(): void
}

export interface RealtimeDouble {
  /** `ws://127.0.0.1:<port>/v1/realtime` */
  url: string
  apiKey: string
  sessions: RealtimeSession[]
  next(...steps: AnswerStep[]): void
  /** what the next turns of the caller are written down as; null: the transcription fails */
  hears(...transcripts: (string | null)[]): void
  /** refuse connections with this status, until set to null */
  refuseWith: number | null
  /** hold transcriptions back until `releaseTranscripts` */
  holdsTranscripts: boolean
  releaseTranscripts(): void
  /** the sound of an answer, by default a tone */
  sound(ms: number): Uint8Array
  stop(): Promise<void>
}

interface Data {
  session: RealtimeSession
  handle(text: string): void
}

const newId = (prefix: string) => `${prefix}_${crypto.randomUUID().replaceAll('-', '').slice(0, 20)}`
const tone = (ms: number) => new Uint8Array(ms * 8).fill(0x9a)
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

/** OpenAI's Realtime API as of its general availability, over WebSocket on loopback: as strict, and able to fail. */
export function startRealtimeDouble(): RealtimeDouble {
  const steps: AnswerStep[] = []
  const transcripts: (string | null)[] = []
  const held: (() => void)[] = []
  const apiKey = newId('sk')
  const double: RealtimeDouble = {
    url: '',
    apiKey,
    sessions: [],
    next: (...more) => void steps.push(...more),
    hears: (...more) => void transcripts.push(...more),
    refuseWith: null,
    holdsTranscripts: false,
    releaseTranscripts: () => {
      for (const release of held.splice(0)) release()
    },
    sound: tone,
    stop: () => server.stop(true),
  }

  const server = Bun.serve<Data>({
    hostname: '127.0.0.1',
    port: 0,
    fetch(request, server) {
      const url = new URL(request.url)
      const model = url.searchParams.get('model')
      if (double.refuseWith) return new Response('{"error":{}}', { status: double.refuseWith })
      if (request.headers.get('authorization') !== `Bearer ${apiKey}`) return new Response('{}', { status: 401 })
      if (url.pathname !== '/v1/realtime' || !model) return new Response('{}', { status: 404 })
      const data = { session: null, handle: () => {} } as unknown as Data
      Object.assign(data, { model })
      return server.upgrade(request, { data }) ? undefined : new Response(null, { status: 400 })
    },
    websocket: {
      open(socket) {
        const { model } = socket.data as unknown as { model: string }
        Object.assign(socket.data, openSession(double, socket, model, { steps, transcripts, held }))
        double.sessions.push(socket.data.session)
        socket.data.session.send({ type: 'session.created', session: { type: 'realtime', model } })
      },
      message: (socket, text) => socket.data.handle(String(text)),
    },
  })
  double.url = `ws://127.0.0.1:${server.port}/v1/realtime`
  return double
}

interface Scripts {
  steps: AnswerStep[]
  transcripts: (string | null)[]
  held: (() => void)[]
}

function openSession(
  double: RealtimeDouble,
  socket: ServerWebSocket<Data>,
  model: string,
  { steps, transcripts, held }: Scripts,
): Data {
  const vad = createVad()
  /** how much sound each of the model's items has */
  const sounds = new Map<string, number>()
  const calls = new Set<string>()
  let active: { id: string; finish(status: string, reason?: string): void } | null = null
  let turn: string | null = null

  const session: RealtimeSession = {
    model,
    events: [],
    settings: null,
    audio: [],
    refusals: [],
    truncations: [],
    send: (event) => void socket.send(JSON.stringify({ event_id: newId('event'), ...event })),
    finish: () => active?.finish('completed'),
    drop: () => socket.terminate(),
  }
  const { send } = session
  const refuse = (event: { event_id?: string | undefined }, code: string, message: string) => {
    session.refusals.push(message)
    send({
      type: 'error',
      error: { type: 'invalid_request_error', code, message, param: null, event_id: event.event_id ?? null },
    })
  }

  const answer = () => {
    const step = steps.shift() ?? {}
    if (step.drop) return session.drop()
    if (step.hang) return
    if (step.error)
      return send({ type: 'error', error: { message: 'scripted', code: null, event_id: null, ...step.error } })
    const id = newId('resp')
    const itemId = newId('item')
    send({ type: 'response.created', response: { id, status: 'in_progress' } })
    const words = (step.say ?? (step.tools ? '' : 'All right.')).split(' ').filter(Boolean)
    const audioMs = step.audioMs ?? words.length * 60
    active = {
      id,
      finish(status, reason) {
        active = null
        if (status === 'completed' && words.length > 0) {
          send({ type: 'response.output_audio.done', response_id: id, item_id: itemId })
          send({
            type: 'response.output_audio_transcript.done',
            response_id: id,
            item_id: itemId,
            transcript: words.join(' '),
          })
        }
        const usage = {
          total_tokens: 700,
          input_tokens: 500,
          output_tokens: 200,
          input_token_details: {
            text_tokens: 300,
            audio_tokens: 200,
            cached_tokens: 150,
            cached_tokens_details: { text_tokens: 100, audio_tokens: 50 },
          },
          output_token_details: { text_tokens: 50, audio_tokens: 150 },
        }
        send({
          type: 'response.done',
          response: { id, status, status_details: reason ? { type: status, reason } : null, usage },
        })
      },
    }
    if (step.fail) return active.finish('failed')
    if (words.length > 0) {
      const item = { id: itemId, type: 'message', role: 'assistant', status: 'in_progress' }
      send({ type: 'response.output_item.added', response_id: id, item })
      send({ type: 'conversation.item.added', item, previous_item_id: null })
      sounds.set(itemId, audioMs)
      const [pieceMs, sound] = [step.deltaMs ?? 200, double.sound(audioMs)]
      const pieces = Math.max(1, Math.ceil(audioMs / pieceMs))
      for (let piece = 0; piece < pieces; piece += 1) {
        const delta = base64(sound.subarray(piece * pieceMs * 8, (piece + 1) * pieceMs * 8))
        send({
          type: 'response.output_audio.delta',
          response_id: id,
          item_id: itemId,
          output_index: 0,
          content_index: 0,
          delta,
        })
      }
      for (const [index, word] of words.entries()) {
        const delta = index === 0 ? word : ` ${word}`
        send({ type: 'response.output_audio_transcript.delta', response_id: id, item_id: itemId, delta })
      }
    }
    for (const { name, arguments: args } of step.tools ?? []) {
      const callId = newId('call')
      calls.add(callId)
      send({
        type: 'response.function_call_arguments.done',
        response_id: id,
        item_id: newId('item'),
        call_id: callId,
        name,
        arguments: JSON.stringify(args),
      })
    }
    if (!step.isOpen) active.finish('completed')
  }

  const transcribe = (itemId: string) => {
    const transcript = transcripts.length > 0 ? transcripts.shift() : 'Hello.'
    const tell = () =>
      transcript === null
        ? send({ type: 'conversation.item.input_audio_transcription.failed', item_id: itemId, error: {} })
        : send({
            type: 'conversation.item.input_audio_transcription.completed',
            item_id: itemId,
            content_index: 0,
            transcript,
          })
    if (double.holdsTranscripts) held.push(tell)
    else tell()
  }

  const listen = (bytes: Uint8Array) => {
    session.audio.push(bytes)
    for (const { kind, atMs } of vad(bytes)) {
      if (kind === 'started') {
        turn = newId('item')
        send({ type: 'input_audio_buffer.speech_started', audio_start_ms: atMs, item_id: turn })
        active?.finish('cancelled', 'turn_detected')
      } else if (turn) {
        const item = { id: turn, type: 'message', role: 'user' }
        send({ type: 'input_audio_buffer.speech_stopped', audio_end_ms: atMs, item_id: turn })
        send({ type: 'input_audio_buffer.committed', item_id: turn, previous_item_id: null })
        send({ type: 'conversation.item.added', item, previous_item_id: null })
        answer()
        // Written down on the side, and ready after the answer has begun.
        transcribe(turn)
        turn = null
      }
    }
  }

  const handle = (text: string) => {
    const parsed = clientEvent.safeParse(JSON.parse(text))
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      return refuse({}, 'invalid_value', `${issue?.path.join('.')}: ${issue?.message}`)
    }
    const event = parsed.data
    session.events.push(event)
    if (event.type === 'session.update') {
      session.settings = event.session
      send({ type: 'session.updated', session: event.session })
    } else if (!session.settings) refuse(event, 'invalid_value', `${event.type} before the session is set up`)
    else if (event.type === 'input_audio_buffer.append') listen(Buffer.from(event.audio, 'base64'))
    else if (event.type === 'response.create') {
      if (active) refuse(event, 'conversation_already_has_active_response', 'an answer is under way')
      else answer()
    } else if (event.type === 'conversation.item.truncate') {
      const ms = sounds.get(event.item_id)
      if (ms === undefined) return refuse(event, 'item_not_found', 'there is no such item of the assistant')
      if (event.audio_end_ms > ms) return refuse(event, 'invalid_value', 'audio_end_ms is after the end of the sound')
      sounds.set(event.item_id, event.audio_end_ms)
      session.truncations.push({ itemId: event.item_id, audioEndMs: event.audio_end_ms })
      send({
        type: 'conversation.item.truncated',
        item_id: event.item_id,
        content_index: 0,
        audio_end_ms: event.audio_end_ms,
      })
    } else if (event.type === 'conversation.item.create' && !calls.delete(event.item.call_id)) {
      refuse(event, 'invalid_value', 'no such call_id')
    }
  }
  return { session, handle }
}
