create or replace function api.ingest_batch_lines(
  p_tenant_id uuid, p_batch_id uuid, p_claim_id uuid, p_file text, p_from bigint, p_to bigint, p_is_last boolean, p_rows jsonb
)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  c_most constant integer := 5000;
  v_batch ai.batch_jobs;
  v_counts record;
begin
  perform tenancy.set_tenant(p_tenant_id);
  if jsonb_typeof(p_rows) is distinct from 'array' or jsonb_array_length(p_rows) > c_most then
    raise exception 'too many lines' using errcode = 'RP003', hint = 'An array of at most 5000 lines a call.';
  end if;
  v_batch := ai.lock_batch(p_batch_id, p_claim_id);
  -- What was taken in before is not taken in again: the answer says from where on.
  if v_batch.status <> 'processing'
    or (p_file, p_from) is distinct from
      (case when v_batch.is_output_read then 'error' else 'output' end,
       case when v_batch.is_output_read then v_batch.error_offset else v_batch.output_offset end)
  then
    return ai.next_batch_step(p_batch_id);
  end if;

  perform ai.hold_batch_customers(p_batch_id, p_rows);
  perform ai.count_batch_usage(p_batch_id, p_rows);
  if v_batch.job_type = 'embeddings' then
    select e.* into v_counts from ai.ingest_embeddings(p_batch_id, p_rows) as e;
  else
    select o.* into v_counts from ai.ingest_outputs(p_batch_id, p_rows) as o;
  end if;
  update ai.batch_jobs as b
  set completed_requests = b.completed_requests + v_counts.done, failed_requests = b.failed_requests + v_counts.failed,
    dropped_requests = b.dropped_requests + v_counts.dropped,
    output_offset = case p_file when 'output' then p_to else b.output_offset end,
    error_offset = case p_file when 'error' then p_to else b.error_offset end,
    is_output_read = b.is_output_read or p_is_last and p_file = 'output',
    is_error_read = b.is_error_read or p_is_last and p_file = 'error'
  where b.tenant_id = p_tenant_id and b.id = p_batch_id;
  return ai.next_batch_step(p_batch_id);
end
$$;
comment on function api.ingest_batch_lines(uuid, uuid, uuid, text, bigint, bigint, boolean, jsonb) is
  'Takes in lines of a batch''s output or error file, from one byte to another, and notes how far that is, in one transaction: a worker that dies repeats none, and lines from elsewhere than where it stands do nothing. p_rows: [{customId, error, embedding | output, model, inputTokens, cachedInputTokens, outputTokens}], at most 5000. Says what is next. RP003 for more, RP004 when the claim is another''s by now.';
