import { z } from 'zod'
import type { Api } from '../src/db/generated.ts'
import type { JobDefinition } from './definition.ts'
import { declarationOf } from './queues.ts'

export interface ClassifyMessagesDeps {
  api: Pick<Api, 'classifyMessages'>
}

const BATCH = 1000
const SLICE_MS = 45_000

/** Says of the messages that imports brought what they are about, in batches, each its own transaction. */
export const classifyMessages = ({ api }: ClassifyMessagesDeps, sliceMs = SLICE_MS): JobDefinition => ({
  ...declarationOf('classify_messages'),
  payload: z.unknown(),
  handle: async (_payload, { signal, logger }) => {
    const end = performance.now() + sliceMs
    let total = 0
    let read: number | null
    do {
      signal.throwIfAborted()
      read = await api.classifyMessages({ limit: BATCH })
      total += read ?? 0
    } while (read === BATCH && performance.now() < end)
    if (total > 0) logger.info('messages_classified', { count: total })
  },
})
