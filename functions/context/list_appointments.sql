create or replace function context.list_appointments(p_tenant_id uuid, p_customer_id uuid, p_time_zone text)
returns json
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return array_to_json(array(
    select json_build_object(
      'id', j.id, 'start', context.to_iso(j.scheduled_start), 'end', context.to_iso(j.scheduled_end),
      'timeZone', coalesce(
        (select l.time_zone::text from tenancy.locations as l where l.tenant_id = p_tenant_id and l.id = j.location_id), p_time_zone
      ),
      'arrivalWindowMinutes', j.arrival_window_minutes, 'serviceType', j.service_type, 'description', j.description,
      'technicianName', j.technician_name, 'addressId', j.address_id
    )
    from context.customer_job_history as j
    where j.tenant_id = p_tenant_id
      and j.customer_id = p_customer_id
      and j.work_status = 'scheduled'
      and coalesce(j.scheduled_end, j.scheduled_start) >= ops.now()
    order by j.scheduled_start, j.id
    limit 5
  ));
end
$$;
comment on function context.list_appointments(uuid, uuid, text) is
  'The next five visits that are scheduled and not over: {id, start, end, timeZone, arrivalWindowMinutes, serviceType, description, technicianName, addressId}.';
