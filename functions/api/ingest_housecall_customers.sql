create or replace function api.ingest_housecall_customers(
  p_tenant_id uuid, p_customers jsonb, p_phones jsonb default '{}', p_seen_at timestamptz default null
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
  perform crm.check_batch(p_customers);
  perform crm.lock_intake();
  return crm.ingest_customers(array(
    select r from crm.read_customers(p_customers, coalesce(p_phones, '{}'), coalesce(p_seen_at, ops.now()), false) as r
  ));
end
$$;
comment on function api.ingest_housecall_customers(uuid, jsonb, jsonb, timestamptz) is
  'Takes in customers, an array as HousecallPro sends them (at most 500), with their addresses where the key is there. Known by their id; else linked to the one customer of ours that a proved number or address leads to; else made. Numbers and addresses that somebody else has are proposed to a person, never taken. What a person set stays; erased customers stay away. p_phones: the E.164 form of the telephone numbers in it by how they are written, made at the edge; p_seen_at: when it was read, now by default. A record older than what is here changes nothing; the same records again change nothing; one that cannot be read is reported by its index and leaves the others alone. {received, created, linked, known, changed (profiles of known and linked), older, erased, proposed, problems: [{index, id, reason}], warnings: [{index, id, fields}] (numbers and addresses that cannot be used)}. RP003: no array, or too many.';
