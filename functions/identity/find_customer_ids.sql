create or replace function identity.find_customer_ids(p_tenant_id uuid, p_type text, p_value text)
returns uuid[]
language plpgsql
stable
strict
security invoker
set search_path = ''
as $$
begin
  return array(
    select i.customer_id
    from identity.customer_identities as i
    where i.tenant_id = p_tenant_id and i.type = p_type and i.value = p_value
    order by i.customer_id
  );
end
$$;
comment on function identity.find_customer_ids(uuid, text, text) is
  'Customers with this exact, normalised identity: none, one, or several when the value is shared.';
