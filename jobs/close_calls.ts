import { z } from 'zod'
import type { Api } from '../src/db/generated.ts'
import type { JobDefinition } from './definition.ts'
import { declarationOf } from './queues.ts'

export interface CloseCallsDeps {
  api: Pick<Api, 'closeLostCalls'>
}

const BATCH = 500

/** Ends the calls that nobody told the end of: their process died, or no status callback is set up. */
export const closeCalls = ({ api }: CloseCallsDeps): JobDefinition => ({
  ...declarationOf('close_calls'),
  payload: z.unknown(),
  handle: async (_payload, { signal, logger }) => {
    let total = 0
    let closed: number
    do {
      signal.throwIfAborted()
      closed = await api.closeLostCalls({ limit: BATCH })
      total += closed
    } while (closed === BATCH)
    if (total > 0) logger.info('lost_calls_closed', { count: total })
  },
})
