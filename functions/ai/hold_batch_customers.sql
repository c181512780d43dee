create or replace function ai.hold_batch_customers(p_batch_id uuid, p_rows jsonb)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
begin
  perform c.id
  from identity.customers as c
  where c.tenant_id = v_tenant_id and c.id = any (array(
    select coalesce(i.customer_id, m.customer_id, v.customer_id)
    from jsonb_to_recordset(p_rows) as r ("customId" text)
    cross join lateral (
      select o.message_id, o.conversation_id, o.customer_id
      from ai.batch_items as o
      where o.tenant_id = v_tenant_id and o.batch_id = p_batch_id and o.custom_id = r."customId" and o.state = 'claimed'
      offset 0
    ) as i
    left join memory.messages as m on m.tenant_id = v_tenant_id and m.id = i.message_id
    left join memory.conversations as v on v.tenant_id = v_tenant_id and v.id = i.conversation_id
  ))
  order by c.id
  for key share;
end
$$;
comment on function ai.hold_batch_customers(uuid, jsonb) is
  'Holds the customers whom lines of a batch are about, before anything of theirs: an erasure or a merge holds them first as well, and what it took along by then is not there to be answered.';
