create or replace function crm.defer_push(p_push crm.pushes, p_state text, p_reason text, p_not_before timestamptz, p_is_failure boolean)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_state text := p_state;
  v_reason text := p_reason;
begin
  perform crm.note_push_error(p_push.customer_id, 'Push failed: ' || p_reason || ', will be tried again');
  begin
    update crm.pushes as p
    set state = p_state, reason = p_reason, not_before = p_not_before, failures = p.failures + p_is_failure::integer
    where p.tenant_id = p_push.tenant_id and p.id = p_push.id;
    perform crm.enqueue_pushes(p_push.tenant_id, array[p_push.customer_id], p_not_before);
  exception
    -- A newer change of the same customer waits already: it says all that this one would.
    when unique_violation then
      v_state := 'skipped';
      v_reason := 'a newer one waits';
      update crm.pushes as p
      set state = v_state, reason = v_reason
      where p.tenant_id = p_push.tenant_id and p.id = p_push.id;
      update crm.pushes as p
      set failures = p_push.failures + p_is_failure::integer, not_before = greatest(p.not_before, p_not_before)
      where p.tenant_id = p_push.tenant_id and p.customer_id = p_push.customer_id and p.kind = 'profile' and p.state = 'queued';
  end;
  return jsonb_build_object('pushId', p_push.id, 'attempt', p_push.attempt, 'call', null, 'state', v_state, 'reason', v_reason);
end
$$;
comment on function crm.defer_push(crm.pushes, text, text, timestamptz, boolean) is
  'Ends an attempt that will be made again: queued, or unknown where it may have been carried out (then it is read back first), not before a moment. {pushId, attempt, call: null, state, reason}.';
