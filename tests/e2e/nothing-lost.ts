import { expect } from 'bun:test'
import type { Sql } from '../../src/db/connect.ts'
import type { TwilioDouble } from '../fakes/twilio.ts'
import type { SentIn } from './burst.ts'
import { unsettled } from './twilio-shop.ts'

/** How the outbox came to rest. */
export type Rest = Record<string, number>

/**
 * What must hold after any number of crashes once all has settled: every acknowledged message is taken in, once; the last of
 * every conversation has one reply in the outbox; no delivery reached the phone twice; every row of the outbox is in a final
 * state, and says that it was sent exactly when the phone got it.
 */
export async function expectNothingLost(
  admin: Sql,
  tenantId: string,
  twilio: TwilioDouble,
  acknowledged: SentIn[],
): Promise<Rest> {
  expect(await unsettled(admin)).toEqual({ deliveries: [], jobs: [] })

  expect([...(await admin`select event_key, error_code from memory.inbox where tenant_id = ${tenantId}`)]).toEqual([])

  const stored = await admin<{ sid: string }[]>`
    select provider_message_id as sid from memory.messages
    where tenant_id = ${tenantId} and direction = 'inbound' order by 1`
  expect(stored.map(({ sid }) => sid)).toEqual(acknowledged.map(({ messageSid }) => messageSid).toSorted())

  const unanswered = await admin`
    select c.id from memory.conversations as c
    where c.tenant_id = ${tenantId} and not exists (
      select from outreach.deliveries as d
      where d.tenant_id = c.tenant_id and d.answers_message_id = c.last_inbound_message_id
    )`
  expect([...unanswered]).toEqual([])

  const deliveries = await admin<{ id: string; state: string; reason: string | null; attempt: number }[]>`
    select id, state, reason, attempt from outreach.deliveries where tenant_id = ${tenantId}`
  const received = Map.groupBy(
    twilio.messages.filter(({ direction }) => direction === 'outbound-api'),
    ({ statusCallback }) => new URL(statusCallback ?? '').searchParams.get('delivery') ?? '',
  )
  const wrong = deliveries.filter(({ id, state }) => {
    const times = received.get(id)?.length ?? 0
    return times !== (state === 'sent' || state === 'delivered' ? 1 : 0)
  })
  expect(wrong).toEqual([])
  expect([...received.keys()].filter((id) => !deliveries.some((delivery) => delivery.id === id))).toEqual([])
  return Object.fromEntries(
    [...Map.groupBy(deliveries, ({ state, reason }) => [state, reason].filter(Boolean).join(': '))].map(
      ([label, rows]) => [label, rows.length],
    ),
  )
}
