create or replace function context.list_recent_jobs(p_tenant_id uuid, p_customer_id uuid)
returns json
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return array_to_json(array(
    select json_build_object(
      'id', j.id, 'date', context.to_iso(j.completed_at), 'serviceType', j.service_type, 'description', j.description,
      'technicianName', j.technician_name, 'amount', j.total_amount
    )
    from context.customer_job_history as j
    where j.tenant_id = p_tenant_id and j.customer_id = p_customer_id and j.work_status = 'completed'
    order by j.completed_at desc nulls last, j.id
    limit 5
  ));
end
$$;
comment on function context.list_recent_jobs(uuid, uuid) is
  'The last five completed jobs, newest first: {id, date, serviceType, description, technicianName, amount in US dollars}.';
