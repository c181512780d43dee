create or replace function api.claim_batch(p_tenant_id uuid, p_batch_id uuid, p_takes_over boolean default false)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_batch ai.batch_jobs;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_batch := ai.lock_batch(p_batch_id);
  if v_batch.completed_at is not null and v_batch.are_files_deleted then
    return jsonb_build_object('action', 'none', 'status', v_batch.status);
  elsif v_batch.claimed_until > ops.now() and not p_takes_over then
    -- Whoever is at it may have died.
    perform ai.enqueue_batch(p_tenant_id, p_batch_id, v_batch.claimed_until);
    return jsonb_build_object('action', 'wait', 'reason', 'claimed');
  end if;
  update ai.batch_jobs as b
  set claim_id = gen_random_uuid(), claimed_until = ops.now() + ai.batch_lease()
  where b.tenant_id = p_tenant_id and b.id = p_batch_id;
  return ai.next_batch_step(p_batch_id);
end
$$;
comment on function api.claim_batch(uuid, uuid, boolean) is
  'Takes up a batch for one worker, for 10 minutes after its last sign of life, and says what to do (ai.next_batch_step); each api function that takes the outcome says what is next. {action: wait, reason} while another is at it or OpenAI is not done, {action: none, status} when it is over. p_takes_over: for a person, who may take it from another worker; what that one hands in is then refused. RP001 for an unknown batch.';
