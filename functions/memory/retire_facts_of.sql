create or replace function memory.retire_facts_of(p_message_ids uuid[])
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_customers record;
begin
  -- A loop for the rare message that told of a customer whose preference it was.
  for v_customers in
    with gone as (
      update memory.memory_notes as n
      set retired_at = ops.now(), retired_reason = 'source gone', quote = null, source_message_id = null
      where n.source_message_id = any (p_message_ids) and n.tenant_id = tenancy.current_tenant()
        and n.source = 'message' and n.edited_at is null
      returning n.tenant_id, n.id, n.customer_id, n.slot
    ), revived as (
      -- What it had contradicted holds again.
      update memory.memory_notes as o
      set valid_to = null, superseded_by = null
      from gone as g
      where o.tenant_id = g.tenant_id and o.superseded_by = g.id and o.retired_at is null and o.source_message_id <> all (p_message_ids)
    )
    select distinct g.customer_id
    from gone as g
    where g.slot in ('preferred_time', 'preferred_channel', 'preferred_technician')
    order by g.customer_id
  loop
    perform memory.follow_preferences(v_customers.customer_id, 'memory');
  end loop;
end
$$;
comment on function memory.retire_facts_of(uuid[]) is
  'Retires what was read in messages that are gone or were changed, with its quote; what a person set right stays theirs. What it had superseded holds again.';
