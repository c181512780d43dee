create or replace function intake.extend_conversations(p_rows intake.audit_row[])
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  update memory.conversations as c
  set opened_at = least(c.opened_at, x.first_at), last_message_at = greatest(c.last_message_at, x.last_at),
    closed_at = greatest(c.closed_at, x.last_at)
  from (
    select b.conversation_id, min(r.at) as first_at, max(r.at) as last_at
    from unnest(p_rows) as r
    join intake.backfilled_conversations as b on b.tenant_id = tenancy.current_tenant() and b.lead_id = r.lead_id
    where r.outcome = 'imported'
    group by b.conversation_id
  ) as x
  where c.tenant_id = tenancy.current_tenant() and c.id = x.conversation_id and c.status = 'closed'
    and (x.first_at < c.opened_at or x.last_at > c.last_message_at);
end
$$;
comment on function intake.extend_conversations(intake.audit_row[]) is
  'Lets the conversations of imported rows reach from the first to the last of what is in them.';
