import { z } from 'zod'
import type { Api } from '../src/db/generated.ts'
import type { JobDefinition } from './definition.ts'
import { declarationOf } from './queues.ts'

export interface PruneDeps {
  api: Pick<Api, 'prune'>
}

const RETENTION_DAYS = 30
const BATCH = 5000

/** Deletes what is kept for 30 days only, in batches, each its own transaction. */
export const prune = ({ api }: PruneDeps): JobDefinition => ({
  ...declarationOf('prune'),
  payload: z.unknown(),
  handle: async (_payload, { signal, logger }) => {
    const totals: Record<string, number> = {}
    let deleted: Record<string, number>
    do {
      signal.throwIfAborted()
      deleted = await api.prune({ retentionDays: RETENTION_DAYS, limit: BATCH })
      for (const [kind, count] of Object.entries(deleted)) totals[kind] = (totals[kind] ?? 0) + count
    } while (Object.values(deleted).some((count) => count === BATCH))
    logger.info('pruned', totals)
  },
})
