import type { ServerWebSocket, WebSocketHandler } from 'bun'
import { isTwilioSignatureValid } from '../channels/twilio/signature.ts'
import { attributedTo } from '../db/attribution.ts'
import type { Logger } from '../logger.ts'
import { beginCall, type Call } from './call.ts'
import type { CallDeps } from './call-deps.ts'
import { STREAM_PATH } from './config.ts'
import type { CallSocket } from './model-socket.ts'
import { readCallerFrame } from './stream-frames.ts'
import { realAfter } from './timers.ts'

export interface StreamsDeps extends Omit<CallDeps, 'now' | 'after'> {
  logger: Logger
  /** where Twilio opens streams, as it signs them: `wss://…` */
  streamUrl: string
  twilioTokens: readonly string[]
  now?: CallDeps['now']
  after?: CallDeps['after']
}

/** How long a socket may be open before it says which call it is. */
const START_MS = 5_000
/** How long a stopping process waits for its calls to be handed on. */
const STOP_MS = 10_000
const LARGEST_FRAME = 64 * 1024

/** What hangs on one socket. */
export interface StreamData {
  call: Call | null
  isStopped: boolean
  cancelStart: () => void
}

type Upgrade = (request: Request, options: { data: StreamData }) => boolean

export interface Streams {
  /** Answers a request for a stream: undefined once it is a socket, null when it is for somebody else. */
  upgrade(request: Request, server: { upgrade: Upgrade }): Response | undefined | null
  websocket: WebSocketHandler<StreamData>
  /** calls going on */
  readonly size: number
  /** Hands every call on and waits until all is stored; takes no new one. */
  close(): Promise<void>
}

/** The sockets that Twilio opens for calls, in a Bun server. */
export function createStreams(deps: StreamsDeps): Streams {
  const { logger } = deps
  const now = deps.now ?? (() => performance.now())
  const after = deps.after ?? realAfter
  const calls = new Set<Call>()
  let isClosing = false

  const base = deps.streamUrl.slice(0, -STREAM_PATH.length)
  const isSigned = (request: Request) =>
    isTwilioSignatureValid({
      publicUrl: base,
      requestUrl: STREAM_PATH,
      params: {},
      signature: request.headers.get('x-twilio-signature'),
      authTokens: deps.twilioTokens,
    })

  const begin = (socket: ServerWebSocket<StreamData>, text: string) => {
    const frame = readCallerFrame(text)
    if (frame?.event === 'connected') return
    socket.data.cancelStart()
    if (frame?.event !== 'start') return socket.close(1002, 'start expected')
    const by = { actor: 'webhook:twilio', requestId: frame.start.callSid }
    const call = beginCall({ ...deps, now, after, api: attributedTo(deps.api, by) }, socketOf(socket), frame)
    if (!call) return socket.close(1008, 'not ours')
    socket.data.call = call
    calls.add(call)
    call.done.then(() => calls.delete(call))
  }

  return {
    upgrade(request, server) {
      const { pathname, search } = new URL(request.url)
      if (pathname !== STREAM_PATH || request.headers.get('upgrade')?.toLowerCase() !== 'websocket') return null
      if (isClosing) return new Response(null, { status: 503 })
      if (search !== '' || !isSigned(request)) {
        logger.warn('call_stream_forged', {})
        return new Response(null, { status: 403 })
      }
      const data: StreamData = { call: null, isStopped: false, cancelStart: () => {} }
      return server.upgrade(request, { data }) ? undefined : new Response(null, { status: 400 })
    },
    websocket: {
      maxPayloadLength: LARGEST_FRAME,
      backpressureLimit: 16 * 1024 * 1024,
      closeOnBackpressureLimit: true,
      idleTimeout: 60,
      open(socket) {
        socket.data.cancelStart = after(START_MS, () => socket.close(1008, 'no start'))
      },
      message(socket, message) {
        const { data } = socket
        const text = typeof message === 'string' ? message : message.toString()
        if (!data.call) return begin(socket, text)
        const frame = readCallerFrame(text)
        if (frame?.event === 'stop') {
          data.isStopped = true
          data.call.end('hung_up')
        } else if (frame) data.call.bridge.caller(frame)
      },
      close({ data }) {
        data.cancelStart()
        // Without a stop the caller may still be on the line, and Twilio asks what next.
        data.call?.end(data.isStopped ? 'hung_up' : 'lost')
      },
    },
    get size() {
      return calls.size
    },
    async close() {
      isClosing = true
      for (const { bridge } of calls) bridge.leave('shutdown')
      const all = Promise.all([...calls].map(({ done }) => done))
      await Promise.race([all, new Promise<void>((resolve) => void after(STOP_MS, resolve))])
    },
  }
}

const socketOf = (socket: ServerWebSocket<StreamData>): CallSocket => ({
  // 0: dropped; -1: queued, which is as good.
  send: (text) => socket.readyState === WebSocket.OPEN && socket.send(text) !== 0,
  get bufferedBytes() {
    return socket.getBufferedAmount()
  },
  close: (code, reason) => socket.close(code, reason),
})
