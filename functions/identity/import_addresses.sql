create or replace function identity.import_addresses(p_rows jsonb, p_targets jsonb)
returns void
language sql
volatile
security invoker
set search_path = ''
as $$
  insert into context.customer_addresses (
    tenant_id, customer_id, street, street_line_2, city, state, zip, housecall_pro_address_id, property_type, year_built, known_issues
  )
  select distinct on (t."customerId", ops.normalize_name(a.street), left(a.zip, 5))
    tenancy.current_tenant(), t."customerId", a.street, a."streetLine2", a.city, a.state, a.zip, a."housecallProAddressId",
    a."propertyType", a."yearBuilt", array(select jsonb_array_elements_text(coalesce(a."knownIssues", '[]')))
  from jsonb_to_recordset(p_targets) as t (line integer, "customerId" uuid)
  join jsonb_to_recordset(p_rows) as r (line integer, addresses jsonb) on r.line = t.line
  cross join lateral jsonb_to_recordset(coalesce(r.addresses, '[]')) as a (
    street text, "streetLine2" text, city text, state text, zip text, "housecallProAddressId" text, "propertyType" text,
    "yearBuilt" smallint, "knownIssues" jsonb
  )
  where btrim(a.street) <> '' and not exists (
    select from context.customer_addresses as known
    where known.tenant_id = tenancy.current_tenant() and known.customer_id = t."customerId"
      and ops.normalize_name(known.street) = ops.normalize_name(a.street)
      and left(known.zip, 5) is not distinct from left(a.zip, 5)
  )
  order by t."customerId", ops.normalize_name(a.street), left(a.zip, 5), t.line
  on conflict do nothing
$$;
comment on function identity.import_addresses(jsonb, jsonb) is
  'Adds the addresses of imported rows (targets: line, customerId) that the customers do not have yet, compared by street and zip without case and punctuation.';
