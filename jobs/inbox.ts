import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import type { Api } from '../src/db/generated.ts'
import type { JobContext, JobDefinition } from './definition.ts'
import { declarationOf } from './queues.ts'

export interface InboxDeps {
  api: Pick<Api, 'listInbox' | 'processInbox' | 'wakeInbox'>
}

/** Addresses at once: each is a transaction of a millisecond or two on one of the worker's ten connections. */
const LANES = 2
/** Before an address is asked for again that somebody else held: a claim holds it for a few milliseconds. */
const BUSY_MS = 20
/** A backlog is worked off in slices, each a job of its own: far below the queue's bound, and others get their turn. */
const SLICE_MS = 10_000

/**
 * Takes in the text messages that were acknowledged, address by address, until none waits. Any number of these may run
 * at once: Postgres lets one at an address at a time.
 */
export const inbox = ({ api }: InboxDeps, sliceMs = SLICE_MS): JobDefinition => ({
  ...declarationOf('inbox'),
  payload: z.unknown(),
  handle: async (_payload, { signal, logger }) => {
    const end = performance.now() + sliceMs
    for (;;) {
      if (performance.now() > end) {
        await api.wakeInbox()
        return
      }
      const waiting = await api.listInbox()
      if (waiting.length === 0) return
      const before = waiting.length
      const work = async () => {
        let taken = 0
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          signal.throwIfAborted()
          taken += await takeIn(api, next, logger)
        }
        return taken
      }
      const taken = await Promise.all(Array.from({ length: Math.min(LANES, before) }, work))
      if (taken.every((count) => count === 0)) await delay(BUSY_MS)
    }
  },
})

type Waiting = Awaited<ReturnType<InboxDeps['api']['listInbox']>>[number]

/** How many messages one address had; what became of each is logged. */
async function takeIn(api: InboxDeps['api'], { tenantId, channel, address }: Waiting, logger: JobContext['logger']) {
  if (!tenantId || !channel || !address) return 0
  const { messages } = await api.processInbox({ tenantId, channel, address })
  for (const message of messages) {
    const { requestId, outcome } = message
    if (outcome === 'failed') {
      logger.error('sms_not_taken_in', { requestId, outcome, tenantId, errorCode: message.errorCode })
      continue
    }
    const { conversationId, consent, isUrgent, replyQueued } = message
    logger.info('sms_taken_in', { requestId, outcome, tenantId, conversationId, consent, isUrgent, replyQueued })
  }
  return messages.length
}
