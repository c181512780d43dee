create or replace function crm.remember_appointments(p_rows crm.job_row[])
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
  if cardinality(p_rows) = 0 then
    return;
  end if;
  -- Planned anew each time: a plan that was made while the tables were empty would read them whole.
  insert into crm.appointments as a (
    tenant_id, housecall_pro_id, housecall_pro_job_id, job_id, starts_at, ends_at, arrival_window_minutes, technician_id, seen_at
  )
  select distinct on (v.id)
    v_tenant_id, v.id, r.id, (select h.id from context.customer_job_history as h where h.tenant_id = v_tenant_id and h.housecall_pro_job_id = r.id),
    t.starts_at, case when t.ends_at >= t.starts_at then t.ends_at end,
    crm.read_whole(e.item -> 'arrival_window_minutes', 32767), (crm.read_texts(e.item -> 'dispatched_employees_ids'))[1], r.seen_at
  from unnest(p_rows) as r
  cross join lateral jsonb_array_elements(r.appointments) as e (item)
  cross join lateral (select left(crm.read_text(e.item -> 'id'), 200) as id) as v
  cross join lateral (select crm.read_time(e.item -> 'start_time') as starts_at, crm.read_time(e.item -> 'end_time') as ends_at) as t
  where v.id is not null
  order by v.id, r.seen_at desc
  on conflict (tenant_id, housecall_pro_id) do update
  set housecall_pro_job_id = excluded.housecall_pro_job_id,
    job_id = coalesce(excluded.job_id, a.job_id),
    starts_at = case when excluded.seen_at > a.seen_at then excluded.starts_at else a.starts_at end,
    ends_at = case when excluded.seen_at > a.seen_at then excluded.ends_at else a.ends_at end,
    arrival_window_minutes =
      case when excluded.seen_at > a.seen_at then excluded.arrival_window_minutes else a.arrival_window_minutes end,
    technician_id = case when excluded.seen_at > a.seen_at then excluded.technician_id else a.technician_id end,
    is_discarded = a.is_discarded and excluded.seen_at <= a.seen_at,
    seen_at = greatest(a.seen_at, excluded.seen_at)
  where (
    a.housecall_pro_job_id, a.job_id, a.starts_at, a.ends_at, a.arrival_window_minutes, a.technician_id, a.is_discarded
  ) is distinct from (
    excluded.housecall_pro_job_id, excluded.job_id, excluded.starts_at, excluded.ends_at, excluded.arrival_window_minutes,
    excluded.technician_id, false
  );
end
$$;
comment on function crm.remember_appointments(crm.job_row[]) is
  'Notes which visits belong to which job, from open jobs that were read with their appointments: later events name the visit only.';
