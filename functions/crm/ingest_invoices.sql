create or replace function crm.ingest_invoices(p_invoices jsonb, p_seen_at timestamptz)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  c_types constant jsonb := '{
    "job_id": "text", "invoice_number": "text", "status": "id", "amount": "cents", "due_amount": "cents", "due_at": "time", "paid_at": "time"
  }';
  v_tenant_id uuid := tenancy.current_tenant();
  v_written text[];
begin
  with written as (
    insert into crm.invoices as i (
      tenant_id, housecall_pro_id, housecall_pro_job_id, invoice_number, status, amount, due_amount, due_at, paid_at, seen_at
    )
    select
      v_tenant_id, r.id, crm.read_text(r.item -> 'job_id'), crm.read_text(r.item -> 'invoice_number'), crm.read_text(r.item -> 'status'),
      crm.read_cents(r.item -> 'amount'), crm.read_cents(r.item -> 'due_amount'), crm.read_time(r.item -> 'due_at'),
      crm.read_time(r.item -> 'paid_at'), p_seen_at
    from crm.read_records(p_invoices, c_types) as r
    where r.reason is null
    order by r.id
    -- Invoices have no version of their own: what was said last stands.
    on conflict (tenant_id, housecall_pro_id) do update
    set housecall_pro_job_id = excluded.housecall_pro_job_id, invoice_number = excluded.invoice_number, status = excluded.status,
      amount = excluded.amount, due_amount = excluded.due_amount, due_at = excluded.due_at, paid_at = excluded.paid_at,
      seen_at = excluded.seen_at
    where excluded.seen_at > i.seen_at
    returning i.housecall_pro_id, i.housecall_pro_job_id
  )
  select coalesce(array_agg(w.housecall_pro_job_id), '{}') into v_written from written as w;
  perform crm.apply_invoices(array(
    select h.id from context.customer_job_history as h
    where h.tenant_id = v_tenant_id and h.housecall_pro_job_id = any (v_written)
    order by h.id
  ));
  return crm.report_records(p_invoices, c_types, cardinality(v_written), '{}');
end
$$;
comment on function crm.ingest_invoices(jsonb, timestamptz) is
  'Takes in invoices of HousecallPro and shows on their jobs what is due, as api.ingest_housecall_invoices describes it.';
