create or replace function api.ingest_housecall_appointments(
  p_tenant_id uuid, p_appointments jsonb, p_seen_at timestamptz default null
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
  perform crm.check_batch(p_appointments);
  perform crm.lock_intake();
  return crm.ingest_appointments(p_appointments, coalesce(p_seen_at, ops.now()));
end
$$;
comment on function api.ingest_housecall_appointments(uuid, jsonb, timestamptz) is
  'Takes in appointments, an array as HousecallPro sends them (at most 500), with job_id put in where it is known (a job read with its appointments tells it as well) and is_discarded where it was called off; the one told of last is shown on its job when that is newer than the job. p_seen_at: when it was read, now by default. A record older than what is here changes nothing; the same records again change nothing; one that cannot be read is reported by its index and leaves the others alone. {received, written, erased, problems: [{index, id, reason}]}. RP003: no array, or too many.';
