import { z } from 'zod'
import type { Sql } from '../../../src/db/connect.ts'
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

const receivedSchema = z.strictObject({
  outcome: z.enum(['stored', 'duplicate', 'unrouted']),
  tenantId: z.uuid().nullable(),
  conversationId: z.uuid().nullable(),
  messageId: z.uuid().nullable(),
  customerId: z.uuid().nullable(),
  isAmbiguous: z.boolean(),
  isNewCustomer: z.boolean(),
  consent: z.enum(['opt_out', 'opt_in', 'help']).nullable(),
  isUrgent: z.boolean(),
  replyQueued: z.boolean(),
})

export type Received = z.output<typeof receivedSchema>

/** One text message through `api.receive_sms`, from a number of its own unless one is given. */
export async function receive(edge: Sql, message: Inbound): Promise<Received> {
  const body = message.body ?? 'Hello'
  const sent = {
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
  const [row] = await edge`select api.receive_sms(${sent as never}::jsonb) as received`
  return receivedSchema.parse(row?.received)
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
