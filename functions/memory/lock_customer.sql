create or replace function memory.lock_customer(p_customer_id uuid)
returns uuid
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_customer_id constant uuid := identity.follow_merge(p_customer_id);
begin
  perform from identity.customers as c
  where c.tenant_id = tenancy.current_tenant() and c.id = v_customer_id and c.merged_into is null
  for no key update;
  if not found then
    perform identity.refuse_unknown(tenancy.current_tenant(), p_customer_id);
  end if;
  return v_customer_id;
end
$$;
comment on function memory.lock_customer(uuid) is 'Holds a customer, or whom they became, while their notes change, and returns the id. RP001 unknown, RP006 erased.';
