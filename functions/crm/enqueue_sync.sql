create or replace function crm.enqueue_sync(p_run crm.sync_runs, p_start_after timestamptz default null)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  perform queue.enqueue(
    case when p_run.kind in ('active', 'full', 'reconcile') then 'sync_crm_bulk' else 'sync_crm' end,
    jsonb_build_object('tenantId', p_run.tenant_id, 'runId', p_run.id), p_start_after, p_run.id::text
  );
end
$$;
comment on function crm.enqueue_sync(crm.sync_runs, timestamptz) is
  'Puts a run on its queue, now or at a time: what goes over all customers on one of its own.';
