create or replace function api.ingest_housecall_jobs(
  p_tenant_id uuid, p_jobs jsonb, p_phones jsonb default '{}', p_seen_at timestamptz default null
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
set random_page_cost = 1.1
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  perform crm.check_batch(p_jobs);
  perform crm.lock_intake();
  return crm.ingest_jobs(array(
    select r from crm.read_jobs(p_jobs, coalesce(p_seen_at, ops.now())) as r
  ), coalesce(p_phones, '{}'), false);
end
$$;
comment on function api.ingest_housecall_jobs(uuid, jsonb, jsonb, timestamptz) is
  'Takes in jobs, an array as HousecallPro sends them (at most 500), cents to US dollars, both vocabularies of work_status to one; with line_items (array, or the envelope of the list) where the key is there. Unknown customers are made from the copy inside the job. Totals of customers and addresses follow. p_phones: the E.164 form of the telephone numbers in it by how they are written, made at the edge; p_seen_at: when it was read, now by default. A record older than what is here changes nothing; the same records again change nothing; one that cannot be read is reported by its index and leaves the others alone. {received, created, updated, untouched, customersCreated, erased (jobs of erased customers), problems: [{index, id, reason}]}. RP003: no array, or too many.';
