create or replace function context.list_properties(p_tenant_id uuid, p_customer_id uuid, p_today date, p_zone text)
returns json
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return array_to_json(array(
    select json_build_object(
      'id', a.id,
      'address', concat_ws(', ', concat_ws(' ', a.street, a.street_line_2), nullif(a.city, ''), nullif(concat_ws(' ', a.state, a.zip), '')),
      'type', a.type,
      'propertyType', a.property_type,
      'yearBuilt', a.year_built,
      'equipment', json_build_object('waterHeater', h.heater),
      'knownIssues', to_json(a.known_issues),
      -- The CRM may know of a later visit than the jobs that were synced, and the other way about.
      'lastServiceDate', greatest(a.last_service_date, s.served_on),
      'lastServiceType', case when s.served_on >= a.last_service_date or a.last_service_date is null then s.service_type
        else a.last_service_type end,
      'lastInspectionDate', a.last_inspection_date
    )
    from context.customer_addresses as a
    left join lateral (
      select json_build_object(
        'type', e.type, 'age', context.age_in_years(e.installed_on, e.installed_on_precision, p_today), 'brand', e.make
      ) as heater
      from context.equipment as e
      where e.tenant_id = p_tenant_id
        and e.address_id = a.id
        and e.customer_id = p_customer_id
        and e.kind = 'water_heater'
        and coalesce(e.removed_on, e.sold_on, 'infinity') > p_today
      order by e.installed_on desc nulls last, e.id
      limit 1
    ) as h on true
    left join lateral (
      select (j.completed_at at time zone p_zone)::date as served_on, j.service_type
      from context.customer_job_history as j
      where j.tenant_id = p_tenant_id and j.address_id = a.id and j.work_status = 'completed'
      order by j.completed_at desc nulls last, j.id
      limit 1
    ) as s on true
    where a.tenant_id = p_tenant_id and a.customer_id = p_customer_id
    order by a.type desc, a.created_at, a.id
  ));
end
$$;
comment on function context.list_properties(uuid, uuid, date, text) is
  'Where the customer is served, service addresses first: {id, address, type, propertyType, yearBuilt, equipment: {waterHeater: {type, age, brand}|null}, knownIssues, lastServiceDate, lastServiceType, lastInspectionDate}.';
