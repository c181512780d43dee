create or replace function context.hold_customer(p_customer_id uuid)
returns uuid
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_customer_id uuid := identity.follow_merge(p_customer_id);
begin
  perform from identity.customers as c
  where c.tenant_id = tenancy.current_tenant() and c.id = v_customer_id and c.merged_into is null
  for no key update;
  if not found then
    -- A merge that ended while we waited: its survivor is held instead.
    if identity.follow_merge(v_customer_id) <> v_customer_id then
      return context.hold_customer(v_customer_id);
    end if;
    perform identity.refuse_unknown(tenancy.current_tenant(), p_customer_id);
  end if;
  return v_customer_id;
end
$$;
comment on function context.hold_customer(uuid) is
  'Locks a customer of the current tenant, or whom they became, before what is theirs is written; returns the id. RP001 when there is none, RP006 when they were erased.';
