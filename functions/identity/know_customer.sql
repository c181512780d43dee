create or replace function identity.know_customer(p_customer_id uuid)
returns uuid
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_customer_id constant uuid := identity.follow_merge(p_customer_id);
begin
  if not exists (select from identity.customers as c where c.tenant_id = v_tenant_id and c.id = v_customer_id) then
    perform identity.refuse_unknown(v_tenant_id, p_customer_id);
  end if;
  return v_customer_id;
end
$$;
comment on function identity.know_customer(uuid) is
  'The customer of the current tenant with this id, or whom they became. RP001 unknown, RP006 erased.';
