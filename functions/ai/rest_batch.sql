create or replace function ai.rest_batch(p_batch_id uuid, p_reason text)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  update ai.batch_jobs as b
  set claim_id = null, claimed_until = null
  where b.tenant_id = tenancy.current_tenant() and b.id = p_batch_id;
  return jsonb_build_object('action', 'wait', 'reason', p_reason);
end
$$;
comment on function ai.rest_batch(uuid, text) is
  'Lets go of a batch until the next poll, webhook or command: {action: wait, reason}.';
