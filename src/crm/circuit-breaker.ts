export type BreakerState = 'closed' | 'open' | 'half_open'

export interface BreakerSnapshot {
  state: BreakerState
  /** since the last success */
  consecutiveFailures: number
  /** when the first of them opened it; null while closed */
  openedAt: Date | null
  /** when the next request may try again; null while closed */
  retryAt: Date | null
  /** error code of the newest failure; null after a success */
  lastFailure: string | null
}

export interface BreakerChange extends BreakerSnapshot {
  from: BreakerState
  at: Date
}

export interface BreakerOptions {
  now: () => number
  /** failures one after the other that open it, 5 when left out */
  failuresToOpen?: number
  /** how long it then refuses; doubles each time the probe fails too, up to longestOpenMs. 30 s and 5 min when left out */
  openMs?: number
  longestOpenMs?: number
  /** after so long without a verdict a probe counts as lost and another may go, 60 s when left out */
  probeMs?: number
  onStateChange?: (change: BreakerChange) => void
}

/** One admitted request; exactly one of the three is called, and only the first call counts. */
export interface BreakerPass {
  succeeded(): void
  failed(code: string): void
  /** ended without a verdict on the other side, e.g. the caller gave up */
  abandoned(): void
}

export interface CircuitBreaker {
  /** A pass, or how long the circuit stays open at least. */
  admit(): BreakerPass | { retryAfterMs: number }
  snapshot(): BreakerSnapshot
}

/**
 * Spares a service that fails: after some failures in a row nothing is sent for a while, then a single probe decides. Its
 * state is this process's (this isolate's) own. No promise or timer is shared between callers, because a Worker may not
 * wait for another request's.
 */
export function createCircuitBreaker(options: BreakerOptions): CircuitBreaker {
  const { now, failuresToOpen = 5, openMs = 30_000, longestOpenMs = 300_000, probeMs = 60_000 } = options
  let state: BreakerState = 'closed'
  let failures = 0
  let lastFailure: string | null = null
  let openedAt = 0
  let pauseMs = openMs
  let retryAt = 0
  // Verdicts of requests that were admitted before the last change of state come too late to count.
  let era = 0

  const snapshot = (): BreakerSnapshot => ({
    state,
    consecutiveFailures: failures,
    openedAt: state === 'closed' ? null : new Date(openedAt),
    retryAt: state === 'closed' ? null : new Date(retryAt),
    lastFailure,
  })
  const turn = (to: BreakerState) => {
    const from = state
    state = to
    era += 1
    if (from !== to) options.onStateChange?.({ ...snapshot(), from, at: new Date(now()) })
  }
  const open = () => {
    if (state === 'closed') openedAt = now()
    retryAt = now() + pauseMs
    turn('open')
  }
  const close = () => {
    pauseMs = openMs
    turn('closed')
  }

  const passOf = (mine: number, isProbe: boolean): BreakerPass => {
    let isSettled = false
    const settle = (verdict: () => void) => () => {
      if (isSettled || mine !== era) return
      isSettled = true
      verdict()
    }
    return {
      succeeded: settle(() => {
        failures = 0
        lastFailure = null
        if (isProbe) close()
      }),
      failed: (code) =>
        settle(() => {
          failures += 1
          lastFailure = code
          if (isProbe) pauseMs = Math.min(pauseMs * 2, longestOpenMs)
          if (isProbe || failures >= failuresToOpen) open()
        })(),
      abandoned: settle(() => {
        // The next caller probes in its stead.
        if (isProbe) retryAt = now()
      }),
    }
  }

  return {
    snapshot,
    admit() {
      if (state === 'closed') return passOf(era, false)
      if (now() < retryAt) return { retryAfterMs: retryAt - now() }
      retryAt = now() + probeMs
      turn('half_open')
      return passOf(era, true)
    },
  }
}
