import type { Api, ApiResult } from '../db/generated.ts'
import type { Logger } from '../logger.ts'
import type { Turn } from './types.ts'

const PAUSES_MS = [100, 500, 2_000]

export type StoredTurn = ApiResult<'storeCallTurn'>

/** Stores what is said, one turn after the other in the order it came, each again after a pause where it fails. */
export function createTurns(
  { api, logger }: { api: Pick<Api, 'storeCallTurn'>; logger: Logger },
  key: { tenantId: string; callId: string },
  stored: (turn: Turn, result: StoredTurn) => void,
) {
  let last: Promise<void> = Promise.resolve()

  const store = async (turn: Turn): Promise<void> => {
    for (const pause of [...PAUSES_MS, null]) {
      try {
        return stored(turn, await api.storeCallTurn({ ...key, turn: { ...turn, offsetMs: Math.round(turn.offsetMs) } }))
      } catch (error) {
        if (pause === null) return logger.error('call_turn_lost', { ...key, itemId: turn.itemId, error })
        await new Promise((resolve) => setTimeout(resolve, pause))
      }
    }
  }
  return {
    add(turn: Turn) {
      last = last.then(() => store(turn))
    },
    /** Settles once all that was added is stored, or given up on. */
    settled: async () => {
      let seen: Promise<void>
      do {
        seen = last
        await seen
      } while (seen !== last)
    },
  }
}
