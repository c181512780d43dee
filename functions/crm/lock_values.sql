create or replace function crm.lock_values(p_rows crm.customer_row[], p_targets crm.customer_target[])
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
    left join unnest(p_targets) as t on t.id = l.id
    where t.id is null or not exists (
      select from identity.customer_identities as i
      where i.tenant_id = tenancy.current_tenant() and i.customer_id = t.customer_id and i.type = l.type and i.value = l.value
    )
    order by l.type, l.value
  ) as v;
end
$$;
comment on function crm.lock_values(crm.customer_row[], crm.customer_target[]) is
  'Until the transaction ends nobody else decides whose the numbers and addresses are that these records (targets: those known) bring anew. Taken in order.';
