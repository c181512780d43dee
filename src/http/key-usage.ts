import type { Logger } from '../logger.ts'

export interface KeyUsage {
  /** Notes that a key was used; writes nothing yet. */
  note(keyId: string, at: Date): void
  /** Writes what was noted in one call; on failure it stays noted and the next flush tries again. */
  flush(): Promise<void>
}

export interface KeyUsageOptions {
  touch: (args: { keyIds: string[]; usedAt: Date[] }) => Promise<unknown>
  logger: Logger
  defer?: (flush: () => Promise<void>) => void
}

const FLUSH_AFTER_MS = 5000

// Unref'd where the runtime knows it, so that a pending flush does not keep a process alive.
const later = (flush: () => Promise<void>) => {
  const timer: unknown = setTimeout(flush, FLUSH_AFTER_MS)
  if (typeof timer === 'object' && timer !== null && 'unref' in timer && typeof timer.unref === 'function')
    timer.unref()
}

/** Collects the last use of API keys, so that no request pays for writing it and one busy key is one row a flush. */
export function createKeyUsage({ touch, logger, defer = later }: KeyUsageOptions): KeyUsage {
  let used = new Map<string, Date>()
  let pending = false

  const flush = async () => {
    pending = false
    if (used.size === 0) return
    const batch = used
    used = new Map()
    try {
      await touch({ keyIds: [...batch.keys()], usedAt: [...batch.values()] })
    } catch (error) {
      used = new Map([...batch, ...used])
      logger.warn('key_usage_not_written', { keys: batch.size, error })
    }
  }

  return {
    note(keyId, at) {
      used.set(keyId, at)
      if (pending) return
      pending = true
      defer(flush)
    },
    flush,
  }
}
