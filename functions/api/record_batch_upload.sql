create or replace function api.record_batch_upload(
  p_tenant_id uuid, p_batch_id uuid, p_claim_id uuid, p_requests integer, p_bytes bigint, p_last text,
  p_file_id text default null
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  perform tenancy.set_tenant(p_tenant_id);
  perform ai.lock_batch(p_batch_id, p_claim_id);
  -- What did not fit goes into the next one.
  delete from ai.batch_items as i
  where i.tenant_id = p_tenant_id and i.batch_id = p_batch_id and i.state = 'claimed' and i.custom_id > p_last collate "C";
  update ai.batch_jobs as b
  set input_file_id = p_file_id, total_requests = p_requests, input_bytes = p_bytes, error_message = null,
    status = case when p_requests = 0 then 'completed' else b.status end,
    completed_at = case when p_requests = 0 then ops.now() end,
    dropped_requests = (
      select count(*) from ai.batch_items as i where i.tenant_id = p_tenant_id and i.batch_id = p_batch_id and i.state = 'dropped'
    )
  where b.tenant_id = p_tenant_id and b.id = p_batch_id;
  return ai.next_batch_step(p_batch_id);
end
$$;
comment on function api.record_batch_upload(uuid, uuid, uuid, integer, bigint, text, text) is
  'Notes the input file that is at OpenAI, what it holds and its last custom_id; what is after that is free for the next batch. Without any request (p_file_id null) the batch is over. Says what is next. RP004 when the claim is another''s by now.';
