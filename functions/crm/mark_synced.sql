create or replace function crm.mark_synced(p_run crm.sync_runs)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  update context.customer_context as p
  set last_hcp_sync_at = p_run.started_at, hcp_sync_error = null
  where p.tenant_id = p_run.tenant_id
    and (p.last_hcp_sync_at is null or p.last_hcp_sync_at < p_run.started_at)
    and p.customer_id in (
      select s.customer_id from crm.sync_steps as s
      where s.tenant_id = p_run.tenant_id and s.run_id = p_run.id and s.resource = 'customer_jobs' and s.state = 'done'
      union all
      select p_run.customer_id where p_run.kind = 'customer'
      union all
      select h.customer_id from crm.housecall_customers as h
      where h.tenant_id = p_run.tenant_id and hashtextextended(h.housecall_pro_id, 0) in (
        select unnest(e.id_hashes) from crm.sync_seen as e
        where e.tenant_id = p_run.tenant_id and e.run_id = p_run.id and e.resource = 'customers'
      )
    );
end
$$;
comment on function crm.mark_synced(crm.sync_runs) is
  'Writes down, for the customers that a run read with their jobs, when that began.';
