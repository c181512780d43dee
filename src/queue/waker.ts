import { setTimeout as delay } from 'node:timers/promises'
import { describeError } from '../http/redact.ts'
import type { Logger } from '../logger.ts'

export interface Waker {
  /** Tells the workers, soon after, that an inbox holds something. Call it once that is committed. Never throws. */
  wake(): void
  /** Tells what is still to be told, and no more afterwards. */
  close(): Promise<void>
}

/** What comes in a burst is told of together. */
const SPACING_MS = 10
const RETRY_MS = 1000
/** After that the queue's own schedule, once a minute, has to do. */
const ATTEMPTS = 10

/**
 * Wakes the workers for what was acknowledged, outside of the transactions that store it: a notification would make those
 * wait for each other. One call of `tell` is under way at a time, and one that fails is tried again.
 */
export function createWaker({ tell, logger }: { tell: () => Promise<unknown>; logger: Logger }): Waker {
  const closing = new AbortController()
  let isAsked = false
  let running: Promise<void> | undefined

  const pause = (ms: number) => delay(ms, undefined, { ref: false, signal: closing.signal }).catch(() => {})
  const run = async () => {
    let failures = 0
    while (isAsked && failures < ATTEMPTS) {
      isAsked = false
      try {
        await tell()
        failures = 0
      } catch (error) {
        logger.warn('inbox_not_woken', { error: describeError(error) })
        failures = closing.signal.aborted ? ATTEMPTS : failures + 1
        isAsked = true
      }
      await pause(failures === 0 ? SPACING_MS : RETRY_MS)
    }
    isAsked = false
    running = undefined
  }

  return {
    wake() {
      isAsked = true
      running ??= run()
    },
    async close() {
      closing.abort()
      await running
    },
  }
}
