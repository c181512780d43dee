create or replace function crm.keep_watermarks(p_run crm.sync_runs)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  insert into crm.sync_watermarks as w (tenant_id, company_id, resource, updated_at)
  select
    p_run.tenant_id, p_run.company_id, s.resource,
    case
      -- A poll knows which change was the newest when it began; whoever read everything knows all that was before.
      when p_run.kind = 'poll' and s.resource in ('customers', 'jobs', 'estimates', 'leads') then s.newest
      else p_run.started_at
    end
  from crm.sync_steps as s
  where s.tenant_id = p_run.tenant_id and s.run_id = p_run.id and s.state = 'done'
    and p_run.kind in ('poll', 'full', 'reconcile') and s.external_id is null and s.resource <> 'employees'
    and (p_run.kind <> 'poll' or s.resource in ('invoices', 'paid_invoices') or s.newest is not null)
  on conflict (tenant_id, company_id, resource) do update
  set updated_at = greatest(w.updated_at, excluded.updated_at);
end
$$;
comment on function crm.keep_watermarks(crm.sync_runs) is
  'Notes up to which change each list has been read, once a poll, a full sync or a reconciliation is through.';
