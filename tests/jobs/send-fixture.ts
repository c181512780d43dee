import { reconcileSends } from '../../jobs/reconcile_sends.ts'
import { send } from '../../jobs/send.ts'
import { createTwilioClient } from '../../src/channels/twilio/sender.ts'
import { createApi } from '../../src/db/generated.ts'
import { startTwilioDouble } from '../fakes/twilio.ts'
import { testDatabase } from '../fixtures/database.ts'
import { newNumber } from '../fixtures/numbers.ts'
import { newTenant } from '../fixtures/tenant.ts'
import { queueReply, receive } from '../functions/outreach/inbound.ts'
import { PUBLIC_URL, serve, twilioApp } from '../routes/twilio-fixture.ts'
import { keptLogger } from './queue-fixture.ts'

/** Twilio's double, our webhook server that it calls back, and the jobs between them. */
export async function startSending(options: { timeoutMs?: number; now?: () => Date } = {}) {
  const { admin, edge, worker } = await testDatabase()
  const { logger, lines } = keptLogger()
  let deliver = (url: string) => url
  const twilio = await startTwilioDouble({ deliverTo: (url) => deliver(url), ...(options.now && { now: options.now }) })
  const server = serve(twilioApp(edge, { twilioTokens: [twilio.authToken] }).app)
  deliver = server.deliverTo
  const client = createTwilioClient({
    accountSid: twilio.accountSid,
    authToken: twilio.authToken,
    baseUrl: twilio.url,
    timeoutMs: options.timeoutMs ?? 1_200,
  })
  const api = createApi(worker)
  const sending = send({ api, twilio: client, publicUrl: PUBLIC_URL, demoMode: false, allowedRecipients: [] })
  const reconciling = reconcileSends({ api, twilio: client })
  const context = {
    jobId: crypto.randomUUID(),
    queue: 'send',
    attempt: 1,
    isLastAttempt: false,
    signal: new AbortController().signal,
    logger,
  }

  const tenants: string[] = []

  /** A reply in the outbox of a tenant whose number the double owns. */
  async function waiting(text = 'We are on our way.') {
    const tenant = await newTenant(admin)
    tenants.push(tenant.tenantId)
    twilio.numbers.add(tenant.number)
    const to = newNumber()
    const received = await receive(edge, { to: tenant.number, from: to })
    const job = { tenantId: tenant.tenantId, deliveryId: await queueReply(admin, received, { body: text }) }
    return {
      tenant,
      to,
      job,
      received,
      run: () => sending.handle(job, context),
      state: async () => {
        await twilio.callbacksSettled()
        const [row] = await admin`
          select d.state, d.reason, d.attempt, d.error_code, m.status, d.provider_message_id
          from outreach.deliveries as d join memory.messages as m on m.id = d.message_id where d.id = ${job.deliveryId}`
        return row
      },
      /** what reached the phone's provider */
      texts: () => twilio.messages.filter((message) => message.to === to && message.direction === 'outbound-api'),
    }
  }

  return {
    admin,
    edge,
    twilio,
    waiting,
    reconcile: async () => {
      // The sweep takes a hundred at a time over all tenants: what other tests left behind must not stand in line.
      await admin`
        update outreach.deliveries as d set state = 'unknown', lease_expires_at = null
        where d.state = 'sending' and not d.tenant_id = any(${tenants})`
      await admin`
        update outreach.deliveries as d set state = 'needs_person'
        where d.state = 'unknown' and not d.tenant_id = any(${tenants})`
      await reconciling.handle(null, { ...context, queue: 'reconcile_sends' })
      const failed = lines.filter((line) => line.includes('delivery_lookup_failed'))
      if (failed.length > 0) throw new Error(`a look-up failed: ${failed.join()}`)
    },
    definitions: { sending, reconciling },
    close: async () => {
      server.stop()
      await twilio.stop()
    },
  }
}
