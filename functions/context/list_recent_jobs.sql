create or replace function context.list_recent_jobs(p_customer_id uuid)
returns table (id uuid, date text, "serviceType" text, description text, "technicianName" text, amount numeric)
language sql
stable
parallel safe
begin atomic
  select j.id, context.to_iso(j.completed_at), j.service_type, j.description, j.technician_name, j.total_amount
  from context.customer_job_history as j
  where j.tenant_id = tenancy.current_tenant() and j.customer_id = p_customer_id and j.work_status = 'completed'
  order by j.completed_at desc nulls last, j.id
  limit 5;
end;
comment on function context.list_recent_jobs(uuid) is 'The last five completed jobs, newest first; amounts in US dollars.';
