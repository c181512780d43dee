create or replace function crm.fail_push(p_push crm.pushes, p_outcome jsonb)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  c_max_failures constant integer := 8;
  v_code constant text := p_outcome ->> 'code';
  v_wait constant numeric := (p_outcome ->> 'retryAfterSeconds')::numeric;
  v_was_sent constant boolean := coalesce((p_outcome ->> 'wasSent')::boolean, true);
  v_is_retried constant boolean := p_push.failures + 1 < c_max_failures;
  v_not_before constant timestamptz := ops.now() + least(30 * 2 ^ p_push.failures + coalesce(v_wait, 0), 3600) * interval '1 second';
  v_is_lost constant boolean := p_push.step = 'write' and v_was_sent and v_code in ('unavailable', 'timed_out', 'malformed', 'aborted', 'unknown_outcome');
begin
  update crm.push_writes as w
  set outcome = case when v_is_lost then 'unknown' else 'not_written' end
  where w.tenant_id = p_push.tenant_id and w.push_id = p_push.id and w.outcome is null;

  case
    when v_code = 'unauthorised' then
      return crm.defer_push(
        p_push, 'queued', 'HousecallPro refuses the credentials', crm.pause_pushes('HousecallPro refuses the credentials', coalesce(v_wait, 900), true), false
      );
    when v_code in ('circuit_open', 'rate_limited') then
      return crm.defer_push(
        p_push, 'queued', 'HousecallPro is busy or down', crm.pause_pushes('HousecallPro is busy or down', coalesce(v_wait, 60), false), false
      );
    when v_code in ('not_found', 'gone') and p_push.kind = 'job_note' then
      return crm.end_push(p_push, 'failed', 'the job is gone at HousecallPro');
    when v_code in ('not_found', 'gone') then
      perform crm.lock_pushed_profile(p_push);
      update crm.pushed_profiles as b
      set gone_at = ops.now()
      where b.tenant_id = p_push.tenant_id and b.housecall_pro_id = p_push.housecall_pro_id;
      return crm.end_push(p_push, 'failed', 'the customer is gone at HousecallPro');
    when v_code in ('invalid', 'rejected') then
      return crm.end_push(
        p_push, 'failed', 'HousecallPro refuses it', array(select jsonb_array_elements_text(p_outcome -> 'fields') order by 1)
      );
    when v_is_lost and p_push.kind <> 'profile' and v_is_retried then
      return crm.defer_push(p_push, 'unknown', 'the answer was lost', greatest(v_not_before, ops.now() + interval '2 minutes'), true);
    when v_is_lost and p_push.kind <> 'profile' then
      return crm.end_push(p_push, 'needs_person', 'it is not known whether it arrived');
    when v_code = 'aborted' then
      return crm.defer_push(p_push, 'queued', 'interrupted', v_not_before, false);
    when v_code in ('unavailable', 'timed_out', 'malformed') and v_is_retried then
      return crm.defer_push(p_push, 'queued', 'HousecallPro does not answer', v_not_before, true);
    when v_code in ('unavailable', 'timed_out', 'malformed') then
      return crm.end_push(p_push, 'failed', 'HousecallPro does not answer');
    else
      raise exception 'no such failure of a call' using errcode = '22023';
  end case;
end
$$;
comment on function crm.fail_push(crm.pushes, jsonb) is
  'What comes after a call that failed: {kind: failed, code (src/crm/housecall/errors.ts), fields (names), retryAfterSeconds, wasSent}. Tried again after 30 s, doubling, up to an hour, 8 times; a refusal or a customer who is gone ends it; refused credentials and a service that is down or busy let all pushes of the tenant wait. What may have been carried out and may not be twice is read back first.';
