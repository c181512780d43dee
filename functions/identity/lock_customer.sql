create or replace function identity.lock_customer(p_customer_id uuid)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  perform from identity.customers as c
  where c.tenant_id = tenancy.current_tenant() and c.id = p_customer_id
  for no key update;
  if not found then
    raise exception 'no such customer' using errcode = 'RP001';
  end if;
end
$$;
comment on function identity.lock_customer(uuid) is
  'Holds a customer of the current tenant against other changes of their identities. Lock order: customer, value (lock_value), then rows of links and verifications. RP001 when there is none.';
