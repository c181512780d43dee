create or replace function crm.fail_sync_step(p_run crm.sync_runs, p_step crm.sync_steps, p_code text, p_message text)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  update crm.sync_steps as s
  set failures = s.failures + 1, error = left(coalesce(p_message, p_code), 500)
  where s.tenant_id = p_run.tenant_id and s.run_id = p_run.id and s.ordinal = p_step.ordinal;
  insert into crm.sync_figures as f (tenant_id, kind, failures)
  values (p_run.tenant_id, p_run.kind, 1)
  on conflict (tenant_id, kind) do update
  set failures = f.failures + 1;
  update crm.sync_runs as r
  set failures = r.failures + 1, error = left(format('%s: %s', p_step.resource, coalesce(p_message, p_code)), 500)
  where r.tenant_id = p_run.tenant_id and r.id = p_run.id;
end
$$;
comment on function crm.fail_sync_step(crm.sync_runs, crm.sync_steps, text, text) is 'Counts a failure of a step, with the words that people see.';
