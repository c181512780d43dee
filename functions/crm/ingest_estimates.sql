create or replace function crm.ingest_estimates(p_estimates jsonb, p_phones jsonb, p_seen_at timestamptz)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  c_types constant jsonb := '{
    "customer.id": "id", "estimate_number": "text", "work_status": "text", "options": "array", "schedule": "object",
    "schedule.scheduled_start": "time", "schedule.scheduled_end": "time", "updated_at": "time", "deleted_at": "time"
  }';
  v_tenant_id uuid := tenancy.current_tenant();
  v_erased text[] := crm.list_erased(array(select e.item #>> '{customer,id}' from jsonb_array_elements(p_estimates) as e (item)));
  v_written integer;
begin
  insert into crm.estimates as e (
    tenant_id, housecall_pro_id, customer_id, estimate_number, status, options, scheduled_start, scheduled_end, deleted_at, updated_at,
    seen_at
  )
  select
    v_tenant_id, r.id, r.customer_id, crm.read_text(r.item -> 'estimate_number'), crm.read_text(r.item -> 'work_status'),
    (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', o.item -> 'id', 'name', o.item -> 'name', 'number', o.item -> 'option_number', 'status', o.item -> 'status',
        'approvalStatus', o.item -> 'approval_status', 'amount', crm.read_cents(o.item -> 'total_amount')
      ) order by o.place), '[]')
      from jsonb_array_elements(case when jsonb_typeof(r.item -> 'options') = 'array' then r.item -> 'options' end) with ordinality as o (item, place)
      where jsonb_typeof(o.item) = 'object'
    ),
    crm.read_time(r.item #> '{schedule,scheduled_start}'), crm.read_time(r.item #> '{schedule,scheduled_end}'),
    r.deleted_at, r.updated_at, p_seen_at
  from crm.attach_records('estimate', p_estimates, c_types, p_phones, v_erased, p_seen_at) as r
  on conflict (tenant_id, housecall_pro_id) do update
  set customer_id = excluded.customer_id, estimate_number = excluded.estimate_number, status = excluded.status,
    options = excluded.options, scheduled_start = excluded.scheduled_start, scheduled_end = excluded.scheduled_end,
    deleted_at = case when e.deleted_at >= excluded.updated_at then greatest(e.deleted_at, excluded.deleted_at) else excluded.deleted_at end,
    updated_at = excluded.updated_at, seen_at = excluded.seen_at
  where (excluded.updated_at, excluded.seen_at) > (e.updated_at, e.seen_at);
  get diagnostics v_written = row_count;
  return crm.report_records(p_estimates, c_types, v_written, v_erased);
end
$$;
comment on function crm.ingest_estimates(jsonb, jsonb, timestamptz) is
  'Takes in estimates of HousecallPro with their unknown customers, as api.ingest_housecall_estimates describes it.';
