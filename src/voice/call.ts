import { z } from 'zod'
import type { TwilioClient } from '../channels/twilio/sender.ts'
import type { Api, ApiResult } from '../db/generated.ts'
import { type Bridge, createBridge, type Leaving, type SessionBrief } from './bridge.ts'
import { type CallToolDeps, type CallTools, callTools } from './call-tools.ts'
import { readModelEvent } from './model-events.ts'
import type { CallSocket, ConnectModel } from './model-socket.ts'
import type { StartFrame } from './stream-frames.ts'
import { createTurns } from './turns.ts'
import { sorryTwiml, stepTwiml } from './twiml.ts'
import { PLAIN_INSTRUCTIONS } from './wording.ts'

export interface CallDeps extends CallToolDeps {
  api: CallToolDeps['api'] &
    Pick<
      Api,
      | 'openCallStream'
      | 'storeCallTurn'
      | 'continueCall'
      | 'endCallStream'
      | 'touchCall'
      | 'recordCallUsage'
      | 'getCallBrief'
    >
  connectModel: ConnectModel
  /** null: Twilio is told by the end of the stream instead, and asks what next */
  twilio: Pick<TwilioClient, 'updateCall'> | null
  publicUrl: string
  transcriptionModel: string
  /** milliseconds that never go backwards */
  now: () => number
  /** calls `work` once after so many milliseconds; returns what takes it back */
  after: (ms: number, work: () => void) => () => void
}

/** How long the first words wait to know who is calling. */
const BRIEF_MS = 1_000
/** How long the model has to open the session, and afterwards to make a sound until Postgres says otherwise. */
const ANSWER_MS = 8_000
const TOUCH_MS = 30_000
/** How long after the caller hung up their last words may still be written down. */
const LAST_WORDS_MS = 2_000
/** Half a minute of sound that the model does not take. */
const MOST_MODEL_BACKLOG = 512 * 1024
const MOST_CALLER_BACKLOG = 8 * 1024 * 1024

const parametersSchema = z.object({
  tenant: z.uuid(),
  call: z.uuid(),
  token: z.string().min(1).max(200),
  model: z.string().min(1).max(100),
  greeting: z.string().max(1000),
})

type Opened = Extract<ApiResult<'openCallStream'>, { outcome: 'open' }>
type End = Leaving | 'hung_up' | 'lost'

/** One call between its start and its end. */
export interface Call {
  bridge: Bridge
  /** The stream ended: the caller hung up, or the socket broke. */
  end(how: 'hung_up' | 'lost'): void
  /** settles once everything of it is stored and both sockets are closed */
  done: Promise<void>
}

/**
 * Joins a caller's stream with a session of the model: opens both at once, has the first words know the caller where
 * Postgres answers within a second, stores what is said, and sees to it that whatever breaks, the caller is handed on.
 * @returns null when the start frame carries none of what our TwiML gave it
 */
