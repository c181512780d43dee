const WIDTH = 30
const REDRAW_MS = 250
const LINE_MS = 10_000

/** A bar on standard error: redrawn in place on a terminal, a line now and then where that is not one. */
export interface Progress {
  /** Shows how far something is, 0 to 1, unless it was shown a moment ago. */
  show(ratio: number, text: string): void
  /** whether `show` would show anything: for who has to ask how far it is */
  isDue(): boolean
  /** Says something and keeps it on the screen. */
  say(text: string): void
  end(): void
}

export function createProgress(stream: Pick<NodeJS.WriteStream, 'write' | 'isTTY'> = process.stderr): Progress {
  const isTerminal = stream.isTTY === true
  let shownAt = Number.NEGATIVE_INFINITY
  let isDrawn = false
  const isDue = () => performance.now() - shownAt >= (isTerminal ? REDRAW_MS : LINE_MS)
  const clear = () => {
    if (isDrawn) stream.write('\r\u001b[K')
    isDrawn = false
  }
  return {
    isDue,
    show(ratio, text) {
      if (!isDue()) return
      shownAt = performance.now()
      clear()
      stream.write(isTerminal ? `${bar(ratio)} ${text}` : `${percent(ratio)} ${text}\n`)
      isDrawn = isTerminal
    },
    say(text) {
      clear()
      stream.write(`${text}\n`)
    },
    end: clear,
  }
}

const percent = (ratio: number) => `${Math.floor(ratio * 100)} %`.padStart(5)

const bar = (ratio: number) => {
  const filled = Math.round(Math.min(Math.max(ratio, 0), 1) * WIDTH)
  return `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${percent(ratio)}`
}
