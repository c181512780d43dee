create or replace function crm.lock_values(p_rows crm.customer_row[])
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  -- Only what is new: a first message from such a number must find its customer, or wait and find them.
  perform identity.lock_value(v.type, v.value)
  from (
    select distinct l.type, l.value
    from crm.list_values(p_rows) as l
    where not exists (
      select from identity.customer_identities as i
      where i.tenant_id = tenancy.current_tenant() and i.type = l.type and i.value = l.value and i.customer_id = l.customer_id
    )
    order by l.type, l.value
  ) as v;
end
$$;
comment on function crm.lock_values(crm.customer_row[]) is
  'Until the transaction ends nobody else decides whose the numbers and addresses are that these records bring anew. Taken in order.';
