import type { Logger } from '../logger.ts'
import { createWriteBehind, type Defer } from './write-behind.ts'

export interface KeyUsage {
  /** Notes that a key was used; writes nothing yet. */
  note(keyId: string, at: Date): void
  flush(): Promise<void>
}

export interface KeyUsageOptions {
  touch: (args: { keyIds: string[]; usedAt: Date[] }) => Promise<unknown>
  logger: Logger
  defer?: Defer | undefined
}

/** Collects the last use of API keys: one busy key is one row a flush. */
export function createKeyUsage({ touch, logger, defer }: KeyUsageOptions): KeyUsage {
  const used = createWriteBehind<{ keyId: string; at: Date }>({
    write: (keys) => touch({ keyIds: keys.map(({ keyId }) => keyId), usedAt: keys.map(({ at }) => at) }),
    keyOf: ({ keyId }) => keyId,
    logger,
    failure: 'key_usage_not_written',
    defer,
  })
  return { note: (keyId, at) => used.note({ keyId, at }), flush: () => used.flush() }
}
