create or replace function ai.describe_batch(p_tenant_id uuid, p_batch_id uuid)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'id', b.id, 'jobType', b.job_type, 'status', b.status, 'openaiStatus', b.openai_status, 'openaiBatchId', b.openai_batch_id,
      'model', b.model, 'totalRequests', b.total_requests, 'completedRequests', b.completed_requests,
      'failedRequests', b.failed_requests, 'droppedRequests', b.dropped_requests, 'inputTokens', b.input_tokens,
      'outputTokens', b.output_tokens, 'costUsd', b.cost_usd::text, 'savingsUsd', b.savings_usd::text,
      'unpricedRequests', b.unpriced_requests, 'isCancelRequested', b.cancel_requested_at is not null,
      'requestedBy', b.requested_by, 'createdAt', context.to_iso(b.created_at), 'submittedAt', context.to_iso(b.submitted_at),
      'polledAt', context.to_iso(b.polled_at), 'expiresAt', context.to_iso(b.expires_at),
      'completedAt', context.to_iso(b.completed_at), 'error', b.error_message
    )
    from ai.batch_jobs as b
    where b.tenant_id = p_tenant_id and b.id = p_batch_id
  );
end
$$;
comment on function ai.describe_batch(uuid, uuid) is 'A batch as people see it; null when there is none.';
