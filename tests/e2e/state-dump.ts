import type { Sql } from '../../src/db/connect.ts'

/**
 * What a tenant's rows say, without what differs between any two runs: no ids, no times. Phones stand for parties, so two
 * tenants that went through the same are equal.
 */
export async function stateOf(admin: Sql, tenantId: string): Promise<Record<string, unknown[]>> {
  const dump = async (query: string) => [...(await admin.unsafe(query, [tenantId]))].map((row) => ({ ...row }))
  return {
    conversations: await dump(`
      select c.address, c.status, c.closed_reason, c.is_ambiguous, c.needs_person_reason, c.urgent_phrase,
        l.body as last_inbound, (p.id is not null) as has_previous, (c.customer_id is not null) as has_customer
      from memory.conversations as c
      left join memory.messages as l on l.tenant_id = c.tenant_id and l.id = c.last_inbound_message_id
      left join memory.conversations as p on p.tenant_id = c.tenant_id and p.id = c.previous_conversation_id
      where c.tenant_id = $1 order by c.address, l.body, c.opened_at`),
    messages: await dump(`
      select c.address, m.direction, m.role, m.body, m.status, m.error_code, m.num_segments, m.written_by,
        case when m.direction = 'inbound' then m.provider_message_id end as sid,
        (m.sent_at is not null) as is_sent, (m.delivered_at is not null) as is_delivered, (m.failed_at is not null) as is_failed
      from memory.messages as m
      join memory.conversations as c on c.tenant_id = m.tenant_id and c.id = m.conversation_id
      where m.tenant_id = $1 order by c.address, m.direction, m.body`),
    deliveries: await dump(`
      select d.to_address, d.purpose, d.state, d.reason, d.attempt, d.error_code, m.body, a.body as answers
      from outreach.deliveries as d
      join memory.messages as m on m.tenant_id = d.tenant_id and m.id = d.message_id
      left join memory.messages as a on a.tenant_id = d.tenant_id and a.id = d.answers_message_id
      where d.tenant_id = $1 order by d.to_address, m.body`),
    attempts: await dump(`
      select d.to_address, a.attempt, a.outcome, a.error_code, (a.ended_at is not null) as has_ended
      from outreach.delivery_attempts as a
      join outreach.deliveries as d on d.tenant_id = a.tenant_id and d.id = a.delivery_id
      join memory.messages as m on m.tenant_id = d.tenant_id and m.id = d.message_id
      where a.tenant_id = $1 order by d.to_address, m.body, a.attempt`),
    customers: await dump(`
      select i.type, i.value, i.is_shared, i.is_primary, (i.verified_at is not null) as is_verified, c.source
      from identity.customers as c
      left join identity.customer_identities as i on i.tenant_id = c.tenant_id and i.customer_id = c.id
      where c.tenant_id = $1 order by i.type, i.value`),
    consent: await dump(`
      select address, action, source, quote from outreach.consent_events where tenant_id = $1 order by address, created_at, id`),
    suppressions: await dump(`select address, reason from outreach.suppressions where tenant_id = $1 order by address`),
    modelCalls: await dump(`
      select purpose, provider, outcome, count(*)::int from ai.model_calls where tenant_id = $1 group by 1, 2, 3 order by 1, 2, 3`),
    attachments: await dump(
      `select url, content_type, position from memory.attachments where tenant_id = $1 order by url`,
    ),
  }
}
