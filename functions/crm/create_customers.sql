create or replace function crm.create_customers(p_rows crm.customer_row[], p_targets crm.customer_target[])
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
begin
  insert into identity.customers (tenant_id, id, first_name, last_name, company_name, customer_since, source)
  select v_tenant_id, t.customer_id, r.profile ->> 'firstName', r.profile ->> 'lastName', r.profile ->> 'companyName', r.customer_since, 'crm'
  from unnest(p_targets) as t
  join unnest(p_rows) as r on r.id = t.id
  where t.outcome = 'created';
  insert into context.customer_context (tenant_id, customer_id, housecall_pro_id, tags, lead_source)
  select v_tenant_id, t.customer_id, t.id, crm.read_texts(r.profile -> 'tags'), r.profile ->> 'leadSource'
  from unnest(p_targets) as t
  join unnest(p_rows) as r on r.id = t.id
  where t.outcome = 'created';
  insert into identity.customer_identities (tenant_id, customer_id, type, value, is_primary, verified_at, verified_by)
  select v_tenant_id, t.customer_id, 'housecall_pro_id', t.id, true, ops.now(), 'crm'
  from unnest(p_targets) as t
  where t.outcome = 'created'
  order by t.id;
end
$$;
comment on function crm.create_customers(crm.customer_row[], crm.customer_target[]) is
  'Makes the customers that HousecallPro has and we have not (targets created), with their profile and CRM id.';
