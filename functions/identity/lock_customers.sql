create or replace function identity.lock_customers(p_customer_ids uuid[])
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_addresses text[] := identity.list_addresses(p_customer_ids);
begin
  -- Addresses come before customers in the lock order, but only a locked customer's addresses stay as they are.
  perform outreach.lock_address(split_part(a.address, ' ', 1), split_part(a.address, ' ', 2))
  from unnest(v_addresses) as a (address);
  perform from identity.customers as c
  where c.tenant_id = v_tenant_id and c.id = any (p_customer_ids)
  order by c.id
  -- Not "no key": who is about to write a row for one of them must wait, and then follow the merge.
  for update;
  if not identity.list_addresses(p_customer_ids) <@ v_addresses then
    raise exception 'the customer got another address meanwhile' using errcode = '40001';
  end if;
end
$$;
comment on function identity.lock_customers(uuid[]) is
  'Holds customers, and all that comes in for their addresses, against every other change. Lock order: addresses, then customers by id. 40001 when an address was added at this very moment.';
