create or replace function api.record_batch_failure(
  p_tenant_id uuid, p_batch_id uuid, p_claim_id uuid, p_code text, p_is_final boolean, p_is_unknown boolean default false
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  c_missing_for constant interval := interval '1 day';
  v_batch ai.batch_jobs;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_batch := ai.lock_batch(p_batch_id, p_claim_id);
  update ai.batch_jobs as b
  set error_message = left(p_code, 500), create_attempted_at = case when p_is_unknown then b.create_attempted_at end
  where b.tenant_id = p_tenant_id and b.id = p_batch_id;

  if not p_is_final then
    return ai.rest_batch(p_batch_id, p_code);
  elsif v_batch.completed_at is not null then
    -- A file that is gone cannot be deleted.
    update ai.batch_jobs as b set are_files_deleted = true where b.tenant_id = p_tenant_id and b.id = p_batch_id;
  elsif v_batch.status = 'processing' then
    -- Without the file its requests are in neither; the next batch has them.
    update ai.batch_jobs as b
    set is_output_read = true, is_error_read = b.is_output_read
    where b.tenant_id = p_tenant_id and b.id = p_batch_id;
  elsif v_batch.status = 'submitted' and v_batch.cancel_requested_at is not null and v_batch.openai_status <> 'cancelling' then
    -- Over already, most likely: looked at, it says so.
    update ai.batch_jobs as b set cancel_requested_at = null where b.tenant_id = p_tenant_id and b.id = p_batch_id;
  elsif v_batch.status = 'submitted' and coalesce(v_batch.expires_at, v_batch.submitted_at) > ops.now() - c_missing_for then
    return ai.rest_batch(p_batch_id, p_code);
  else
    update ai.batch_jobs as b
    set status = 'processing', openai_status = 'failed', is_output_read = true, is_error_read = true
    where b.tenant_id = p_tenant_id and b.id = p_batch_id;
  end if;
  return ai.next_batch_step(p_batch_id);
end
$$;
comment on function api.record_batch_failure(uuid, uuid, uuid, text, boolean, boolean) is
  'Notes that a step did not work, by a code, and says what is next. p_is_final: OpenAI will say the same again (a batch that it refuses has failed and frees its requests; a file that is gone is passed over; a batch that it does not know is given a day); else it is tried again at the next poll. p_is_unknown: it may have been done all the same. RP004 when the claim is another''s by now.';
