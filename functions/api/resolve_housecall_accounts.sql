create or replace function api.resolve_housecall_accounts(p_tenant text default null, p_company_id text default null)
returns table (tenant_id uuid, company_id text, credentials bytea, key_id text)
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_tenant_id uuid;
begin
  -- A tenant at a time, because row level security shows the connections of one only; it is nearly always one.
  for v_tenant_id in
    select t.id from tenancy.tenants as t
    where t.status = 'active' and (
      p_tenant is not null and (t.slug = p_tenant or t.id::text = lower(p_tenant))
      or p_tenant is null and t.id in (
        select c.tenant_id from tenancy.crm_companies as c where c.provider = 'housecall' and c.company_id = p_company_id
      )
    )
    order by t.id
    limit 20
  loop
    perform tenancy.set_tenant(v_tenant_id);
    return query
    select v_tenant_id, c.company_id, c.credentials, c.key_id
    from (select v_tenant_id as tenant_id) as t
    left join tenancy.crm_connections as c
      on c.tenant_id = t.tenant_id and c.provider = 'housecall' and (p_tenant is not null or c.company_id = p_company_id)
    order by c.company_id;
  end loop;
end
$$;
comment on function api.resolve_housecall_accounts(text, text) is
  'Whose an event of HousecallPro may be: the tenant of this slug or id, else the tenants that this company belongs to, each with the encrypted credentials of its accounts, which hold what the event is signed with; nulls for a tenant without an account. No row when nobody is known.';
