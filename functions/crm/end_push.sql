create or replace function crm.end_push(p_push crm.pushes, p_state text, p_reason text, p_fields text[] default null, p_remote_id text default null)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_error constant text := case when p_state in ('failed', 'needs_person') then 'Push failed: ' || p_reason end;
begin
  perform crm.note_push_error(p_push.customer_id, v_error);
  update crm.pushes as p
  set state = p_state, reason = p_reason, error_fields = p_fields, remote_id = coalesce(p_remote_id, p.remote_id)
  where p.tenant_id = p_push.tenant_id and p.id = p_push.id;
  if p_push.kind = 'profile' and p_state in ('done', 'skipped') then
    perform crm.queue_expiry_push(p_push.customer_id);
  end if;
  return jsonb_build_object('pushId', p_push.id, 'attempt', p_push.attempt, 'call', null, 'state', p_state, 'reason', p_reason);
end
$$;
comment on function crm.end_push(crm.pushes, text, text, text[], text) is
  'Ends a push that got an answer: done, skipped, failed (p_fields: what HousecallPro complained about) or needs_person. The customer''s hcp_sync_error tells of a failure and is cleared by a success. {pushId, attempt, call: null, state, reason}.';
