import { z } from 'zod'
import type { Api } from '../src/db/generated.ts'
import type { JobDefinition } from './definition.ts'
import { declarationOf } from './queues.ts'

export interface CloseConversationsDeps {
  api: Pick<Api, 'closeIdleConversations'>
  /** for tenants that did not choose */
  conversationTimeoutHours: number
}

const BATCH = 1000

/** Closes conversations that fell silent, in batches, each its own transaction. */
export const closeConversations = ({ api, conversationTimeoutHours }: CloseConversationsDeps): JobDefinition => ({
  ...declarationOf('close_conversations'),
  payload: z.unknown(),
  handle: async (_payload, { signal, logger }) => {
    let total = 0
    let closed: number
    do {
      signal.throwIfAborted()
      closed = await api.closeIdleConversations({ defaultTimeoutHours: conversationTimeoutHours, limit: BATCH })
      total += closed
    } while (closed === BATCH)
    logger.info('conversations_closed', { count: total })
  },
})
