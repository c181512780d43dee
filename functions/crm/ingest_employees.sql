create or replace function crm.ingest_employees(p_employees jsonb, p_seen_at timestamptz)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  c_types constant jsonb := '{"first_name": "text", "last_name": "text", "role": "text"}';
  v_tenant_id uuid := tenancy.current_tenant();
  v_written text[];
begin
  with written as (
    insert into crm.employees as e (tenant_id, housecall_pro_id, name, role, seen_at)
    select v_tenant_id, r.id, coalesce(crm.name_employee(r.item), r.id), crm.read_text(r.item -> 'role'), p_seen_at
    from crm.read_records(p_employees, c_types) as r
    where r.reason is null
    order by r.id
    on conflict (tenant_id, housecall_pro_id) do update
    set name = excluded.name, role = excluded.role, seen_at = excluded.seen_at
    where excluded.seen_at > e.seen_at
    returning e.housecall_pro_id
  )
  select coalesce(array_agg(w.housecall_pro_id), '{}') into v_written from written as w;
  -- A visit may have been given to somebody whose name was not known then.
  update context.customer_job_history as h
  set technician_name = e.name
  from crm.employees as e
  where e.tenant_id = v_tenant_id and e.housecall_pro_id = any (v_written)
    and h.tenant_id = v_tenant_id and h.technician_id = e.housecall_pro_id and h.technician_name is null
    and h.work_status in ('needs_scheduling', 'scheduled', 'in_progress');
  return crm.report_records(p_employees, c_types, cardinality(v_written), '{}');
end
$$;
comment on function crm.ingest_employees(jsonb, timestamptz) is
  'Takes in employees of HousecallPro and names the technicians of open jobs, as api.ingest_housecall_employees describes it.';
