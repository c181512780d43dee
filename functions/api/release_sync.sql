create or replace function api.release_sync(p_tenant_id uuid, p_run_id uuid, p_claim_id uuid, p_start_after timestamptz default null)
returns boolean
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_run crm.sync_runs;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_run := crm.lock_sync(p_run_id);
  if v_run.claim_id is distinct from p_claim_id then
    return false;
  end if;
  update crm.sync_runs as r
  set state = 'queued', claim_id = null, claimed_until = null
  where r.tenant_id = p_tenant_id and r.id = p_run_id;
  perform crm.enqueue_sync(v_run, p_start_after);
  return true;
end
$$;
comment on function api.release_sync(uuid, uuid, uuid, timestamptz) is
  'Hands a run that is not through back to its queue: a worker''s time is up, or it stops. False when the claim is another''s by now.';
