create or replace function identity.describe_briefly(p_customer_id uuid)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'customerId', c.id, 'name', nullif(btrim(concat_ws(' ', c.first_name, c.last_name)), ''), 'companyName', c.company_name,
      'phone', (
        select i.value from identity.customer_identities as i
        where i.tenant_id = c.tenant_id and i.customer_id = c.id and i.type = 'phone' order by i.is_primary desc, i.created_at, i.id limit 1
      ),
      'email', (
        select i.value from identity.customer_identities as i
        where i.tenant_id = c.tenant_id and i.customer_id = c.id and i.type = 'email' order by i.is_primary desc, i.created_at, i.id limit 1
      )
    )
    from identity.customers as c
    where c.tenant_id = tenancy.current_tenant() and c.id = p_customer_id
  );
end
$$;
comment on function identity.describe_briefly(uuid) is 'A customer in a list: {customerId, name, companyName, phone, email}; null for nobody.';
