create or replace function api.get_batch(p_tenant_id uuid, p_batch_id uuid)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  v_batch jsonb;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_batch := ai.describe_batch(p_tenant_id, p_batch_id);
  if v_batch is null then
    raise exception 'no such batch' using errcode = 'RP001';
  end if;
  return v_batch;
end
$$;
comment on function api.get_batch(uuid, uuid) is
  'A batch: {id, jobType, status, openaiStatus, openaiBatchId, model, totalRequests, completedRequests, failedRequests, droppedRequests, inputTokens, outputTokens, costUsd, savingsUsd, unpricedRequests, isCancelRequested, requestedBy, createdAt, submittedAt, polledAt, expiresAt, completedAt, error}; costs in US dollars. RP001 when there is none.';
