create or replace function memory.hold_customers(p_conversation_ids uuid[])
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
begin
  perform from identity.customers as c
  where c.tenant_id = v_tenant_id and c.id in (
    select m.customer_id from memory.messages as m where m.tenant_id = v_tenant_id and m.conversation_id = any (p_conversation_ids)
    union all
    select v.customer_id from memory.conversations as v where v.tenant_id = v_tenant_id and v.id = any (p_conversation_ids)
  )
  order by c.id
  for no key update;
end
$$;
comment on function memory.hold_customers(uuid[]) is
  'Holds everybody who speaks in conversations, by id and before anything else: several conversations of one transaction need all of them at once.';
