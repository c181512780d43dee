import type { Timing } from '../../src/crm/timing.ts'

export interface SimulatedTiming extends Timing {
  /** Lets time pass until nobody sleeps any more: one sleeper after the other, each at its own moment. */
  run(): Promise<void>
  /** Lets so much time pass, and wakes those who are due. */
  pass(milliseconds: number): Promise<void>
  sleepers(): number
}

interface Sleeper {
  at: number
  wake(): void
}

/** A clock that starts at 0 and moves only when it is told to, for several callers who wait at the same time. */
export function simulatedTiming(random: () => number = () => 1): SimulatedTiming {
  let now = 0
  const sleepers: Sleeper[] = []
  const settled = () => new Promise((done) => setImmediate(done))
  const wakeNext = async (until: number): Promise<boolean> => {
    await settled()
    sleepers.sort((a, b) => a.at - b.at)
    const [first] = sleepers
    if (!first || first.at > until) return false
    sleepers.shift()
    now = Math.max(now, first.at)
    first.wake()
    return true
  }
  return {
    now: () => now,
    random,
    sleepers: () => sleepers.length,
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const sleeper = { at: now + milliseconds, wake: resolve }
        sleepers.push(sleeper)
        signal?.addEventListener('abort', () => {
          const index = sleepers.indexOf(sleeper)
          if (index >= 0) sleepers.splice(index, 1)
          reject(signal.reason)
        })
      }),
    async run() {
      while (await wakeNext(Number.POSITIVE_INFINITY));
    },
    async pass(milliseconds) {
      const until = now + milliseconds
      while (await wakeNext(until));
      now = until
    },
  }
}
