create or replace function api.cancel_batch(p_tenant_id uuid, p_batch_id uuid)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_batch ai.batch_jobs;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_batch := ai.lock_batch(p_batch_id);
  if v_batch.status not in ('pending', 'submitted') then
    raise exception 'the batch is over' using errcode = 'RP004', hint = 'It is completed, failed, expired, cancelled, or being taken in.';
  elsif v_batch.status = 'pending' and v_batch.create_attempted_at is null then
    -- OpenAI knows nothing of it. Who is uploading is refused afterwards.
    update ai.batch_jobs as b
    set claim_id = null, claimed_until = null, are_files_deleted = b.input_file_id is null
    where b.tenant_id = p_tenant_id and b.id = p_batch_id;
    perform ai.finish_batch(p_batch_id);
  else
    update ai.batch_jobs as b
    set cancel_requested_at = coalesce(b.cancel_requested_at, ops.now())
    where b.tenant_id = p_tenant_id and b.id = p_batch_id;
  end if;
  perform ai.enqueue_batch(p_tenant_id, p_batch_id);
  return ai.describe_batch(p_tenant_id, p_batch_id);
end
$$;
comment on function api.cancel_batch(uuid, uuid) is
  'Has a batch cancelled: at once while OpenAI does not know it, else by the queue run_batch; what is done by then is paid for and taken in. Comes back as api.get_batch. RP001 for an unknown one, RP004 for one that is over.';
