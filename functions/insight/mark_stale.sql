create or replace function insight.mark_stale(p_tenant_ids uuid[], p_customer_ids uuid[])
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  -- Asked before, and once a tenant: within the statement the planner may ask for each customer.
  v_tenant_ids constant uuid[] := array(
    select t.tenant_id
    from (select distinct u.tenant_id from unnest(p_tenant_ids) as u (tenant_id) offset 0) as t
    where tenancy.is_enabled(t.tenant_id, 'CUSTOMER_CONTEXT_INSIGHTS')
  );
begin
  if v_tenant_ids = '{}' then
    return;
  end if;
  insert into insight.stale_customers (tenant_id, customer_id)
  select c.tenant_id, c.id
  from unnest(p_tenant_ids, p_customer_ids) as m (tenant_id, customer_id)
  -- Not those who go themselves, and their rows with them.
  join identity.customers as c on c.tenant_id = m.tenant_id and c.id = m.customer_id
  where m.tenant_id = any (v_tenant_ids)
  order by c.tenant_id, c.id;
end
$$;
comment on function insight.mark_stale(uuid[], uuid[]) is
  'Has customers, each with its tenant at the same place, looked at again after this transaction; those of tenants without insights are not noted.';
