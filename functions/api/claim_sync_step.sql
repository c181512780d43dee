create or replace function api.claim_sync_step(p_tenant_id uuid, p_run_id uuid, p_takes_over boolean default false)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  c_lease constant interval := interval '90 seconds';
  c_long_gap constant interval := interval '10 minutes';
  v_run crm.sync_runs;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_run := crm.lock_sync(p_run_id);
  if v_run.state in ('done', 'failed', 'stopped') then
    return jsonb_build_object('action', 'none', 'state', v_run.state);
  elsif v_run.state = 'paused' and v_run.resume_at > ops.now() then
    -- Whoever looked in too early leaves somebody to look in again.
    perform crm.enqueue_sync(v_run, v_run.resume_at);
    return jsonb_build_object('action', 'wait', 'reason', v_run.pause_reason, 'until', context.to_iso(v_run.resume_at));
  elsif v_run.claimed_until > ops.now() and not p_takes_over then
    perform crm.enqueue_sync(v_run, v_run.claimed_until);
    return jsonb_build_object('action', 'wait', 'reason', 'claimed', 'until', context.to_iso(v_run.claimed_until));
  end if;

  update crm.sync_runs as r
  set state = 'running', pause_reason = null, resume_at = null, claim_id = gen_random_uuid(), claimed_until = ops.now() + c_lease,
    started_at = coalesce(r.started_at, ops.now())
  where r.tenant_id = p_tenant_id and r.id = p_run_id;
  -- After a long rest a list is another one: the page before is where the seam is.
  update crm.sync_steps as s
  set page = greatest(s.page - 1, 1)
  where s.tenant_id = p_tenant_id and s.run_id = p_run_id and s.state = 'open' and s.page > 1
    and s.read_at < ops.now() - c_long_gap;
  return crm.next_sync_step(p_run_id);
end
$$;
comment on function api.claim_sync_step(uuid, uuid, boolean) is
  'Begins or takes up a reading of HousecallPro for one worker, for 90 seconds at a time: {action: fetch, claimId, step, …} is one request to make (crm.describe_sync_step), whose answer goes to api.record_sync_page or api.record_sync_failure, which say what is next; {action: wait, reason, until} while it rests or another works on it; {action: none, state} when it is over. p_takes_over: for a person, who may take it from another worker; what that one hands in is then refused. RP001 for an unknown run.';
