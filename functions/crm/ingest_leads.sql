create or replace function crm.ingest_leads(p_leads jsonb, p_phones jsonb, p_seen_at timestamptz)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  c_types constant jsonb := '{
    "customer.id": "id", "number": "text", "status": "text", "pipeline_status": "string|number|object", "lead_source": "string|number|object",
    "total_amount": "cents", "conversions": "array", "lost_at": "time", "updated_at": "time", "deleted_at": "time"
  }';
  v_tenant_id uuid := tenancy.current_tenant();
  v_erased text[] := crm.list_erased(array(select i.item #>> '{customer,id}' from jsonb_array_elements(p_leads) as i (item)));
  v_written integer;
begin
  insert into crm.leads as l (
    tenant_id, housecall_pro_id, customer_id, lead_number, status, pipeline_status, lead_source, total_amount, conversions, lost_at,
    deleted_at, updated_at, seen_at
  )
  select
    v_tenant_id, r.id, r.customer_id, crm.read_text(r.item -> 'number'), crm.read_text(r.item -> 'status'),
    coalesce(crm.read_text(r.item -> 'pipeline_status'), crm.read_text(r.item #> '{pipeline_status,name}')),
    coalesce(crm.read_text(r.item -> 'lead_source'), crm.read_text(r.item #> '{lead_source,name}')),
    crm.read_cents(r.item -> 'total_amount'),
    (
      select coalesce(jsonb_agg(jsonb_build_object('id', c.item -> 'id', 'type', c.item -> 'type') order by c.place), '[]')
      from jsonb_array_elements(case when jsonb_typeof(r.item -> 'conversions') = 'array' then r.item -> 'conversions' end) with ordinality as c (item, place)
      where jsonb_typeof(c.item) = 'object'
    ),
    crm.read_time(r.item -> 'lost_at'),
    r.deleted_at, r.updated_at, p_seen_at
  from crm.attach_records('lead', p_leads, c_types, p_phones, v_erased, p_seen_at) as r
  on conflict (tenant_id, housecall_pro_id) do update
  set customer_id = excluded.customer_id, lead_number = excluded.lead_number, status = excluded.status,
    pipeline_status = excluded.pipeline_status, lead_source = excluded.lead_source, total_amount = excluded.total_amount,
    conversions = excluded.conversions, lost_at = excluded.lost_at,
    deleted_at = case when l.deleted_at >= excluded.updated_at then greatest(l.deleted_at, excluded.deleted_at) else excluded.deleted_at end,
    updated_at = excluded.updated_at, seen_at = excluded.seen_at
  where (excluded.updated_at, excluded.seen_at) > (l.updated_at, l.seen_at);
  get diagnostics v_written = row_count;
  return crm.report_records(p_leads, c_types, v_written, v_erased);
end
$$;
comment on function crm.ingest_leads(jsonb, jsonb, timestamptz) is
  'Takes in leads of HousecallPro with their unknown customers, as api.ingest_housecall_leads describes it.';
