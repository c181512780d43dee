create or replace function context.list_appointments(p_tenant_id uuid, p_customer_id uuid, p_time_zone text)
returns json
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return (
    select coalesce(json_agg(json_build_object(
      'id', j.id, 'start', context.to_iso(j.scheduled_start), 'end', context.to_iso(j.scheduled_end),
      'timeZone', j.time_zone, 'arrivalWindowMinutes', j.arrival_window_minutes,
      'serviceType', j.service_type, 'description', j.description, 'technicianName', j.technician_name,
      'addressId', j.address_id
    )), '[]')
    from (
      select h.*, coalesce(
        (select l.time_zone from tenancy.locations as l where l.tenant_id = p_tenant_id and l.id = h.location_id), p_time_zone
      ) as time_zone
      from context.customer_job_history as h
      where h.tenant_id = p_tenant_id
        and h.customer_id = p_customer_id
        and h.work_status = 'scheduled'
        and coalesce(h.scheduled_end, h.scheduled_start) >= ops.now()
      order by h.scheduled_start, h.id
      limit 5
    ) as j
  );
end
$$;
comment on function context.list_appointments(uuid, uuid, text) is
  'The next five visits that are scheduled and not over: {id, start, end, timeZone, arrivalWindowMinutes, serviceType, description, technicianName, addressId}.';
