import type { Sql } from '../../../src/db/connect.ts'
import { createApi } from '../../../src/db/generated.ts'
import { takeIn } from '../../fixtures/inbox.ts'
import { newNumber } from '../../fixtures/numbers.ts'

export const newSid = (prefix = 'SM'): string => prefix + crypto.randomUUID().replaceAll('-', '')

export interface Inbound {
  to: string
  from?: string
  body?: string
  messageSid?: string
  optOutType?: 'STOP' | 'START' | 'HELP' | null
  media?: { url: string; contentType: string }[]
}

/** What became of a text message, from the webhook's call to its being taken in. */
export interface Received {
  outcome: 'stored' | 'duplicate' | 'unrouted'
  tenantId: string | null
  conversationId: string | null
  messageId: string | null
  customerId: string | null
  isAmbiguous: boolean
  isNewCustomer: boolean
  consent: 'opt_out' | 'opt_in' | 'help' | null
  isUrgent: boolean
  replyQueued: boolean
}

const nothing = {
  conversationId: null,
  messageId: null,
  customerId: null,
  isAmbiguous: false,
  isNewCustomer: false,
  consent: null,
  isUrgent: false,
  replyQueued: false,
} as const

/** A message as the webhook hands it on, from a number of its own unless one is given. */
export const smsOf = (message: Inbound) => {
  const body = message.body ?? 'Hello'
  return {
    messageSid: message.messageSid ?? newSid(),
    accountSid: newSid('AC'),
    from: message.from ?? newNumber(),
    to: message.to,
    body,
    numSegments: 1,
    optOutType: message.optOutType ?? null,
    media: message.media ?? [],
    idempotencyToken: null,
    raw: { Body: body, To: message.to },
  }
}

/** One text message through `api.receive_sms` and, as a worker would, through `api.process_inbox`. */
export async function receive(edge: Sql, message: Inbound): Promise<Received> {
  const api = createApi(edge)
  const sms = smsOf(message)
  const { outcome, tenantId } = await api.receiveSms({ message: sms })
  if (outcome !== 'accepted' || !tenantId) {
    return { ...nothing, tenantId, outcome: outcome === 'accepted' ? 'unrouted' : outcome }
  }
  const { requestId: _, ...taken } = (await takeIn(api, tenantId, sms.from, sms.messageSid)) ?? { requestId: null }
  return { ...nothing, outcome: 'stored', tenantId, ...taken }
}

/** A reply put into the outbox as the reply job does: for the conversation's newest message unless told otherwise. */
export async function queueReply(
  admin: Sql,
  received: Received,
  options: {
    body?: string
    answers?: string
    key?: string
    expiresAt?: string
    secret?: boolean
    purpose?: string
  } = {},
): Promise<string> {
  const answers = options.answers ?? received.messageId
  return admin.begin(async (sql) => {
    await sql`set local role rapport_api`
    await sql`select set_config('rapport.tenant_id', ${received.tenantId}, true)`
    const [row] = await sql`
      select outreach.queue_delivery(
        c.id, ${options.purpose ?? 'reply'}, ${options.body ?? 'We are on our way.'}, 'assistant', c.address, ${answers},
        ${options.key ?? `reply:${answers}`}, ${options.expiresAt ?? null}, ${options.secret ?? false}
      ) as id
      from memory.conversations as c where c.id = ${received.conversationId}`
    return row?.id
  })
}
