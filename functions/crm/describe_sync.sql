create or replace function crm.describe_sync(p_tenant_id uuid, p_run_id uuid)
returns jsonb
language plpgsql
stable
strict
security invoker
set search_path = ''
as $$
declare
  v_run crm.sync_runs;
  v_progress record;
  v_current jsonb;
begin
  select r.* into v_run from crm.sync_runs as r where r.tenant_id = p_tenant_id and r.id = p_run_id;
  if not found then
    raise exception 'no such sync' using errcode = 'RP001';
  end if;
  -- Pages of lists and single records alike; a list that was not begun counts as one page until its length is known.
  select
    coalesce(sum(case when s.state = 'open' then s.page - 1 else greatest(s.total_pages, 1) end), 0) as done,
    coalesce(sum(greatest(s.total_pages, s.page, 1)), 0) as total
  into v_progress
  from crm.sync_steps as s
  where s.tenant_id = p_tenant_id and s.run_id = p_run_id;
  select jsonb_build_object('resource', s.resource, 'page', s.page, 'totalPages', s.total_pages) into v_current
  from crm.sync_steps as s
  where s.tenant_id = p_tenant_id and s.run_id = p_run_id and s.state = 'open'
  order by s.ordinal
  limit 1;
  return jsonb_build_object(
    'id', v_run.id, 'kind', v_run.kind, 'state', v_run.state, 'companyId', nullif(v_run.company_id, ''),
    'customerId', v_run.customer_id, 'housecallProId', v_run.external_id,
    'pauseReason', v_run.pause_reason, 'resumeAt', context.to_iso(v_run.resume_at),
    'progress', case
      when v_run.state = 'done' then 1
      when v_progress.total > 0 then round(least(v_progress.done::numeric / v_progress.total, 1), 4)
      else 0
    end,
    'current', v_current, 'stepsLeft', v_progress.total - v_progress.done,
    'requests', v_run.requests, 'counts', v_run.counts, 'failures', v_run.failures, 'outcome', v_run.outcome, 'error', v_run.error,
    'requestedBy', v_run.requested_by, 'createdAt', context.to_iso(v_run.created_at),
    'startedAt', context.to_iso(v_run.started_at), 'finishedAt', context.to_iso(v_run.finished_at)
  );
end
$$;
comment on function crm.describe_sync(uuid, uuid) is
  'A reading of HousecallPro as people see it; see api.get_crm_sync. RP001 when there is none.';
