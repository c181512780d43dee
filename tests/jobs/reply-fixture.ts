import type { JobDefinition } from '../../jobs/definition.ts'
import { reply } from '../../jobs/reply.ts'
import { attribute } from '../../src/db/attribution.ts'
import type { Sql } from '../../src/db/connect.ts'
import { createApi } from '../../src/db/generated.ts'
import type { Embedders } from '../../src/llm/embeddings/embedder.ts'
import type { ProviderPreference } from '../../src/llm/preference.ts'
import type { ModelProvider } from '../../src/llm/provider.ts'
import type { Providers } from '../../src/llm/providers.ts'
import { startQueue } from '../../src/queue/boss.ts'
import { drain } from '../../src/queue/drain.ts'
import { testDatabase } from '../fixtures/database.ts'
import { newNumber } from '../fixtures/numbers.ts'
import { type NewTenant, newCustomer, newTenant } from '../fixtures/tenant.ts'
import { receive } from '../functions/outreach/inbound.ts'
import { keptLogger, queueApi } from './queue-fixture.ts'

export type Shop = Awaited<ReturnType<typeof newShop>>

/** A shop with a price list and one customer, John Smith, who has a history; `number` is his. */
export async function newShop(options: NewTenant = {}) {
  const { admin, edge } = await testDatabase()
  const tenant = await newTenant(admin, { name: 'Harbor Plumbing', ...options })
  const { tenantId, locationId } = tenant
  await admin`update tenancy.locations set street = '12 Main St', city = 'Quincy', state = 'MA', zip = '02169' where tenant_id = ${tenantId}`
  await admin`
    insert into crm.service_catalog (tenant_id, name, keywords, price, is_price_from) values
      (${tenantId}, 'Drain cleaning', '{clogged drain,snaking}', 189, false),
      (${tenantId}, 'Water heater flush', '{}', 129, false),
      (${tenantId}, 'Sump pump installation', '{}', 950, true)`
  const number = newNumber()
  const customerId = await newCustomer(admin, tenantId, { firstName: 'John', lastName: 'Smith', phone: number })
  await admin`
    insert into context.customer_job_history (
      tenant_id, customer_id, location_id, service_type, work_status, completed_at, total_amount, technician_name,
      invoice_number, outstanding_balance
    ) values
      (${tenantId}, ${customerId}, ${locationId}, 'Drain cleaning', 'completed', ops.now() - interval '40 days', 189,
        'Mike Sullivan', '1042', 89),
      (${tenantId}, ${customerId}, ${locationId}, 'Faucet repair', 'completed', ops.now() - interval '300 days', 145,
        'Ana Costa', '0981', 0)`
  return { ...tenant, customerId, customer: number, api: createApi(edge) }
}

/** A text message, acknowledged and taken in; returns what became of it. */
export const text = async (shop: Pick<Shop, 'number'>, from: string, body: string) => {
  const { edge } = await testDatabase()
  const stored = await receive(edge, { to: shop.number, from, body })
  return stored as { tenantId: string; conversationId: string; messageId: string }
}

/** Drains the reply queue once, as a worker; jobs that other tests left behind are not this test's. */
export async function answer(
  shop: Pick<Shop, 'tenantId'>,
  providers: Providers = {},
  replyProviders: ProviderPreference[] = preferenceOf(providers),
  embedders?: Embedders,
) {
  const { admin, worker } = await testDatabase()
  await admin`delete from pgboss.job where name = 'reply' and data ->> 'tenantId' <> ${shop.tenantId}`
  const { logger, lines } = keptLogger()
  const queue = await startQueue({ sql: worker, logger })
  const { api, run } = attribute(createApi(worker))
  const job = reply({ api, providers, replyProviders, ...(embedders ? { embedders } : {}) }) as JobDefinition
  const definition: JobDefinition = {
    ...job,
    handle: (payload, context) =>
      run({ actor: 'job:reply', requestId: context.jobId }, () => job.handle(payload, context)),
  }
  try {
    const report = await drain(queue, [definition], {
      api: queueApi(worker),
      logger,
      maxJobs: 20,
      deadlineMs: 20_000,
    })
    return { report, lines }
  } finally {
    await queue.boss.stop({ graceful: false })
  }
}

export const preferenceOf = (providers: Providers): ProviderPreference[] =>
  (['openai', 'anthropic'] as const).filter((name) => providers[name]).map((provider) => ({ provider, model: null }))

export interface Sent {
  body: string
  state: string
  writtenBy: string | null
  answers: string
}

/** The replies of a tenant's outbox, oldest first. */
export const replies = (admin: Sql, tenantId: string) => admin<Sent[]>`
  select m.body, d.state, m.written_by as "writtenBy", d.answers_message_id as answers
  from outreach.deliveries as d
  join memory.messages as m on m.tenant_id = d.tenant_id and m.id = d.message_id
  where d.tenant_id = ${tenantId} and d.purpose = 'reply'
  order by d.created_at, d.id`

/** A provider whose answers arrive and are then held back until `open` is called. */
export function gated(provider: ModelProvider) {
  const gate = Promise.withResolvers<void>()
  const arrived = Promise.withResolvers<void>()
  const held: ModelProvider = {
    name: provider.name,
    complete: async (request) => {
      const result = await provider.complete(request)
      arrived.resolve()
      await gate.promise
      return result
    },
  }
  return { provider: held, arrived: arrived.promise, open: gate.resolve }
}
