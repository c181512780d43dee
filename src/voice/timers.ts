/** Calls `work` once after so many milliseconds; returns what takes it back. */
export type After = (ms: number, work: () => void) => () => void

export const realAfter: After = (ms, work) => {
  const timer = setTimeout(work, ms)
  return () => clearTimeout(timer)
}

/** The timers of one call: all of them end with it, and none begins after. */
export function createTimers(after: After) {
  const pending = new Set<() => void>()
  let isOver = false
  const later: After = (ms, work) => {
    if (isOver) return () => {}
    const cancel = () => {
      pending.delete(cancel)
      take()
    }
    const take = after(ms, () => {
      pending.delete(cancel)
      work()
    })
    pending.add(cancel)
    return cancel
  }
  return {
    later,
    /** Calls `work` again and again, until the end. */
    every(ms: number, work: () => void) {
      const again = () => {
        later(ms, again)
        work()
      }
      later(ms, again)
    },
    end() {
      isOver = true
      for (const cancel of [...pending]) cancel()
    },
  }
}
