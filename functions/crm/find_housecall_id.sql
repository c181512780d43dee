create or replace function crm.find_housecall_id(p_tenant_id uuid, p_customer_id uuid)
returns text
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return coalesce(
    (
      select p.housecall_pro_id from context.customer_context as p
      where p.tenant_id = p_tenant_id and p.customer_id = p_customer_id
    ),
    (
      select i.value from identity.customer_identities as i
      where i.tenant_id = p_tenant_id and i.customer_id = p_customer_id and i.type = 'housecall_pro_id'
      order by i.is_primary desc, i.created_at, i.id
      limit 1
    )
  );
end
$$;
comment on function crm.find_housecall_id(uuid, uuid) is
  'The record of HousecallPro that a customer''s changes are written to: of several, after a merge, the one of the profile. Null for a customer who is not linked.';
