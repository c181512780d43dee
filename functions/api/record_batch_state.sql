create or replace function api.record_batch_state(p_tenant_id uuid, p_batch_id uuid, p_claim_id uuid, p_state jsonb default null)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  -- Until then an answer that never came may still become a batch at OpenAI.
  c_shows_within constant interval := interval '10 minutes';
  v_batch ai.batch_jobs;
  v_is_over boolean;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_batch := ai.lock_batch(p_batch_id, p_claim_id);
  if v_batch.status not in ('pending', 'submitted') then
    return ai.next_batch_step(p_batch_id);
  elsif p_state is null then
    if v_batch.create_attempted_at > ops.now() - c_shows_within then
      return ai.rest_batch(p_batch_id, 'not_found_yet');
    end if;
    update ai.batch_jobs as b set create_attempted_at = null where b.tenant_id = p_tenant_id and b.id = p_batch_id;
    return ai.next_batch_step(p_batch_id);
  end if;

  v_is_over := p_state ->> 'status' in ('completed', 'failed', 'expired', 'cancelled');
  update ai.batch_jobs as b
  set openai_batch_id = coalesce(b.openai_batch_id, p_state ->> 'id'), openai_status = p_state ->> 'status',
    status = case when v_is_over then 'processing' else 'submitted' end,
    submitted_at = coalesce(b.submitted_at, ops.now()), polled_at = ops.now(),
    expires_at = coalesce((p_state ->> 'expiresAt')::timestamptz, b.expires_at),
    output_file_id = coalesce(p_state ->> 'outputFileId', b.output_file_id),
    error_file_id = coalesce(p_state ->> 'errorFileId', b.error_file_id),
    is_output_read = v_is_over and p_state ->> 'outputFileId' is null,
    is_error_read = v_is_over and p_state ->> 'errorFileId' is null,
    error_message = left(p_state ->> 'error', 500)
  where b.tenant_id = p_tenant_id and b.id = p_batch_id;
  if not v_is_over and (v_batch.cancel_requested_at is null or p_state ->> 'status' = 'cancelling') then
    return ai.rest_batch(p_batch_id, p_state ->> 'status');
  end if;
  return ai.next_batch_step(p_batch_id);
end
$$;
comment on function api.record_batch_state(uuid, uuid, uuid, jsonb) is
  'Notes what OpenAI says of a batch, created, found or looked at: {id, status, outputFileId, errorFileId, expiresAt, error}; null when it was looked for and is not there: then it may be created again, 10 minutes after the last attempt. Says what is next. RP004 when the claim is another''s by now.';
