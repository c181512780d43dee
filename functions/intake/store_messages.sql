create or replace function intake.store_messages(p_run intake.backfill_runs, p_rows intake.audit_row[])
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  -- The caller holds the customers (lead.hold_customers): that none is another by now need not be asked message by message.
  perform set_config('rapport.owners_are_held', 'on', true);
  insert into memory.messages (
    tenant_id, id, conversation_id, customer_id, direction, role, channel, body, provider, status, created_at
  )
  select p_run.tenant_id, r.message_id, b.conversation_id, l.customer_id,
    case r.role when 'customer' then 'inbound' else 'outbound' end, r.role, l.channel, r.body, 'none',
    case r.role when 'customer' then 'received' else 'delivered' end, r.at
  from unnest(p_rows) as r
  join lead.leads as l on l.tenant_id = p_run.tenant_id and l.id = r.lead_id
  join intake.backfilled_conversations as b on b.tenant_id = p_run.tenant_id and b.lead_id = r.lead_id
  where r.outcome = 'imported'
  order by r.line;
  perform set_config('rapport.owners_are_held', '', true);
  insert into intake.backfilled_messages (tenant_id, source, audit_id, message_id, run_id, action, actor)
  select p_run.tenant_id, p_run.source, r.audit_id, r.message_id, p_run.id, r.action, r.actor
  from unnest(p_rows) as r
  where r.outcome = 'imported'
  order by r.audit_id;
end
$$;
comment on function intake.store_messages(intake.backfill_runs, intake.audit_row[]) is
  'Stores imported rows as messages that were said long ago: provider none, received or delivered, so that nothing answers, sends or alerts. The caller holds the leads'' customers.';
