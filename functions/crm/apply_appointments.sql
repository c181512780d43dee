create or replace function crm.apply_appointments(p_job_ids uuid[])
returns void
language plpgsql
volatile
security invoker
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
begin
  if cardinality(p_job_ids) = 0 then
    return;
  end if;
  -- Planned anew each time, and jobs looked up one by one: a tenant's first full sync runs before there are statistics.
  update crm.appointments as a
  set job_id = h.id
  from unnest(p_job_ids) as i (id)
  join context.customer_job_history as h on h.tenant_id = v_tenant_id and h.id = i.id
  where a.tenant_id = v_tenant_id and a.housecall_pro_job_id = h.housecall_pro_job_id and a.job_id is null;

  -- What was said last decides, and a visit that was called off is none.
  update context.customer_job_history as h
  set scheduled_start = n.starts_at, scheduled_end = n.ends_at, arrival_window_minutes = n.arrival_window_minutes,
    technician_id = n.technician_id, technician_name = n.technician_name, work_status = n.work_status
  from (
    select j.id, v.starts_at, v.ends_at, coalesce(v.arrival_window_minutes, j.arrival_window_minutes) as arrival_window_minutes,
      coalesce(v.technician_id, j.technician_id) as technician_id,
      case when v.technician_id is null or v.technician_id = j.technician_id then j.technician_name else e.name end as technician_name,
      case
        when j.work_status = 'in_progress' then j.work_status
        when v.starts_at is null then 'needs_scheduling'
        else 'scheduled'
      end as work_status
    from unnest(p_job_ids) as i (id)
    join context.customer_job_history as j on j.tenant_id = v_tenant_id and j.id = i.id
    left join lateral (
      select a.* from crm.appointments as a
      where a.tenant_id = v_tenant_id and a.job_id = j.id and not a.is_discarded
      order by a.seen_at desc, a.housecall_pro_id
      limit 1
    ) as v on true
    left join crm.employees as e on e.tenant_id = v_tenant_id and e.housecall_pro_id = v.technician_id
    where j.work_status in ('needs_scheduling', 'scheduled', 'in_progress')
      and exists (
        select from crm.appointments as a where a.tenant_id = v_tenant_id and a.job_id = j.id and a.seen_at > j.crm_seen_at
      )
  ) as n
  where h.tenant_id = v_tenant_id and h.id = n.id
    and (h.scheduled_start, h.scheduled_end, h.arrival_window_minutes, h.technician_id, h.technician_name, h.work_status)
      is distinct from (n.starts_at, n.ends_at, n.arrival_window_minutes, n.technician_id, n.technician_name, n.work_status);
end
$$;
comment on function crm.apply_appointments(uuid[]) is
  'Shows on open jobs the visit that was told of last, where that is newer than the job''s own record: start, end, arrival window, technician.';
