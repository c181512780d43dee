import { type WireError, waitedTooLong } from './wire-error.ts'

interface Waiter<T> {
  who: T
  since: number
  timer: Timer
  resolve: () => void
  reject: (error: WireError) => void
}

/**
 * Hands one engine to many connections in turn, first come first served. A turn lasts until the engine is idle again
 * (no transaction, no open extended-protocol exchange), so statements and transactions of two connections never mix.
 *
 * Who waits gives up when the holder has sent nothing for `idleMs`: a holder at work may take as long as it needs, one that
 * waits for something else (usually, unknowingly, for the waiter) would be waited for for ever.
 */
export class Turns<T> {
  #holder: T | null = null
  #waiting: Waiter<T>[] = []
  #lastActive = performance.now()

  constructor(readonly idleMs: number) {}

  get busy(): boolean {
    return this.#holder !== null
  }

  holds(who: T): boolean {
    return this.#holder === who
  }

  /** Resolves when it is `who`'s turn. Undefined: it is already. Rejects with a WireError (time-out, cancel, dead engine). */
  take(who: T): Promise<void> | undefined {
    if (this.#holder === null) this.#grant(who)
    if (this.#holder === who) return undefined
    return new Promise((resolve, reject) => {
      const waiter = {
        who,
        since: performance.now(),
        resolve,
        reject,
        timer: setTimeout(() => this.#expire(waiter), this.idleMs),
      }
      this.#waiting.push(waiter)
    })
  }

  /** The holder was at work just now. */
  touch(): void {
    this.#lastActive = performance.now()
  }

  release(who: T): void {
    if (this.#holder !== who) return
    const next = this.#waiting.shift()
    if (next === undefined) {
      this.#holder = null
      return
    }
    clearTimeout(next.timer)
    this.#grant(next.who)
    next.resolve()
  }

  /** Ends a wait with an error. @returns false when `who` was not waiting */
  refuse(who: T, error: WireError): boolean {
    const at = this.#waiting.findIndex((waiter) => waiter.who === who)
    const [waiter] = at < 0 ? [] : this.#waiting.splice(at, 1)
    if (waiter === undefined) return false
    clearTimeout(waiter.timer)
    waiter.reject(error)
    return true
  }

  refuseAll(error: WireError): void {
    for (const { who } of [...this.#waiting]) this.refuse(who, error)
  }

  #grant(who: T): void {
    this.#holder = who
    this.touch()
  }

  #expire(waiter: Waiter<T>): void {
    const now = performance.now()
    const idle = now - this.#lastActive
    // half a millisecond of slack: timers may fire a little early
    if (idle + 0.5 >= this.idleMs) this.refuse(waiter.who, waitedTooLong(now - waiter.since, idle))
    else waiter.timer = setTimeout(() => this.#expire(waiter), this.idleMs - idle)
  }
}
