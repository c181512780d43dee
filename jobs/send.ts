import { z } from 'zod'
import type { TwilioClient } from '../src/channels/twilio/sender.ts'
import type { Api } from '../src/db/generated.ts'
import type { JobDefinition } from './definition.ts'
import { declarationOf } from './queues.ts'

const payload = z.object({ tenantId: z.uuid(), deliveryId: z.uuid() })
type Payload = z.infer<typeof payload>

export interface SendDeps {
  api: Pick<Api, 'claimDelivery' | 'recordSendResult'>
  /** null without credentials: messages are then kept as undeliverable. Its time-out must be shorter than the claim's lease of 60 s. */
  twilio: Pick<TwilioClient, 'send'> | null
  /** where Twilio reaches us */
  publicUrl: string
  demoMode: boolean
  /** addresses that may be contacted in demo mode, besides those each tenant allows */
  allowedRecipients: readonly string[]
}

/**
 * Sends one message of the outbox. Postgres decides and has committed the attempt before Twilio is called, outside of any
 * transaction; whatever Twilio answers goes back to it. A worker that dies in between leaves an expired lease, which is
 * looked up at Twilio (jobs/reconcile_sends.ts) and never sent again blindly.
 */
export const send = ({ api, twilio, publicUrl, demoMode, allowedRecipients }: SendDeps): JobDefinition<Payload> => ({
  ...declarationOf('send'),
  payload,
  handle: async (job, { signal, logger }) => {
    const channelState = { hasCredentials: twilio !== null, demoMode, allowedRecipients }
    const claim = await api.claimDelivery({ ...job, channelState })
    if (claim?.action !== 'send' || !twilio) {
      logger.info('delivery_not_sent', { deliveryId: job.deliveryId, ...claim })
      return
    }
    const { attempt, from, to, body, mediaUrls, messagingServiceSid } = claim
    const result = await twilio.send({
      from,
      to,
      body,
      mediaUrls,
      ...(messagingServiceSid && { messagingServiceSid }),
      statusCallback: statusCallbackUrl(publicUrl, job, attempt),
      signal,
    })
    const settled = await api.recordSendResult({ ...job, attempt, result: withoutProse(result) })
    logger.info('delivery_attempted', { deliveryId: job.deliveryId, attempt, kind: result.kind, ...settled })
  },
})

/** Twilio repeats this URL with every report, so it carries which attempt of which delivery the report is about. */
const statusCallbackUrl = (publicUrl: string, { tenantId, deliveryId }: Payload, attempt: number) =>
  `${publicUrl}/webhooks/twilio/status?${new URLSearchParams({ tenant: tenantId, delivery: deliveryId, attempt: String(attempt) })}`

/** Twilio's own sentences quote telephone numbers; its codes say as much. */
const withoutProse = <T extends object>(result: T): Omit<T, 'message'> => {
  const { message: _prose, ...facts } = result as T & { message?: unknown }
  return facts as Omit<T, 'message'>
}
