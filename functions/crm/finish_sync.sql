create or replace function crm.finish_sync(p_run crm.sync_runs, p_state text, p_error text default null)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_run crm.sync_runs;
begin
  update crm.sync_runs as r
  set state = p_state, error = coalesce(left(p_error, 500), r.error), finished_at = ops.now(), claim_id = null, claimed_until = null,
    pause_reason = null, resume_at = null, started_at = coalesce(r.started_at, ops.now())
  where r.tenant_id = p_run.tenant_id and r.id = p_run.id
  returning r.* into v_run;
  if p_state = 'done' then
    perform crm.keep_watermarks(v_run);
    perform crm.mark_synced(v_run);
  elsif p_state = 'failed' and v_run.customer_id is not null then
    update context.customer_context as p
    set hcp_sync_error = v_run.error
    where p.tenant_id = v_run.tenant_id and p.customer_id = v_run.customer_id;
  end if;
  perform crm.count_sync(v_run);
  delete from crm.sync_seen as s where s.tenant_id = v_run.tenant_id and s.run_id = v_run.id;
  delete from crm.sync_steps as s where s.tenant_id = v_run.tenant_id and s.run_id = v_run.id;
  return jsonb_build_object('action', 'none', 'state', p_state);
end
$$;
comment on function crm.finish_sync(crm.sync_runs, text, text) is
  'Ends a run: done, failed or stopped. What it was to read and what it had seen go; when customers were synced, or why one was not, is written down. Answers {action: none, state}.';
