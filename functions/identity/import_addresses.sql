create or replace function identity.import_addresses(p_rows jsonb, p_targets jsonb)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
begin
  with found as materialized (
    select distinct on (t."customerId", ops.normalize_name(a.street), left(a.zip, 5))
      ops.new_id() as id, t."customerId" as customer_id, coalesce(a."asOf", ops.now()::date) as as_of, a.*
    from jsonb_to_recordset(p_targets) as t (line integer, "customerId" uuid)
    join jsonb_to_recordset(p_rows) as r (line integer, addresses jsonb) on r.line = t.line
    cross join lateral jsonb_to_recordset(coalesce(r.addresses, '[]')) as a (
      street text, "streetLine2" text, city text, state text, zip text, latitude double precision, longitude double precision,
      "housecallProAddressId" text, "propertyType" text, "yearBuilt" smallint, "knownIssues" jsonb, "plumbingAge" smallint,
      "lastServiceDate" date, "lastServiceType" text, "lastInspectionDate" date, "waterHeaterType" text, "waterHeaterBrand" text,
      "waterHeaterInstallDate" date, "waterHeaterAge" smallint, "asOf" date
    )
    where btrim(a.street) <> '' and not exists (
      select from context.customer_addresses as known
      where known.tenant_id = v_tenant_id and known.customer_id = t."customerId"
        and ops.normalize_name(known.street) = ops.normalize_name(a.street)
        and left(known.zip, 5) is not distinct from left(a.zip, 5)
    )
    order by t."customerId", ops.normalize_name(a.street), left(a.zip, 5), t.line
  ), added as (
    insert into context.customer_addresses (
      tenant_id, id, customer_id, street, street_line_2, city, state, zip, latitude, longitude, housecall_pro_address_id,
      property_type, year_built, plumbing_installed_on, known_issues, last_service_date, last_service_type, last_inspection_date
    )
    select v_tenant_id, f.id, f.customer_id, f.street, f."streetLine2", f.city, f.state, f.zip, f.latitude, f.longitude,
      f."housecallProAddressId", f."propertyType", f."yearBuilt", (f.as_of - make_interval(years => f."plumbingAge"))::date,
      array(select jsonb_array_elements_text(coalesce(f."knownIssues", '[]'))), f."lastServiceDate", f."lastServiceType",
      f."lastInspectionDate"
    from found as f
    on conflict do nothing
    returning id
  )
  insert into context.equipment (tenant_id, customer_id, address_id, kind, make, type, installed_on, installed_on_precision, source)
  select v_tenant_id, f.customer_id, f.id, 'water_heater', f."waterHeaterBrand", f."waterHeaterType",
    coalesce(f."waterHeaterInstallDate", (f.as_of - make_interval(years => f."waterHeaterAge"))::date),
    case when f."waterHeaterInstallDate" is not null then 'day' when f."waterHeaterAge" is not null then 'estimate' end,
    'import'
  from found as f
  join added as a on a.id = f.id
  where num_nonnulls(f."waterHeaterType", f."waterHeaterBrand", f."waterHeaterInstallDate", f."waterHeaterAge") > 0;
end
$$;
comment on function identity.import_addresses(jsonb, jsonb) is
  'Adds the addresses of imported rows (targets: line, customerId) that the customers do not have yet, compared by street and zip without case and punctuation, and the water heaters that stand there. An age becomes a date: that many years before the row was written.';
