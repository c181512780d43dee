create or replace function identity.seed_customers(p_tenant_id uuid, p_seed jsonb, p_today date)
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_customers integer;
begin
  insert into identity.customers (
    tenant_id, id, first_name, last_name, company_name, customer_since, summary, current_issue_summary, source
  )
  select
    p_tenant_id, tenancy.seed_id(p_tenant_id, 'customer/' || c.key), c."firstName", c."lastName", c."companyName",
    p_today - c."sinceDaysAgo", c.summary, c.issue, 'demo'
  from jsonb_to_recordset(p_seed -> 'customers') as c (
    key text, "firstName" text, "lastName" text, "companyName" text, "sinceDaysAgo" integer, summary text, issue text
  )
  on conflict do nothing;
  get diagnostics v_customers = row_count;

  insert into identity.customer_identities (
    tenant_id, id, customer_id, type, value, is_primary, is_shared, verified_at, verified_by, label
  )
  select
    p_tenant_id, tenancy.seed_id(p_tenant_id, concat_ws('/', 'identity', c.key, i.type, i.value)),
    tenancy.seed_id(p_tenant_id, 'customer/' || c.key), i.type, i.value,
    row_number() over (partition by c.key, i.type order by i.place) = 1, coalesce(i.shared, false), ops.now(), 'crm', i.label
  from jsonb_to_recordset(p_seed -> 'customers') as c (key text, identities jsonb)
  cross join lateral rows from (
    jsonb_to_recordset(c.identities) as (type text, value text, shared boolean, label text)
  ) with ordinality as i (type, value, shared, label, place)
  on conflict do nothing;

  insert into context.customer_context (
    tenant_id, customer_id, housecall_pro_id, preferred_technician_id, preferred_technician_name, communication_preference,
    preferred_time_window, membership_status, membership_expires_at, tags, lead_source
  )
  select
    p_tenant_id, tenancy.seed_id(p_tenant_id, 'customer/' || c.key), 'cus_demo_' || c.key,
    'pro_' || lower(split_part(c.technician, ' ', 1)), c.technician, coalesce(c.contact, 'any'), c."timeWindow",
    coalesce(c.membership, 'none'), (p_today + c."membershipDays")::timestamptz,
    array(select jsonb_array_elements_text(coalesce(c.tags, '[]'))), c."leadSource"
  from jsonb_to_recordset(p_seed -> 'customers') as c (
    key text, technician text, contact text, "timeWindow" text, membership text, "membershipDays" integer, tags jsonb,
    "leadSource" text
  )
  on conflict do nothing;
  return v_customers;
end
$$;
comment on function identity.seed_customers(uuid, jsonb, date) is
  'Customers of a seed with their identities and profiles, dates counted from p_today; what exists is left alone. Returns how many were new.';
