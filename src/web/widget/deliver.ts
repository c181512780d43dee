import { ApiError, type ChatApi, isUnauthorized } from './api.ts'
import { readEvents, type ServerEvent } from './events.ts'
import type { Sessions } from './sessions.ts'
import type { Message } from './types.ts'

/** What is heard while a message is delivered and answered. */
export interface DeliveryListener {
  /** The message is stored, in the chat of this id. */
  stored(event: { chatId: string; messageId: string; queued: boolean }): void
  delta(text: string, id: string | null): void
  tool(name: string, isWorking: boolean): void
  /** What was written so far is void. */
  restarted(): void
  /** The answer cannot be written. */
  failed(): void
  answered(message: Message): void
}

export interface DeliveryDeps {
  api: ChatApi
  sessions: Sessions
  /** Resolves after so many milliseconds, or when the browser is online again, whichever is sooner. */
  pause(ms: number): Promise<void>
  whenOnline(): Promise<void>
  /** milliseconds without a byte after which a connection counts as lost; pings come every 15 s */
  silenceMs?: number
}

const SILENCE_MS = 40_000
const ATTEMPTS_TO_STORE = 3
const ATTEMPTS_TO_FOLLOW = 12
const MOST_PAUSE_MS = 20_000

const isFinal = (error: unknown) =>
  error instanceof ApiError && error.status < 500 && error.status !== 408 && error.status !== 429

/**
 * Sends a message and follows its answer to the end. A connection that breaks is taken up where it broke; the message's
 * client id makes every repetition the same message.
 * @throws what kept the message from being stored, or its answer from being heard to the end
 */
export async function deliver(
  { api, sessions, pause, whenOnline, silenceMs = SILENCE_MS }: DeliveryDeps,
  message: { clientId: string; text: string },
  listener: DeliveryListener,
): Promise<void> {
  let lastEventId: string | null = null
  let isStored = false
  let isInterrupted = false
  let attempt = 0

  const hear = ({ name, id, data }: ServerEvent): boolean => {
    const content = JSON.parse(data)
    if (id) lastEventId = id
    if (id || name === 'tool') attempt = 0
    switch (name) {
      case 'session':
        isStored = true
        listener.stored(content)
        break
      case 'delta':
        listener.delta(content.text, id)
        break
      case 'tool':
        listener.tool(content.name, content.state === 'started')
        break
      case 'error':
        // Whatever else it is, the answer is still being written: only the watching is over.
        isInterrupted = !content.recovering && content.code !== 'provider_failed'
        if (content.recovering) listener.restarted()
        else if (!isInterrupted) listener.failed()
        break
      case 'message':
        listener.answered(content)
    }
    return name === 'done'
  }

  /** Whether the stream came to its end; one that does not say that the message is stored has not begun. */
  const listen = async (): Promise<boolean> => {
    const connection = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const alive = () => {
      clearTimeout(timer)
      timer = setTimeout(() => connection.abort(), silenceMs)
    }
    try {
      alive()
      isInterrupted = false
      const signal = connection.signal
      const body = await sessions.with((session) => api.stream(session, message, { lastEventId, signal }))
      for await (const event of readEvents(body, alive)) if (hear(event)) return isStored && !isInterrupted
      return false
    } finally {
      clearTimeout(timer)
    }
  }

  for (;;) {
    await whenOnline()
    let failure: unknown = new TypeError('the stream ended early')
    try {
      if (await listen()) return
    } catch (error) {
      failure = error
    }
    attempt += 1
    if (isUnauthorized(failure) || isFinal(failure)) throw failure
    if (attempt >= (isStored ? ATTEMPTS_TO_FOLLOW : ATTEMPTS_TO_STORE)) throw failure
    const asked = failure instanceof ApiError ? failure.retryAfterSeconds : null
    await pause(Math.min(asked === null ? 500 * 2 ** attempt : asked * 1000, MOST_PAUSE_MS))
  }
}
