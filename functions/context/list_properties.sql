create or replace function context.list_properties(p_tenant_id uuid, p_customer_id uuid, p_equipment jsonb)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', a.id,
      'address', concat_ws(', ', concat_ws(' ', a.street, a.street_line_2), nullif(a.city, ''), nullif(concat_ws(' ', a.state, a.zip), '')),
      'type', a.type,
      'propertyType', a.property_type,
      'yearBuilt', a.year_built,
      'equipment', jsonb_build_object('waterHeater', h.heater),
      'knownIssues', to_jsonb(a.known_issues),
      'lastServiceDate', s.served_on,
      'lastServiceType', s.service_type,
      'lastInspectionDate', a.last_inspection_date
    ) order by a.type desc, a.created_at, a.id), '[]')
    from context.customer_addresses as a
    left join lateral (
      select jsonb_build_object('type', e ->> 'type', 'age', e -> 'ageYears', 'brand', e ->> 'make') as heater
      from jsonb_array_elements(p_equipment) with ordinality as w (e, place)
      where e ->> 'kind' = 'water_heater' and e ->> 'addressId' = a.id::text
      order by w.place
      limit 1
    ) as h on true
    -- The CRM may know of a later visit than the jobs that were synced, and the other way about.
    left join lateral (
      select l.served_on, l.service_type
      from (
        select j.completed_at::date as served_on, j.service_type
        from context.customer_job_history as j
        where j.tenant_id = p_tenant_id and j.address_id = a.id and j.work_status = 'completed'
        union all
        select a.last_service_date, a.last_service_type where a.last_service_date is not null
      ) as l
      order by l.served_on desc, l.service_type
      limit 1
    ) as s on true
    where a.tenant_id = p_tenant_id and a.customer_id = p_customer_id
  );
end
$$;
comment on function context.list_properties(uuid, uuid, jsonb) is
  'Where the customer is served, service addresses first: {id, address, type, propertyType, yearBuilt, equipment: {waterHeater: {type, age, brand}|null}, knownIssues, lastServiceDate, lastServiceType, lastInspectionDate}. p_equipment is what context.list_equipment gives.';
