import { z } from 'zod'
import type { TwilioClient } from '../src/channels/twilio/sender.ts'
import type { Api } from '../src/db/generated.ts'
import type { JobDefinition } from './definition.ts'
import { declarationOf } from './queues.ts'

export interface ReconcileSendsDeps {
  api: Pick<Api, 'claimUnknownDeliveries' | 'reconcileDelivery'>
  twilio: Pick<TwilioClient, 'list'> | null
}

// Twilio's clock is not ours.
const MARGIN_MS = 60_000

/**
 * Looks up what is not known to have been sent: asks Twilio for its messages to the recipient and lets Postgres find the
 * one. What Twilio does not list stays unknown until a person takes over; it is never sent again from here.
 */
export const reconcileSends = ({ api, twilio }: ReconcileSendsDeps): JobDefinition => ({
  ...declarationOf('reconcile_sends'),
  payload: z.unknown(),
  handle: async (_payload, { signal, logger }) => {
    const unknown = await api.claimUnknownDeliveries()
    if (!twilio) return
    for (const { tenantId, deliveryId, toAddress, startedAt } of unknown) {
      if (!tenantId || !deliveryId || !toAddress || !startedAt) continue
      signal.throwIfAborted()
      try {
        const dateSentAfter = new Date(startedAt.getTime() - MARGIN_MS)
        const { messages } = await twilio.list({ to: toAddress, dateSentAfter, signal })
        const settled = await api.reconcileDelivery({ tenantId, deliveryId, listed: messages })
        logger.info('delivery_looked_up', { tenantId, deliveryId, ...settled })
      } catch (error) {
        // One recipient that cannot be looked up must not keep the others waiting; the next minute tries again.
        logger.warn('delivery_lookup_failed', { tenantId, deliveryId, error })
      }
    }
  },
})
