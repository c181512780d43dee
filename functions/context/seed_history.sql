create or replace function context.seed_history(p_tenant_id uuid, p_seed jsonb, p_today date)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_addresses integer;
  v_equipment integer;
  v_jobs integer;
  v_insights integer;
begin
  insert into context.customer_addresses (
    tenant_id, id, customer_id, street, city, state, zip, property_type, year_built, known_issues
  )
  select
    p_tenant_id, tenancy.seed_id(p_tenant_id, concat_ws('/', 'address', c.key, a.key)),
    tenancy.seed_id(p_tenant_id, 'customer/' || c.key), a.street, a.city, 'MA', a.zip, coalesce(a."propertyType", 'residential'),
    a."yearBuilt", array(select jsonb_array_elements_text(coalesce(a.issues, '[]')))
  from jsonb_to_recordset(p_seed -> 'customers') as c (key text, addresses jsonb)
  cross join lateral jsonb_to_recordset(c.addresses) as a (
    key text, street text, city text, zip text, "propertyType" text, "yearBuilt" smallint, issues jsonb
  )
  on conflict do nothing;
  get diagnostics v_addresses = row_count;

  insert into context.equipment (
    tenant_id, id, customer_id, address_id, kind, type, make, model, installed_on, installed_on_precision, warranty_end_date, source
  )
  select
    p_tenant_id, tenancy.seed_id(p_tenant_id, concat_ws('/', 'equipment', c.key, e.place)),
    tenancy.seed_id(p_tenant_id, 'customer/' || c.key), tenancy.seed_id(p_tenant_id, concat_ws('/', 'address', c.key, e.address)),
    e.kind, e.type, e.make, e.model, p_today - e.days_ago, e.precision, p_today + e.warranty_days, 'demo'
  from jsonb_to_recordset(p_seed -> 'customers') as c (key text, equipment jsonb)
  cross join lateral rows from (
    jsonb_to_recordset(coalesce(c.equipment, '[]')) as (
      address text, kind text, type text, make text, model text, "daysAgo" integer, precision text, "warrantyDays" integer
    )
  ) with ordinality as e (address, kind, type, make, model, days_ago, precision, warranty_days, place)
  on conflict do nothing;
  get diagnostics v_equipment = row_count;

  v_jobs := context.seed_jobs(p_tenant_id, p_seed, p_today);

  if tenancy.is_enabled(p_tenant_id, 'CUSTOMER_CONTEXT_INSIGHTS') then
    select e.generated into v_insights from insight.evaluate(null) as e;
  end if;

  return jsonb_build_object('addresses', v_addresses, 'equipment', v_equipment, 'jobs', v_jobs, 'insights', coalesce(v_insights, 0));
end
$$;
comment on function context.seed_history(uuid, jsonb, date) is
  'Addresses, equipment and jobs of a seed, dates counted from p_today, and the insights that rules find in them; what exists is left alone. Returns how many were new.';
