create or replace function crm.mark_key_refused(p_run crm.sync_runs, p_retry_at timestamptz)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  insert into crm.connection_health as h (tenant_id, provider, company_id, state, failures, retry_at, last_error)
  values (p_run.tenant_id, 'housecall', p_run.company_id, 'unauthorised', 1, p_retry_at, 'the key is turned away')
  on conflict (tenant_id, provider, company_id) do update
  set state = excluded.state, failures = h.failures + 1, retry_at = excluded.retry_at, last_error = excluded.last_error,
    changed_at = case when h.state = excluded.state then h.changed_at else ops.now() end, seen_at = ops.now();
end
$$;
comment on function crm.mark_key_refused(crm.sync_runs, timestamptz) is
  'Notes that a run''s account turns its key away; until p_retry_at nobody asks it again.';
