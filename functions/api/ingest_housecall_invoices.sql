create or replace function api.ingest_housecall_invoices(p_tenant_id uuid, p_invoices jsonb, p_seen_at timestamptz default null)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
set random_page_cost = 1.1
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  perform crm.check_batch(p_invoices);
  perform crm.lock_intake();
  return crm.ingest_invoices(p_invoices, coalesce(p_seen_at, ops.now()));
end
$$;
comment on function api.ingest_housecall_invoices(uuid, jsonb, timestamptz) is
  'Takes in invoices, an array as HousecallPro sends them (at most 500); what is due on a job''s open invoices is its outstanding balance when they were seen after the job. p_seen_at: when it was read, now by default. A record older than what is here changes nothing; the same records again change nothing; one that cannot be read is reported by its index and leaves the others alone. {received, written, erased, problems: [{index, id, reason}]}. RP003: no array, or too many.';