export function beginCall(deps: CallDeps, socket: CallSocket, frame: StartFrame): Call | null {
  const given = parametersSchema.safeParse(frame.start.customParameters)
  if (!given.success) return null
  const { tenant: tenantId, call: callId, token, greeting, model: modelName } = given.data
  const { api, logger } = deps
  const { streamSid } = frame
  const { callSid } = frame.start
  const key = { tenantId, callId }
  const began = deps.now()
  const done = Promise.withResolvers<void>()
  const abort = new AbortController()
  const timers = new Set<() => void>()
  const later = (ms: number, work: () => void) => {
    const cancel = deps.after(ms, work)
    timers.add(cancel)
    return cancel
  }
  let model: CallSocket | null = null
  let opened: Opened | null = null
  let tools: CallTools = { specs: [], run: async () => '{}' }
  let toolsOf: string | null = null
  let isLate = false
  let isOver = false
  let answerMs = ANSWER_MS
  let stopAwaiting: (() => void) | null = null
  let lastMessageId: string | null = null

  const failed = (event: string) => (error: unknown) => logger.error(event, { ...key, error })
  const turns = createTurns({ api, logger }, key, (turn, result) => {
    if (turn.role === 'customer' && result.messageId) lastMessageId = result.messageId
    if (result.wantsPerson) bridge.leave('person', 'asked for a person')
    else if (result.isBriefChanged) api.getCallBrief(key).then(rebrief).catch(failed('call_brief_failed'))
  })
  const record = (usage: object) => api.recordCallUsage({ ...key, usage }).catch(failed('call_usage_lost'))

  const bridge = createBridge({
    streamSid,
    transcriptionModel: deps.transcriptionModel,
    now: () => deps.now() - began,
    effects: {
      toCaller: (text) => {
        if (!socket.send(text) || socket.bufferedBytes > MOST_CALLER_BACKLOG) end('lost')
      },
      toModel: (text) => {
        if (!model?.send(text) || model.bufferedBytes > MOST_MODEL_BACKLOG)
          bridge.leave('model_failed', 'takes no sound')
      },
      store: turns.add,
      runTool: (call) => {
        tools.run(call).then((output) => bridge.toolDone(call.id, output), failed('call_tool_failed'))
      },
      record: ({ usage, ...facts }) => {
        const { input_token_details: input, output_token_details: output } = usage ?? {}
        record({
          ...facts,
          textIn: input?.text_tokens ?? 0,
          cachedText: input?.cached_tokens_details?.text_tokens ?? 0,
          audioIn: input?.audio_tokens ?? 0,
          cachedAudio: input?.cached_tokens_details?.audio_tokens ?? 0,
          textOut: output?.text_tokens ?? 0,
          audioOut: output?.audio_tokens ?? 0,
        })
      },
      awaiting: (isAwaited) => {
        if (!isAwaited) {
          stopAwaiting?.()
          stopAwaiting = null
        } else stopAwaiting ??= later(answerMs, () => silent())
      },
      leave: (why, reason) => void handOn(why, reason).catch(failed('call_not_handed_on')),
    },
  })
  const giveUp = (outcome: 'timeout' | 'network', reason: string) => {
    const latencyMs = Math.round(deps.now() - began)
    opening.then(() => (opened ? record({ requestId: null, outcome, latencyMs }) : undefined))
    bridge.leave('model_failed', reason)
  }
  const silent = () => giveUp('timeout', 'no sound in time')

  const briefOf = (
    from: Pick<Opened, 'conversationId' | 'customerId' | 'instructions' | 'greeting' | 'voice' | 'tools'>,
  ) => {
    if (toolsOf !== from.customerId) {
      const { conversationId, customerId, tools: names } = from
      tools = callTools(deps, { ...key, conversationId, customerId, names }, () => lastMessageId, abort.signal)
      toolsOf = customerId
    }
    const { instructions, voice } = from
    return {
      instructions,
      greeting: from.greeting,
      voice,
      tools: tools.specs,
      maxOutputTokens: opened?.maxOutputTokens ?? 4096,
    }
  }
  const rebrief = (brief: ApiResult<'getCallBrief'>) => {
    if (!isOver) bridge.brief(briefOf(brief))
  }
  const plain = (): SessionBrief => ({
    instructions: PLAIN_INSTRUCTIONS,
    greeting,
    voice: 'marin',
    tools: [],
    maxOutputTokens: 4096,
  })
  /** The model is there, and so is what it must know, or the time for that is up. */
  const greet = () => {
    if (!model || isOver) return
    if (opened) bridge.brief(briefOf(opened))
    else if (isLate) bridge.brief(plain())
  }

  const opening = api
    .openCallStream({ ...key, token, stream: { callSid, streamSid } })
    .then((answer) => {
      if (answer.outcome === 'refused') {
        logger.warn('call_stream_refused', { ...key, reason: answer.reason })
        return close('lost', false)
      }
      opened = answer
      answerMs = answer.answerMs
      later(answer.maxSeconds * 1000, () => bridge.leave('time_limit'))
      greet()
    })
    .catch((error: unknown) => {
      failed('call_stream_failed')(error)
      // Twilio asks what next when the stream ends, and is answered without Postgres too.
      return close('lost', false)
    })
  deps
    .connectModel(
      modelName,
      {
        message: (text) => {
          const event = readModelEvent(text)
          if (!event) return
          if (event.type === 'error')
            logger.warn('call_model_error', { ...key, code: event.error.code ?? event.error.type })
          bridge.model(event)
        },
        closed: () => {
          if (!isOver) giveUp('network', 'connection lost')
        },
      },
      AbortSignal.any([abort.signal, AbortSignal.timeout(ANSWER_MS)]),
    )
    .then((connected) => {
      if (isOver) return connected.close(1000, 'over')
      model = connected
      greet()
    })
    .catch((error: unknown) => {
      if (isOver) return
      logger.warn('call_model_unreachable', { ...key, error })
      giveUp('network', 'no connection')
    })
  later(BRIEF_MS, () => {
    isLate = true
    if (!opened) greet()
  })
  const touch = () => {
    later(TOUCH_MS, touch)
    api.touchCall(key).catch(failed('call_touch_failed'))
  }
  later(TOUCH_MS, touch)

  /** The call goes on without the assistant. Where Twilio cannot be told, the end of the stream has it ask. */
  async function handOn(why: Leaving, reason?: string) {
    await opening
    if (isOver) return
    await turns.settled()
    const step = await api
      .continueCall({ ...key, event: { after: why, reason: reason ?? null } })
      .catch((error: unknown) => {
        failed('call_not_continued')(error)
        return null
      })
    logger.info('call_handed_on', { ...key, why, action: step?.action ?? null })
    const xml = step ? stepTwiml(deps.publicUrl, key, step) : sorryTwiml(deps.publicUrl)
    const answer = await deps.twilio?.updateCall({ callSid, twiml: xml })
    if (answer && answer.kind !== 'ok') logger.warn('call_update_failed', { ...key, kind: answer.kind })
    await close(why, true)
  }

  function end(how: 'hung_up' | 'lost') {
    close(how, true).catch(failed('call_end_failed'))
  }

  async function close(how: End, isKnown: boolean) {
    if (isOver) return
    isOver = true
    for (const cancel of timers) cancel()
    try {
      if (how === 'hung_up') await lastWords()
      abort.abort()
      model?.close(1000, 'over')
      socket.close(1000, 'over')
      await turns.settled()
      if (isKnown) await api.endCallStream({ ...key, streamSid, end: how }).catch(failed('call_end_lost'))
      logger.info('call_stream_ended', { ...key, end: how, ms: Math.round(deps.now() - began) })
    } finally {
      done.resolve()
    }
  }
  async function lastWords() {
    const deadline = deps.now() + LAST_WORDS_MS
    while (bridge.awaitsTranscripts && deps.now() < deadline) await new Promise<void>((go) => deps.after(20, go))
  }

  return { bridge, end, done: done.promise }
}
