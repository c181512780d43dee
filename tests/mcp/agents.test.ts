import { expect } from 'bun:test'
import { testDatabase } from '../fixtures/database.ts'
import { nativeOnly } from '../fixtures/lane.ts'
import { newNumber } from '../fixtures/numbers.ts'
import { newShop, startMcp } from './mcp-fixture.ts'

const AGENTS = 20
const ROUNDS = 5

/**
 * Each agent repeats what the others do: the same address, the same new customer's number; and acts of its own, each sent
 * twice at once with its key.
 */
nativeOnly.test('20 agents that call write tools at once do everything once, and nobody gets a fault', async () => {
  const { admin } = await testDatabase()
  const shop = await newShop()
  const phone = newNumber()
  const agents = await Promise.all(Array.from({ length: AGENTS }, () => startMcp(shop.tenantId)))
  const faults: string[] = []
  const use = async (agent: (typeof agents)[number], name: string, args: Record<string, unknown>) => {
    const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } }
    for (let attempt = 1; ; attempt += 1) {
      const { result } = (await (await agent.send(body)).json()) as {
        result: { isError?: boolean; structuredContent: Record<string, unknown>; content: { text: string }[] }
      }
      const text = result.content[0]?.text ?? ''
      // A deadlock that the database broke is told as busy, and tried again as any client would.
      if (result.isError && text.startsWith('busy') && attempt < 5) continue
      if (result.isError) faults.push(`${name}: ${text}`)
      return result.structuredContent ?? {}
    }
  }

  const made = await Promise.all(
    agents.flatMap((agent, who) =>
      Array.from({ length: ROUNDS }, async (_, round) => {
        const { customerId } = shop
        const own = `${who}-${round}`
        const job = { customerId, description: `Job ${own}`, idempotencyKey: `job-${own}` }
        const [profile, , first, second] = await Promise.all([
          use(agent, 'upsert_customer_profile', { phone, firstName: 'Sam' }),
          use(agent, 'add_address', { customerId, street: `${round} Elm Ave`, zip: '02169' }),
          use(agent, 'create_job', job),
          use(agent, 'create_job', job),
        ])
        expect(second).toEqual(first)
        const item = { jobId: first.jobId, name: 'Labor', unitPrice: 10, idempotencyKey: `item-${own}` }
        const note = { jobId: first.jobId, note: `Note ${own}`, idempotencyKey: `note-${own}` }
        await Promise.all([
          use(agent, 'add_job_item', item),
          use(agent, 'add_job_item', item),
          use(agent, 'record_job_event', note),
          use(agent, 'record_job_event', note),
        ])
        return profile.customerId
      }),
    ),
  )

  expect(faults).toEqual([])
  expect(new Set(made).size).toBe(1)
  const [row] = await admin`
    select
      (select count(*) from context.customer_job_history where tenant_id = ${shop.tenantId})::integer as jobs,
      (select count(*) from context.job_items where tenant_id = ${shop.tenantId})::integer as items,
      (select count(*) from context.job_events where tenant_id = ${shop.tenantId})::integer as events,
      (select count(*) from context.customer_addresses where tenant_id = ${shop.tenantId})::integer as addresses,
      (select count(*) from identity.customers where tenant_id = ${shop.tenantId})::integer as customers,
      (select count(distinct actor) from ops.audit_log where tenant_id = ${shop.tenantId}
        and table_name = 'context.customer_job_history')::integer as actors`
  const all = AGENTS * ROUNDS
  // Dana with her address, and Sam.
  expect(row).toEqual({ jobs: all, items: all, events: all, addresses: 1 + ROUNDS, customers: 2, actors: AGENTS })
})
