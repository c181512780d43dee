create or replace function crm.record_absence(p_run crm.sync_runs, p_step crm.sync_steps)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  if p_step.resource in ('job', 'line_items') then
    perform crm.ingest_jobs_deleted(p_run, p_step);
  elsif p_step.resource = 'customer' then
    null;
  end if;
end
$$;
