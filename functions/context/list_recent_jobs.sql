create or replace function context.list_recent_jobs(p_tenant_id uuid, p_customer_id uuid)
returns json
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return (
    select coalesce(json_agg(json_build_object(
      'id', j.id, 'date', context.to_iso(j.completed_at), 'serviceType', j.service_type, 'description', j.description,
      'technicianName', j.technician_name, 'amount', j.total_amount
    )), '[]')
    from (
      select h.id, h.completed_at, h.service_type, h.description, h.technician_name, h.total_amount
      from context.customer_job_history as h
      where h.tenant_id = p_tenant_id and h.customer_id = p_customer_id and h.work_status = 'completed'
      order by h.completed_at desc nulls last, h.id
      limit 5
    ) as j
  );
end
$$;
comment on function context.list_recent_jobs(uuid, uuid) is
  'The last five completed jobs, newest first: {id, date, serviceType, description, technicianName, amount in US dollars}.';
