-- pgls-ignore-all syntax: the linter takes the end of the case for the end of the body; the migration checks it as it is
create or replace function context.list_properties(p_customer_id uuid, p_today date, p_zone text)
returns table (
  id uuid, address text, type text, "propertyType" text, "yearBuilt" smallint, equipment json, "knownIssues" text[],
  "lastServiceDate" date, "lastServiceType" text, "lastInspectionDate" date
)
language sql
stable
parallel safe
begin atomic
  select
    a.id,
    concat_ws(', ', concat_ws(' ', a.street, a.street_line_2), nullif(a.city, ''), nullif(concat_ws(' ', a.state, a.zip), '')),
    a.type,
    a.property_type,
    a.year_built,
    json_build_object('waterHeater', (
      select json_build_object(
        'type', e.type, 'age', context.age_in_years(e.installed_on, e.installed_on_precision, p_today), 'brand', e.make
      )
      from context.equipment as e
      where e.tenant_id = tenancy.current_tenant()
        and e.address_id = a.id
        and e.customer_id = p_customer_id
        and e.kind = 'water_heater'
        and coalesce(e.removed_on, e.sold_on, 'infinity') > p_today
      order by e.installed_on desc nulls last, e.id
      limit 1
    )),
    a.known_issues,
    -- The CRM may know of a later visit than the jobs that were synced, and the other way about.
    greatest(a.last_service_date, s.served_on),
    case when s.served_on >= a.last_service_date or a.last_service_date is null then s.service_type else a.last_service_type end,
    a.last_inspection_date
  from context.customer_addresses as a
  left join lateral (
    select (j.completed_at at time zone p_zone)::date as served_on, j.service_type
    from context.customer_job_history as j
    where j.tenant_id = tenancy.current_tenant() and j.address_id = a.id and j.work_status = 'completed'
    order by j.completed_at desc nulls last, j.id
    limit 1
  ) as s on true
  where a.tenant_id = tenancy.current_tenant() and a.customer_id = p_customer_id
  order by a.type desc, a.created_at, a.id;
end;
comment on function context.list_properties(uuid, date, text) is
  'Where the customer is served, service addresses first; equipment is {waterHeater: {type, age, brand}|null}.';
