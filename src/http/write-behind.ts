import type { Logger } from '../logger.ts'

/** Runs a flush later: after the answer, or when a few seconds have passed. */
export type Defer = (flush: () => Promise<void>) => void

export interface WriteBehind<Item> {
  /** Notes something; writes nothing yet. */
  note(...items: Item[]): void
  /** Writes what was noted in one call; on failure it stays noted and the next flush tries again. */
  flush(): Promise<void>
}

export interface WriteBehindOptions<Item> {
  write: (items: Item[]) => Promise<unknown>
  /** Of items with the same key only the last is kept; without it all are. */
  keyOf?: (item: Item) => string
  logger: Logger
  /** the event that a failure to write is logged as */
  failure: string
  defer?: Defer | undefined
  /** how many are held while the database is away; then the oldest go, and the log says how many */
  most?: number
}

const FLUSH_AFTER_MS = 5000
const MOST = 20_000

// Unref'd where the runtime knows it, so that a pending flush does not keep a process alive.
const later: Defer = (flush) => {
  const timer: unknown = setTimeout(flush, FLUSH_AFTER_MS)
  if (typeof timer === 'object' && timer !== null && 'unref' in timer && typeof timer.unref === 'function')
    timer.unref()
}

/** Gathers what requests leave behind (last use of keys, reads of customers), so that none of them pays for writing it. */
export function createWriteBehind<Item>(options: WriteBehindOptions<Item>): WriteBehind<Item> {
  const { write, keyOf, logger, failure, defer = later, most = MOST } = options
  let noted = new Map<string | number, Item>()
  let serial = 0
  let pending = false

  const forgetOldest = () => {
    const excess = noted.size - most
    if (excess <= 0) return
    for (const key of [...noted.keys()].slice(0, excess)) noted.delete(key)
    logger.error(failure, { lost: excess })
  }

  const flush = async () => {
    pending = false
    if (noted.size === 0) return
    const batch = noted
    noted = new Map()
    try {
      await write([...batch.values()])
    } catch (error) {
      noted = new Map([...batch, ...noted])
      logger.warn(failure, { count: batch.size, error })
      forgetOldest()
    }
  }

  return {
    note(...items) {
      if (items.length === 0) return
      for (const item of items) {
        serial += 1
        noted.set(keyOf ? keyOf(item) : serial, item)
      }
      if (pending) return
      pending = true
      defer(flush)
    },
    flush,
  }
}
