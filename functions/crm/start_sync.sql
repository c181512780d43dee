create or replace function crm.start_sync(p_run crm.sync_runs, p_start_after timestamptz default null)
returns table (run_id uuid, is_new boolean)
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_run crm.sync_runs;
begin
  insert into crm.sync_runs as r (
    tenant_id, kind, company_id, customer_id, identity_id, external_id, night, requests_per_night, requested_by
  )
  values (
    p_run.tenant_id, p_run.kind, coalesce(p_run.company_id, ''), p_run.customer_id, p_run.identity_id, p_run.external_id,
    p_run.night, p_run.requests_per_night, p_run.requested_by
  )
  on conflict do nothing
  returning r.* into v_run;
  if v_run.id is not null then
    perform crm.plan_sync_steps(v_run);
    perform crm.enqueue_sync(v_run, p_start_after);
    return query select v_run.id, true;
    return;
  end if;
  return query
  select r.id, false
  from crm.sync_runs as r
  where r.tenant_id = p_run.tenant_id and r.company_id = coalesce(p_run.company_id, '') and r.kind = p_run.kind
    and (
      r.state in ('queued', 'running', 'paused')
      and r.external_id is not distinct from p_run.external_id and r.identity_id is not distinct from p_run.identity_id
      or r.night = p_run.night
    )
  order by r.finished_at desc nulls first
  limit 1;
end
$$;
comment on function crm.start_sync(crm.sync_runs, timestamptz) is
  'Begins a reading of HousecallPro, from what a row of crm.sync_runs says of its kind, account, subject and budget, and enqueues it. While one of the same is open, or was planned for the same night, returns that one.';
