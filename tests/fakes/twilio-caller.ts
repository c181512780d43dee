import { signTwilioRequest } from '../../src/channels/twilio/signature.ts'

/** 20 ms of µ-law. */
export const FRAME_BYTES = 160
const SILENCE = 0xff

export interface CallerOptions {
  /** where the socket really is: `ws://127.0.0.1:…` */
  url: string
  /** where Twilio believes it is, which is what it signs */
  signedUrl: string
  authToken: string
  callSid: string
  /** the `<Parameter>`s of the TwiML */
  parameters: Record<string, string>
  /** called for each piece of sound that comes, with when */
  onSound?: (payload: string, at: number) => void
  onClear?: (at: number) => void
}

type Heard = { kind: 'sound'; ms: number } | { kind: 'mark'; name: string }

/**
 * Twilio's side of a media stream, with the caller behind it. Its time is that of the frames it sends: 20 ms of what came
 * is played, and marks returned, with each frame, so that a test's figures do not depend on the machine.
 */
export async function connectCaller(options: CallerOptions) {
  const streamSid = `MZ${crypto.randomUUID().replaceAll('-', '')}`
  const accountSid = `AC${'0'.repeat(32)}`
  const headers = { 'x-twilio-signature': signTwilioRequest(options.authToken, options.signedUrl, {}) }
  const socket = new WebSocket(options.url, { headers } as never)
  const queue: Heard[] = []
  const waiting: (() => void)[] = []
  const closed = Promise.withResolvers<{ code: number }>()
  let sequence = 0
  let chunk = 0
  let clockMs = 0
  const caller = {
    streamSid,
    /** milliseconds of sound that came, were played, and were dropped unheard */
    soundMs: 0,
    playedMs: 0,
    clears: 0,
    marks: 0,
    isClosed: false,
    closed: closed.promise,
  }

  const send = (frame: object) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame))
  }
  const numbered = (event: string, more: object) => {
    sequence += 1
    send({ event, sequenceNumber: String(sequence), streamSid, ...more })
  }
  const returnMark = (name: string) => numbered('mark', { mark: { name } })

  const play = (ms: number) => {
    let left = ms
    for (let next = queue[0]; next; next = queue[0]) {
      if (next.kind === 'mark') {
        returnMark(next.name)
        queue.shift()
      } else if (left <= 0) return
      else {
        const played = Math.min(left, next.ms)
        next.ms -= played
        left -= played
        caller.playedMs += played
        if (next.ms === 0) queue.shift()
      }
    }
  }

  socket.addEventListener('message', ({ data }) => {
    const frame = JSON.parse(String(data)) as {
      event: string
      streamSid: string
      media: { payload: string }
      mark: { name: string }
    }
    // Twilio closes a stream that sends it what it does not know.
    if (frame.streamSid !== streamSid || !['media', 'mark', 'clear'].includes(frame.event)) return socket.close(1003)
    if (frame.event === 'media') {
      const ms = Buffer.from(frame.media.payload, 'base64').length / 8
      caller.soundMs += ms
      queue.push({ kind: 'sound', ms })
      options.onSound?.(frame.media.payload, performance.now())
    } else if (frame.event === 'mark') {
      caller.marks += 1
      if (queue.length === 0) returnMark(frame.mark.name)
      else queue.push({ kind: 'mark', name: frame.mark.name })
    } else {
      caller.clears += 1
      options.onClear?.(performance.now())
      for (const left of queue.splice(0)) if (left.kind === 'mark') returnMark(left.name)
    }
    for (const look of waiting.splice(0)) look()
  })
  socket.addEventListener('close', ({ code }) => {
    caller.isClosed = true
    closed.resolve({ code })
    for (const look of waiting.splice(0)) look()
  })
  const isOpen = await new Promise<boolean>((settle) => {
    socket.addEventListener('open', () => settle(true))
    socket.addEventListener('error', () => settle(false))
    socket.addEventListener('close', () => settle(false))
  })

  const frameOut = (bytes: Uint8Array) => {
    chunk += 1
    clockMs += 20
    play(20)
    numbered('media', {
      media: {
        track: 'inbound',
        chunk: String(chunk),
        timestamp: String(clockMs),
        payload: Buffer.from(bytes).toString('base64'),
      },
    })
  }

  return Object.assign(caller, {
    isOpen,
    connected: () => send({ event: 'connected', protocol: 'Call', version: '1.0.0' }),
    start: (parameters = options.parameters) =>
      numbered('start', {
        start: {
          accountSid,
          streamSid,
          callSid: options.callSid,
          tracks: ['inbound'],
          mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
          customParameters: parameters,
        },
      }),
    frame: frameOut,
    /** Says this, frame by frame, the last one filled up with silence. */
    speak(bytes: Uint8Array) {
      for (let at = 0; at < bytes.length; at += FRAME_BYTES) {
        const frame = new Uint8Array(FRAME_BYTES).fill(SILENCE)
        frame.set(bytes.subarray(at, at + FRAME_BYTES))
        frameOut(frame)
      }
    },
    silence(ms: number) {
      for (let passed = 0; passed < ms; passed += 20) frameOut(new Uint8Array(FRAME_BYTES).fill(SILENCE))
    },
    press: (digit: string) => numbered('dtmf', { dtmf: { track: 'inbound_track', digit } }),
    /** The stream ends as Twilio ends it: the caller hung up, or the call goes on with other TwiML. */
    hangUp() {
      numbered('stop', { stop: { accountSid, callSid: options.callSid } })
      socket.close(1000)
    },
    /** The connection breaks. */
    break: () => (socket as unknown as { terminate(): void }).terminate(),
    raw: (text: string) => socket.send(text),
    /** Waits until it is so, looking again at everything that comes. */
    async until(isSo: () => boolean, ms = 10_000) {
      const deadline = performance.now() + ms
      while (!isSo()) {
        if (performance.now() > deadline) throw new Error('the caller waited in vain')
        await Promise.race([new Promise<void>((look) => waiting.push(look)), Bun.sleep(20)])
      }
    },
  })
}

export type Caller = Awaited<ReturnType<typeof connectCaller>>
