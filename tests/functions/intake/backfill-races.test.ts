import { expect } from 'bun:test'
import { createApi } from '../../../src/db/generated.ts'
import { someoneWaits } from '../../fixtures/blocked.ts'
import { testDatabase } from '../../fixtures/database.ts'
import { failureOf } from '../../fixtures/failure.ts'
import { nativeOnly } from '../../fixtures/lane.ts'
import { newNumber } from '../../fixtures/numbers.ts'
import { newTenant } from '../../fixtures/tenant.ts'
import { auditRow, bringAudit, bringLeads, jsonLines, rollBack } from './backfill-shop.ts'

nativeOnly.test(
  'a rollback and a reading of the same customer wait for each other in one order, and neither fails',
  async () => {
    const { admin, edge } = await testDatabase()
    const api = createApi(edge)
    const { tenantId } = await newTenant(admin)
    await bringLeads(api, tenantId, [{ id: 'L1', channel: 'sms', externalId: newNumber(), name: 'Ann Archer' }])
    const said = ['mornings work best for me', 'the gate code is 4417'].map((text, at) =>
      auditRow(`a${at}`, 'L1', 'customer', { text }),
    )
    const { id } = await bringAudit(api, tenantId, jsonLines(said))
    const due = await api.listDueReadings({ tenantId, purpose: 'enrichment', providers: [] })
    await api.readLocally({ tenantId, purpose: 'enrichment', conversationIds: due.conversationIds })
    const [lead] = await admin`select customer_id as id from lead.leads where tenant_id = ${tenantId}`

    let rolledBack: Promise<unknown> = Promise.resolve()
    // As memory.enrich_locally with two conversations: the customer, their profile, and a note that names a message.
    const reading = admin.begin(async (sql) => {
      await sql`select from identity.customers where tenant_id = ${tenantId} and id = ${lead?.id} for no key update`
      await sql`
        update context.customer_context set preferred_time_window = 'evening'
        where tenant_id = ${tenantId} and customer_id = ${lead?.id}`
      rolledBack = failureOf(rollBack(api, tenantId, id))
      await someoneWaits(sql, admin)
      await sql`
        insert into memory.memory_notes (tenant_id, customer_id, kind, slot, value, note, source, source_message_id)
        select m.tenant_id, m.customer_id, 'property', 'alarm_code', '4417', 'Alarm code 4417', 'message', m.id
        from memory.messages as m where m.tenant_id = ${tenantId}`
    })
    expect(await failureOf(reading)).toBeNull()
    expect(await rolledBack).toBeNull()
    const left = await admin`
      select slot from memory.memory_notes where tenant_id = ${tenantId} and retired_at is null and source_message_id is not null`
    expect([...left]).toEqual([])
  },
)
