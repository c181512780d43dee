create or replace function ai.next_batch_step(p_batch_id uuid)
returns jsonb
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  c_output_kept constant integer := 7 * 24 * 3600;
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_batch ai.batch_jobs;
  v_step jsonb;
begin
  select b.* into v_batch from ai.batch_jobs as b where b.tenant_id = v_tenant_id and b.id = p_batch_id;
  if v_batch.status = 'processing' and v_batch.is_output_read and v_batch.is_error_read
    -- Cancelled, and by now it is known that OpenAI has it not.
    or v_batch.status = 'pending' and v_batch.cancel_requested_at is not null and v_batch.create_attempted_at is null
  then
    v_batch := ai.finish_batch(p_batch_id);
  end if;

  v_step := case
    when v_batch.completed_at is not null and not v_batch.are_files_deleted then jsonb_build_object(
      'action', 'delete_files',
      'fileIds', to_jsonb(array_remove(array[v_batch.input_file_id, v_batch.output_file_id, v_batch.error_file_id], null))
    )
    when v_batch.completed_at is not null then jsonb_build_object('action', 'none', 'status', v_batch.status)
    when v_batch.status = 'pending' and v_batch.input_file_id is null then jsonb_build_object('action', 'upload')
    when v_batch.status = 'pending' and v_batch.create_attempted_at is not null then jsonb_build_object(
      'action', 'find', 'since', context.to_iso(v_batch.created_at)
    )
    when v_batch.status = 'pending' then jsonb_build_object(
      'action', 'create', 'inputFileId', v_batch.input_file_id, 'outputSecondsKept', c_output_kept,
      'endpoint', (select t.endpoint from ai.batch_types as t where t.job_type = v_batch.job_type)
    )
    when v_batch.status = 'processing' and not v_batch.is_output_read then jsonb_build_object(
      'action', 'ingest', 'file', 'output', 'fileId', v_batch.output_file_id, 'offset', v_batch.output_offset
    )
    when v_batch.status = 'processing' then jsonb_build_object(
      'action', 'ingest', 'file', 'error', 'fileId', v_batch.error_file_id, 'offset', v_batch.error_offset
    )
    when v_batch.cancel_requested_at is not null and v_batch.openai_status <> 'cancelling'
      then jsonb_build_object('action', 'cancel', 'openaiBatchId', v_batch.openai_batch_id)
    else jsonb_build_object('action', 'poll', 'openaiBatchId', v_batch.openai_batch_id)
  end;
  if v_step ->> 'action' = 'create' then
    -- Written down before OpenAI is asked: who comes after a crash looks for it there first.
    update ai.batch_jobs as b set create_attempted_at = ops.now() where b.tenant_id = v_tenant_id and b.id = p_batch_id;
  elsif v_step ->> 'action' = 'none' then
    return v_step;
  end if;
  return v_step || jsonb_build_object(
    'claimId', v_batch.claim_id, 'batchId', v_batch.id, 'jobType', v_batch.job_type, 'schema', v_batch.schema_name
  );
end
$$;
comment on function ai.next_batch_step(uuid) is
  'What is to be done next for a batch, by its row; the caller holds it. {action: upload | create | find | poll | cancel | ingest | delete_files, claimId, batchId, jobType, schema, …} is work at OpenAI; {action: none, status} when it is over. What is handed out as create counts as attempted.';
