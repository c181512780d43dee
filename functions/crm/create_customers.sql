create or replace function crm.create_customers(p_rows crm.customer_row[])
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
begin
  if not exists (select from unnest(p_rows) as r where r.outcome = 'created') then
    return;
  end if;
  insert into identity.customers (tenant_id, id, first_name, last_name, company_name, customer_since, source)
  select v_tenant_id, r.customer_id, r.profile ->> 'firstName', r.profile ->> 'lastName', r.profile ->> 'companyName', r.customer_since, 'crm'
  from unnest(p_rows) as r
  where r.outcome = 'created';
  insert into context.customer_context (tenant_id, customer_id, housecall_pro_id, tags, lead_source)
  select v_tenant_id, r.customer_id, r.id, crm.read_texts(r.profile -> 'tags'), r.profile ->> 'leadSource'
  from unnest(p_rows) as r
  where r.outcome = 'created';
  insert into identity.customer_identities (tenant_id, customer_id, type, value, is_primary, verified_at, verified_by)
  select v_tenant_id, r.customer_id, 'housecall_pro_id', r.id, true, ops.now(), 'crm'
  from unnest(p_rows) as r
  where r.outcome = 'created'
  order by r.id;
end
$$;
comment on function crm.create_customers(crm.customer_row[]) is
  'Makes the customers that HousecallPro has and we have not (outcome created), with their profile and CRM id.';
