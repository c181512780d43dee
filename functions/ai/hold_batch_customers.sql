create or replace function ai.hold_batch_customers(p_batch_id uuid, p_rows jsonb)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_customer_ids uuid[];
  v_conversation_ids uuid[];
begin
  select array_agg(coalesce(i.customer_id, m.customer_id)), array_agg(i.conversation_id) filter (where i.conversation_id is not null)
  into v_customer_ids, v_conversation_ids
  from jsonb_to_recordset(p_rows) as r ("customId" text)
  cross join lateral (
    select o.message_id, o.conversation_id, o.customer_id
    from ai.batch_items as o
    where o.tenant_id = v_tenant_id and o.batch_id = p_batch_id and o.custom_id = r."customId" and o.state = 'claimed'
    offset 0
  ) as i
  left join memory.messages as m on m.tenant_id = v_tenant_id and m.id = i.message_id;
  if v_conversation_ids is not null then
    -- As strong as their readings will want it (memory.begin_saving): who holds more of them later may wait crosswise.
    perform memory.hold_customers(v_conversation_ids);
    return;
  end if;
  perform c.id
  from identity.customers as c
  where c.tenant_id = v_tenant_id and c.id = any (v_customer_ids)
  order by c.id
  for key share;
end
$$;
comment on function ai.hold_batch_customers(uuid, jsonb) is
  'Holds the customers whom lines of a batch are about, before anything of theirs: an erasure or a merge holds them first as well, and what it took along by then is not there to be answered.';
