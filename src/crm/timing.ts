/** What waits and chances depend on, so that a test can put its own in place of the system's. */
export interface Timing {
  /** milliseconds since the epoch */
  now(): number
  /** at least 0, below 1 */
  random(): number
  /** Resolves after so many milliseconds; rejects with the signal's reason as soon as that is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
}

export const systemTiming: Timing = {
  now: () => Date.now(),
  random: () => Math.random(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const onAbort = () => {
        clearTimeout(timer)
        reject(signal?.reason)
      }
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', onAbort)
        resolve()
      }, milliseconds)
      signal?.addEventListener('abort', onAbort, { once: true })
    }),
}

/**
 * Exponential backoff with full jitter: anything up to `baseMs × 2^(attempt − 1)`, at most `capMs`, so that callers who
 * failed together do not come back together (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
 * @param attempt the one that failed, from 1
 */
export const backoffMs = (attempt: number, random: () => number, baseMs = 500, capMs = 20_000): number =>
  random() * Math.min(capMs, baseMs * 2 ** (attempt - 1))
