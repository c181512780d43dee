import type { Timing } from './timing.ts'

export interface TokenBucket {
  /**
   * Waits for leave to make one request, first come first served (after a hold, in any order).
   * @returns null, or the wait in milliseconds that would be needed when it exceeds `longestWaitMs`; then nothing was taken
   * @throws the signal's reason when it is aborted first; the leave goes to somebody else
   */
  take(options: { longestWaitMs: number; signal?: AbortSignal }): Promise<number | null>
  /** Nobody gets leave for so long, those who wait already included; after that one a time. */
  hold(milliseconds: number): void
}

/**
 * A token bucket, kept as the time at which it would be full again (the generic cell rate algorithm), so that it needs no
 * timer of its own.
 * @param options.burst how many may go at once after a rest
 */
export function createTokenBucket(
  { now, sleep }: Pick<Timing, 'now' | 'sleep'>,
  options: { ratePerSecond: number; burst: number },
): TokenBucket {
  const { ratePerSecond, burst } = options
  if (!(ratePerSecond > 0) || !(burst >= 1))
    throw new RangeError('a token bucket needs a rate above 0 and a burst from 1')
  const intervalMs = 1000 / ratePerSecond
  let fullAt = 0
  let heldUntil = 0
  // Those who wait when a hold begins line up again behind it.
  let holds = 0

  return {
    async take({ longestWaitMs, signal }) {
      for (;;) {
        signal?.throwIfAborted()
        const claimed = Math.max(now(), fullAt) + intervalMs
        const waitMs = claimed - burst * intervalMs - now()
        if (waitMs > longestWaitMs) return waitMs
        fullAt = claimed
        if (waitMs <= 0) return null
        const before = holds
        try {
          await sleep(waitMs, signal)
        } catch (error) {
          if (before === holds) fullAt -= intervalMs
          throw error
        }
        if (before === holds) return null
      }
    },
    hold(milliseconds) {
      const until = now() + milliseconds
      if (until <= heldUntil) return
      heldUntil = until
      holds += 1
      fullAt = until + (burst - 1) * intervalMs
    },
  }
}
