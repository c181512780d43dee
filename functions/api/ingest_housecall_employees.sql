create or replace function api.ingest_housecall_employees(p_tenant_id uuid, p_employees jsonb, p_seen_at timestamptz default null)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
set random_page_cost = 1.1
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  perform crm.check_batch(p_employees);
  perform crm.lock_intake();
  return crm.ingest_employees(p_employees, coalesce(p_seen_at, ops.now()));
end
$$;
comment on function api.ingest_housecall_employees(uuid, jsonb, timestamptz) is
  'Takes in employees, an array as HousecallPro sends them (at most 500): the names of technicians. p_seen_at: when it was read, now by default. A record older than what is here changes nothing; the same records again change nothing; one that cannot be read is reported by its index and leaves the others alone. {received, written, erased, problems: [{index, id, reason}]}. RP003: no array, or too many.';
