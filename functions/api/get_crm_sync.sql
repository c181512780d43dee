create or replace function api.get_crm_sync(p_tenant_id uuid, p_run_id uuid)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  return crm.describe_sync(p_tenant_id, p_run_id);
end
$$;
comment on function api.get_crm_sync(uuid, uuid) is
  'How far a reading of HousecallPro is: {id, kind, state: queued | running | paused | done | failed | stopped, companyId, customerId, housecallProId, pauseReason, resumeAt, progress 0 to 1, current {resource, page, totalPages}, stepsLeft, requests, counts, failures, outcome, error, requestedBy, createdAt, startedAt, finishedAt}. RP001 when there is none.';
