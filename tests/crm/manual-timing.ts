import type { Timing } from '../../src/crm/timing.ts'

export interface ManualTiming extends Timing {
  /** every wait that was asked for, in milliseconds */
  slept: number[]
  advance(milliseconds: number): void
}

/**
 * A clock that stands still but for what is slept: a wait is over at once, and then it is that much later. Chance is as given:
 * by default the greatest there is, so that a backoff is (all but) its upper bound.
 */
export function manualTiming(random: () => number = () => 1): ManualTiming {
  let now = Date.parse('2026-11-21T15:00:00Z')
  const slept: number[] = []
  return {
    slept,
    now: () => now,
    random,
    advance: (milliseconds) => {
      now += milliseconds
    },
    sleep: async (milliseconds, signal) => {
      signal?.throwIfAborted()
      slept.push(milliseconds)
      now += milliseconds
    },
  }
}
