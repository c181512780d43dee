create or replace function context.list_appointments(p_customer_id uuid, p_time_zone text)
returns json
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return array_to_json(array(
    select row_to_json(a)
    from (
      select
        j.id, context.to_iso(j.scheduled_start) as start, context.to_iso(j.scheduled_end) as "end",
        coalesce((
          select l.time_zone::text from tenancy.locations as l where l.tenant_id = tenancy.current_tenant() and l.id = j.location_id
        ), p_time_zone) as "timeZone",
        j.arrival_window_minutes as "arrivalWindowMinutes", j.service_type as "serviceType", j.description,
        j.technician_name as "technicianName", j.address_id as "addressId"
      from context.customer_job_history as j
      where j.tenant_id = tenancy.current_tenant()
        and j.customer_id = p_customer_id
        and j.work_status = 'scheduled'
        and coalesce(j.scheduled_end, j.scheduled_start) >= ops.now()
      order by j.scheduled_start, j.id
      limit 5
    ) as a
  ));
end
$$;
comment on function context.list_appointments(uuid, text) is
  'The next five visits that are scheduled and not over: {id, start, end, timeZone, arrivalWindowMinutes, serviceType, description, technicianName, addressId}; p_time_zone for those without a location.';
