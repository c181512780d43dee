create or replace function api.advance_crm_push(p_tenant_id uuid, p_push_id uuid, p_attempt integer, p_outcome jsonb)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_push crm.pushes;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_push := crm.lock_push(p_push_id);
  if v_push.id is null or v_push.state <> 'sending' or v_push.attempt <> p_attempt then
    return jsonb_build_object(
      'pushId', p_push_id, 'attempt', p_attempt, 'call', null, 'state', v_push.state, 'reason', 'no longer this worker''s'
    );
  elsif p_outcome ->> 'kind' = 'failed' then
    return crm.fail_push(v_push, p_outcome);
  elsif not (p_outcome ->> 'kind' = any (case v_push.kind || ' ' || v_push.step
    when 'profile write' then array['written', 'changed']
    when 'address read' then array['addresses']
    when 'job_note read' then array['job']
    when 'job read' then array['jobs']
    when 'address write' then array['created']
    when 'job_note write' then array['created']
    when 'job write' then array['created']
    else array['customer']
  end)) then
    raise exception 'this is no answer to the call that was asked for' using errcode = '22023';
  end if;
  -- HousecallPro listens again.
  delete from crm.push_pauses as s where s.tenant_id = p_tenant_id;
  return case v_push.kind
    when 'profile' then crm.advance_profile_push(v_push, p_outcome)
    when 'address' then crm.advance_address_push(v_push, p_outcome)
    when 'job' then crm.advance_job_push(v_push, p_outcome)
    else crm.advance_note_push(v_push, p_outcome)
  end;
end
$$;
comment on function api.advance_crm_push(uuid, uuid, integer, jsonb) is
  'What HousecallPro answered to the call that a push asked for, and what to call next; as api.claim_crm_push answers, with call null when the push has ended or is not this worker''s any more. p_outcome: {kind: customer | changed, notes, tags, updatedAt} | {kind: written, notes, updatedAt} | {kind: addresses, addresses: [{id, street, streetLine2, zip}]} | {kind: job, notes: [{id, content}]} | {kind: jobs, jobs: [{id, notes: [text]}]} | {kind: created, id} | {kind: failed, code, fields, retryAfterSeconds, wasSent}. 22023 for an answer to something else.';
