create or replace function intake.extend_conversations(p_rows intake.audit_row[])
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  c_instant constant interval := interval '1 microsecond';
begin
  update memory.conversations as c
  set opened_at = least(c.opened_at, x.first_at), last_message_at = greatest(c.last_message_at, x.last_at),
    closed_at = greatest(c.closed_at, x.last_at),
    -- What comes in before the end of what was read would never be read.
    enriched_through = case when x.first_at <= c.enriched_through then x.first_at - c_instant else c.enriched_through end,
    compressed_through = case when x.first_at <= c.compressed_through then x.first_at - c_instant else c.compressed_through end
  from (
    select b.conversation_id, min(r.at) as first_at, max(r.at) as last_at
    from unnest(p_rows) as r
    join intake.backfilled_conversations as b on b.tenant_id = tenancy.current_tenant() and b.lead_id = r.lead_id
    where r.outcome = 'imported'
    group by b.conversation_id
  ) as x
  where c.tenant_id = tenancy.current_tenant() and c.id = x.conversation_id and c.status = 'closed'
    and (
      x.first_at < c.opened_at or x.last_at > c.last_message_at or x.first_at <= greatest(c.enriched_through, c.compressed_through)
    );
end
$$;
comment on function intake.extend_conversations(intake.audit_row[]) is
  'Lets the conversations of imported rows reach from the first to the last of what is in them, and has them read again from there on.';
