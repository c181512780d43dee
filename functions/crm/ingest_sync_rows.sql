create or replace function crm.ingest_sync_rows(
  p_run crm.sync_runs, p_step crm.sync_steps, p_rows jsonb, p_page jsonb, p_seen_at timestamptz, p_phones jsonb
)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  c_kinds constant jsonb := '{"customer": "customers", "customer_jobs": "jobs", "job": "jobs", "paid_invoices": "invoices"}';
  v_kind constant text := coalesce(c_kinds ->> p_step.resource, p_step.resource);
  v_result jsonb;
begin
  perform crm.check_batch(p_rows);
  v_result := case v_kind
    when 'customers' then api.ingest_housecall_customers(p_run.tenant_id, p_rows, p_phones, p_seen_at)
    when 'jobs' then crm.ingest_jobs(
      array(select r from crm.read_jobs(p_rows, p_seen_at) as r), p_phones, false, p_run.kind in ('active', 'full', 'reconcile')
    )
    when 'line_items' then api.ingest_housecall_line_items(
      p_run.tenant_id, jsonb_build_array(jsonb_build_object('jobId', p_step.external_id, 'items', p_rows)), p_seen_at
    )
    when 'estimates' then api.ingest_housecall_estimates(p_run.tenant_id, p_rows, p_phones, p_seen_at)
    when 'leads' then api.ingest_housecall_leads(p_run.tenant_id, p_rows, p_phones, p_seen_at)
    when 'invoices' then api.ingest_housecall_invoices(p_run.tenant_id, p_rows, p_seen_at)
    when 'employees' then api.ingest_housecall_employees(p_run.tenant_id, p_rows, p_seen_at)
    when 'customer_search' then crm.link_lookup(p_run, p_rows, p_page, p_phones, p_seen_at)
  end;
  return jsonb_build_object(
    case v_kind when 'line_items' then 'lineItems' when 'customer_search' then 'found' else v_kind end, jsonb_array_length(p_rows)
  ) || coalesce((
    -- What cannot be read is told by kind and index to whoever calls ingest; here counts how many.
    select jsonb_object_agg(c.name, c.count)
    from (
      select case r.key when 'problems' then 'rejected' else r.key end as name,
        case jsonb_typeof(r.value) when 'number' then r.value::text::bigint when 'array' then jsonb_array_length(r.value) end as count
      from jsonb_each(v_result) as r
      where r.key not in ('received', 'known', 'warnings')
    ) as c
    where c.count > 0
  ), '{}');
end
$$;
comment on function crm.ingest_sync_rows(crm.sync_runs, crm.sync_steps, jsonb, jsonb, timestamptz, jsonb) is
  'Takes in what one request of a run brought. Returns what came of it as whole numbers by name: how many of its kind, created, updated, rejected …';
