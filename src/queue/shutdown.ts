import { describeError } from '../http/redact.ts'
import type { Logger } from '../logger.ts'

type Signal = 'SIGTERM' | 'SIGINT'

/** The part of `process` that is needed, so that a test can stand in for it. */
export interface SignalSource {
  on(signal: Signal, listener: () => void): unknown
  off(signal: Signal, listener: () => void): unknown
  exit(code: number): void
}

/**
 * On SIGTERM or SIGINT runs `stop` once and exits: 0 when it ended, 1 when it failed. A second signal exits with 1 at once.
 * Returns a function that takes the listeners away.
 */
export function onShutdown(stop: () => Promise<void>, logger: Logger, source: SignalSource = process): () => void {
  let isStopping = false
  const listen = (signal: Signal) => {
    const listener = () => {
      if (isStopping) return source.exit(1)
      isStopping = true
      logger.info('stopping', { signal })
      stop().then(
        () => source.exit(0),
        (error: unknown) => {
          logger.error('stop_failed', { error: describeError(error) })
          source.exit(1)
        },
      )
    }
    source.on(signal, listener)
    return () => source.off(signal, listener)
  }
  const removals = [listen('SIGTERM'), listen('SIGINT')]
  return () => {
    for (const remove of removals) remove()
  }
}
