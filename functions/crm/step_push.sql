create or replace function crm.step_push(p_push_id uuid, p_step text)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_push crm.pushes;
begin
  update crm.pushes as p
  set step = p_step, lease_expires_at = ops.now() + interval '3 minutes', round = p.round + (p_step = 'write')::integer
  where p.tenant_id = tenancy.current_tenant() and p.id = p_push_id
  returning p.* into v_push;
  return crm.next_call(v_push);
end
$$;
comment on function crm.step_push(uuid, text) is
  'Moves a running push to its next step under a new lease of 3 minutes, longer than any call takes, and says what to call (crm.next_call).';
