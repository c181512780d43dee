import type { ApiResult } from '../db/generated.ts'
import { type Bridge, createBridge } from './bridge.ts'
import { createBriefs } from './briefs.ts'
import { type CallDeps, streamParameters } from './call-deps.ts'
import { handOn } from './hand-on.ts'
import { readModelEvent } from './model-events.ts'
import type { CallSocket } from './model-socket.ts'
import type { StartFrame } from './stream-frames.ts'
import { createTimers } from './timers.ts'
import { createTurns } from './turns.ts'
import type { Leaving } from './types.ts'
import { usageOf } from './usage.ts'

/** How long the first words wait to know who is calling. */
const BRIEF_MS = 1_000
/** How long the model has to open the session, and afterwards to make a sound until Postgres says otherwise. */
const ANSWER_MS = 8_000
/** How long Postgres has to say that the call is ours. */
const OPEN_MS = 4_000
const TOUCH_MS = 30_000
/** How long after the caller hung up their last words may still be written down. */
const LAST_WORDS_MS = 2_000
/** Half a minute of sound that the model does not take. */
const MOST_MODEL_BACKLOG = 512 * 1024
const MOST_CALLER_BACKLOG = 8 * 1024 * 1024

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
  const given = streamParameters.safeParse(frame.start.customParameters)
  if (!given.success) return null
  const { tenant: tenantId, call: callId, token, greeting, model: modelName } = given.data
  const { api, logger } = deps
  const { streamSid } = frame
  const { callSid } = frame.start
  const key = { tenantId, callId }
  const began = deps.now()
  const done = Promise.withResolvers<void>()
  const abort = new AbortController()
  const timers = createTimers(deps.after)
  let model: CallSocket | null = null
  let opened: Opened | null = null
  let isLate = false
  let isOver = false
  let answerMs = ANSWER_MS
  let stopAwaiting: (() => void) | null = null
  let lastMessageId: string | null = null
  const briefs = createBriefs(deps, key, () => lastMessageId, abort.signal)

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
        briefs.runTool(call).then((output) => bridge.toolDone(call.id, output), failed('call_tool_failed'))
      },
      record: (facts) => void record(usageOf(facts)),
      awaiting: (isAwaited) => {
        if (!isAwaited) {
          stopAwaiting?.()
          stopAwaiting = null
        } else stopAwaiting ??= timers.later(answerMs, () => silent())
      },
      leave: (why, reason) => void leave(why, reason).catch(failed('call_not_handed_on')),
    },
  })
  const giveUp = (outcome: 'timeout' | 'network', reason: string) => {
    const latencyMs = Math.round(deps.now() - began)
    opening.then(() => (opened ? record({ requestId: null, outcome, latencyMs }) : undefined))
    bridge.leave('model_failed', reason)
  }
  const silent = () => giveUp('timeout', 'no sound in time')

  const rebrief = (brief: ApiResult<'getCallBrief'>) => {
    if (!isOver) bridge.brief(briefs.full(brief))
  }
  /** The model is there, and so is what it must know, or the time for that is up. */
  const greet = () => {
    if (!model || isOver) return
    if (opened) bridge.brief(briefs.full(opened))
    else if (isLate) bridge.brief(briefs.plain(greeting))
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
      timers.later(answer.maxSeconds * 1000, () => bridge.leave('time_limit'))
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
  timers.later(BRIEF_MS, () => {
    isLate = true
    if (!opened) greet()
  })
  timers.later(OPEN_MS, () => {
    if (!opened) end('lost')
  })
  timers.every(TOUCH_MS, () => void api.touchCall(key).catch(failed('call_touch_failed')))

  /** The call goes on without the assistant. */
  async function leave(why: Leaving, reason?: string) {
    await opening
    if (isOver) return
    await handOn(deps, { ...key, callSid }, why, reason ?? null)
    await close(why, true)
  }

  function end(how: 'hung_up' | 'lost') {
    close(how, true).catch(failed('call_end_failed'))
  }

  async function close(how: End, isKnown: boolean) {
    if (isOver) return
    isOver = true
    timers.end()
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
