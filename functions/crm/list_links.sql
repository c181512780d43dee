create or replace function crm.list_links(p_customer_ids uuid[])
returns table (customer_id uuid, external_id text)
language plpgsql
stable
strict
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
begin
  return query
  select l.customer_id, l.external_id
  from (
    select i.customer_id, i.value from identity.customer_identities as i
    where i.tenant_id = v_tenant_id and i.customer_id = any (p_customer_ids) and i.type = 'housecall_pro_id'
    union
    select p.customer_id, p.housecall_pro_id from context.customer_context as p
    where p.tenant_id = v_tenant_id and p.customer_id = any (p_customer_ids) and p.housecall_pro_id is not null
  ) as l (customer_id, external_id)
  where not exists (
    select from crm.housecall_customers as h
    where h.tenant_id = v_tenant_id and h.housecall_pro_id = l.external_id and h.deleted_at is not null
  );
end
$$;
comment on function crm.list_links(uuid[]) is
  'The HousecallPro ids of customers of the current tenant, several after a merge, without those that HousecallPro deleted.';
