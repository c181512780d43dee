create or replace function api.ingest_housecall_estimates(
  p_tenant_id uuid, p_estimates jsonb, p_phones jsonb default '{}', p_seen_at timestamptz default null
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
  perform crm.check_batch(p_estimates);
  perform crm.lock_intake();
  return crm.ingest_estimates(p_estimates, coalesce(p_phones, '{}'), coalesce(p_seen_at, ops.now()));
end
$$;
comment on function api.ingest_housecall_estimates(uuid, jsonb, jsonb, timestamptz) is
  'Takes in estimates, an array as HousecallPro sends them (at most 500). Unknown customers are made from the copy inside. p_phones: the E.164 form of the telephone numbers in it by how they are written, made at the edge; p_seen_at: when it was read, now by default. A record older than what is here changes nothing; the same records again change nothing; one that cannot be read is reported by its index and leaves the others alone. {received, written, erased, problems: [{index, id, reason}]}. RP003: no array, or too many.';
