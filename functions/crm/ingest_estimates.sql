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
  perform crm.ingest_embedded(array(
    select r.item -> 'customer' from crm.read_records(p_estimates, c_types) as r
    where r.reason is null and crm.read_text(r.item #> '{customer,id}') <> all (v_erased)
  ), p_phones);
  insert into crm.estimates as e (
    tenant_id, housecall_pro_id, customer_id, estimate_number, status, options, scheduled_start, scheduled_end, deleted_at, updated_at,
    seen_at
  )
  select
    v_tenant_id, r.id, f.customer_id, crm.read_text(r.item -> 'estimate_number'), crm.read_text(r.item -> 'work_status'),
    (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', o.item -> 'id', 'name', o.item -> 'name', 'number', o.item -> 'option_number', 'status', o.item -> 'status',
        'approvalStatus', o.item -> 'approval_status', 'amount', crm.read_cents(o.item -> 'total_amount')
      ) order by o.place), '[]')
      from jsonb_array_elements(case when jsonb_typeof(r.item -> 'options') = 'array' then r.item -> 'options' end) with ordinality as o (item, place)
      where jsonb_typeof(o.item) = 'object'
    ),
    crm.read_time(r.item #> '{schedule,scheduled_start}'), crm.read_time(r.item #> '{schedule,scheduled_end}'),
    case when d.at >= v.updated_at then d.at end, v.updated_at, p_seen_at
  from crm.read_records(p_estimates, c_types) as r
  join crm.find_customers(array(select i.item #>> '{customer,id}' from jsonb_array_elements(p_estimates) as i (item))) as f
    on f.housecall_pro_id = crm.read_text(r.item #> '{customer,id}')
  left join crm.estimates as known on known.tenant_id = v_tenant_id and known.housecall_pro_id = r.id
  left join crm.housecall_deletions as x on x.tenant_id = v_tenant_id and x.kind = 'estimate' and x.external_id = r.id
  cross join lateral (select coalesce(crm.read_time(r.item -> 'updated_at'), p_seen_at) as updated_at) as v
  cross join lateral (select greatest(known.deleted_at, x.deleted_at, crm.read_time(r.item -> 'deleted_at')) as at) as d
  where r.reason is null and f.customer_id is not null and f.housecall_pro_id <> all (v_erased)
  order by r.id
  on conflict (tenant_id, housecall_pro_id) do update
  set customer_id = excluded.customer_id, estimate_number = excluded.estimate_number, status = excluded.status,
    options = excluded.options, scheduled_start = excluded.scheduled_start, scheduled_end = excluded.scheduled_end,
    deleted_at = excluded.deleted_at, updated_at = excluded.updated_at, seen_at = excluded.seen_at
  where (excluded.updated_at, excluded.seen_at) > (e.updated_at, e.seen_at);
  get diagnostics v_written = row_count;
  delete from crm.housecall_deletions as x
  using crm.estimates as e
  where x.tenant_id = v_tenant_id and x.kind = 'estimate' and e.tenant_id = v_tenant_id and e.housecall_pro_id = x.external_id;
  return crm.report_records(p_estimates, c_types, v_written, v_erased);
end
$$;
comment on function crm.ingest_estimates(jsonb, jsonb, timestamptz) is
  'Takes in estimates of HousecallPro with their unknown customers, as api.ingest_housecall_estimates describes it.';
