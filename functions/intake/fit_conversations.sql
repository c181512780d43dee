create or replace function intake.fit_conversations(p_lead_ids uuid[])
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  update memory.conversations as c
  set opened_at = x.opened_at, last_message_at = x.last_message_at, closed_at = x.last_message_at
  from (
    select b.tenant_id, b.conversation_id, least(l.created_at, s.first_at) as opened_at, s.last_at as last_message_at
    from intake.backfilled_conversations as b
    join lead.leads as l on l.tenant_id = b.tenant_id and l.id = b.lead_id
    cross join lateral (
      select
        (select min(m.created_at) from memory.messages as m where m.tenant_id = b.tenant_id and m.conversation_id = b.conversation_id) as first_at,
        (select max(m.created_at) from memory.messages as m where m.tenant_id = b.tenant_id and m.conversation_id = b.conversation_id) as last_at
      offset 0
    ) as s
    where b.tenant_id = tenancy.current_tenant() and b.lead_id = any (p_lead_ids)
  ) as x
  where c.tenant_id = x.tenant_id and c.id = x.conversation_id and c.status = 'closed'
    and (c.opened_at, c.last_message_at, c.closed_at) is distinct from (x.opened_at, x.last_message_at, x.last_message_at);
end
$$;
comment on function intake.fit_conversations(uuid[]) is
  'Gives the conversations of leads the times of what is in them: from the lead''s beginning, or an earlier message, to the last message.';
