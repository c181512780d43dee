create or replace function crm.ingest_appointments(p_appointments jsonb, p_seen_at timestamptz)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  c_types constant jsonb := '{
    "job_id": "text", "start_time": "time", "end_time": "time", "arrival_window_minutes": "number", "dispatched_employees_ids": "array",
    "is_discarded": "boolean"
  }';
  v_tenant_id uuid := tenancy.current_tenant();
  v_written text[];
begin
  with written as (
    insert into crm.appointments as a (
      tenant_id, housecall_pro_id, housecall_pro_job_id, starts_at, ends_at, arrival_window_minutes, technician_id, is_discarded, seen_at
    )
    select
      v_tenant_id, r.id, crm.read_text(r.item -> 'job_id'), t.starts_at, case when t.ends_at >= t.starts_at then t.ends_at end,
      crm.read_whole(r.item -> 'arrival_window_minutes', 32767), (crm.read_texts(r.item -> 'dispatched_employees_ids'))[1],
      coalesce((r.item -> 'is_discarded')::boolean, false), p_seen_at
    from crm.read_records(p_appointments, c_types) as r
    cross join lateral (
      select crm.read_time(r.item -> 'start_time') as starts_at, crm.read_time(r.item -> 'end_time') as ends_at
    ) as t
    where r.reason is null
    order by r.id
    -- Appointments have no version of their own: what was said last stands.
    on conflict (tenant_id, housecall_pro_id) do update
    set housecall_pro_job_id = coalesce(excluded.housecall_pro_job_id, a.housecall_pro_job_id), starts_at = excluded.starts_at, ends_at = excluded.ends_at,
      arrival_window_minutes = excluded.arrival_window_minutes, technician_id = excluded.technician_id,
      is_discarded = excluded.is_discarded, seen_at = excluded.seen_at
    where excluded.seen_at > a.seen_at
    returning a.housecall_pro_job_id
  )
  select coalesce(array_agg(w.housecall_pro_job_id), '{}') into v_written from written as w;
  perform crm.apply_appointments(array(
    select h.id from context.customer_job_history as h
    where h.tenant_id = v_tenant_id and h.housecall_pro_job_id = any (v_written)
    order by h.id
  ));
  return crm.report_records(p_appointments, c_types, cardinality(v_written), '{}');
end
$$;
comment on function crm.ingest_appointments(jsonb, timestamptz) is
  'Takes in appointments of HousecallPro, and shows them on their jobs, as api.ingest_housecall_appointments describes it.';
