import type { Sql } from '../../../src/db/connect.ts'
import { createApi } from '../../../src/db/generated.ts'
import { newTalk, type Said } from '../../fixtures/talk.ts'
import { type NewTenant, newCustomer, newTenant, type TestTenant } from '../../fixtures/tenant.ts'

export interface Remembered {
  kind: string
  slot: string | null
  value: string | null
  quote: string | null
  confidence: number
  isOver: boolean
  retired: string | null
}

/** A tenant with a customer, and short ways to talk, read and look at what is remembered. */
export async function factsShop(admin: Sql, worker: Sql, options: NewTenant = {}) {
  const tenant: TestTenant = await newTenant(admin, options)
  const customerId = await newCustomer(admin, tenant.tenantId, { firstName: 'Ann' })
  const api = createApi(worker)
  const { tenantId } = tenant
  let day = 0
  return {
    ...tenant,
    customerId,
    api,
    /** an ended conversation, a day after the one before */
    talk: (messages: readonly (Said | string)[], of = customerId) => {
      day += 1
      return newTalk(admin, tenant, of, messages, { at: `2026-03-${String(day).padStart(2, '0')}T10:00:00Z` })
    },
    readLocally: (conversationId: string, purpose: 'enrichment' | 'compression' = 'enrichment') =>
      api.readLocally({ tenantId, purpose, conversationIds: [conversationId] }),
    save: (conversationId: string, output: unknown, purpose: 'enrichment' | 'compression' = 'enrichment') =>
      api
        .saveReading({
          tenantId,
          conversationId,
          purpose,
          output: output as never,
          provider: 'openai',
          model: 'gpt-6-luna',
        })
        .then(({ outcome }) => outcome),
    /** every note of a customer, oldest first */
    notes: async (of = customerId): Promise<Remembered[]> => [
      ...(await admin<Remembered[]>`
      select kind, slot, value, quote, confidence::float8, valid_to is not null as "isOver", retired_reason as retired
      from memory.memory_notes where tenant_id = ${tenantId} and customer_id = ${of} order by valid_from, recorded_at, id`),
    ],
    /** what holds now: values by slot */
    held: async (of = customerId): Promise<Record<string, string>> => {
      const rows = await admin`
        select slot, value from memory.memory_notes
        where tenant_id = ${tenantId} and customer_id = ${of} and valid_to is null and retired_at is null order by slot`
      return Object.fromEntries(rows.map((row) => [row.slot, row.value]))
    },
    counts: async (conversationId: string) =>
      (
        await admin`select counts from memory.readings where tenant_id = ${tenantId} and conversation_id = ${conversationId}`
      )[0]?.counts as Record<string, number>,
  }
}
export type FactsShop = Awaited<ReturnType<typeof factsShop>>

/** A fact as a model gives it. */
export const fact = (
  messageId: string | undefined,
  slot: string,
  value: string,
  quote: string,
  kind = 'preference',
) => ({
  kind,
  slot,
  value,
  quote,
  messageId,
  confidence: 0.8,
})
