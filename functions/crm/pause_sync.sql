create or replace function crm.pause_sync(p_run crm.sync_runs, p_reason text, p_until timestamptz)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  update crm.sync_runs as r
  set state = 'paused', pause_reason = p_reason, resume_at = p_until, claim_id = null, claimed_until = null
  where r.tenant_id = p_run.tenant_id and r.id = p_run.id;
  perform crm.enqueue_sync(p_run, p_until);
  return jsonb_build_object('action', 'wait', 'reason', p_reason, 'until', context.to_iso(p_until));
end
$$;
comment on function crm.pause_sync(crm.sync_runs, text, timestamptz) is
  'Lets a run rest until a time, at which it goes on by itself. Answers {action: wait, reason, until}.';
