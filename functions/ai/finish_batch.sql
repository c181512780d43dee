create or replace function ai.finish_batch(p_batch_id uuid)
returns ai.batch_jobs
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_batch ai.batch_jobs;
  v_failed integer := 0;
begin
  select b.* into v_batch from ai.batch_jobs as b where b.tenant_id = v_tenant_id and b.id = p_batch_id;
  if v_batch.openai_status in ('completed', 'expired') then
    update ai.batch_items as i
    set state = 'failed', last_error = case v_batch.openai_status when 'expired' then 'batch_expired' else 'missing' end, updated_at = ops.now()
    where i.tenant_id = v_tenant_id and i.batch_id = p_batch_id and i.state = 'claimed';
    get diagnostics v_failed = row_count;
  else
    -- Not their fault: it does not count against them.
    delete from ai.batch_items as i where i.tenant_id = v_tenant_id and i.batch_id = p_batch_id and i.state = 'claimed';
  end if;
  update ai.batch_jobs as b
  set status = coalesce(b.openai_status, 'cancelled'), completed_at = ops.now(), failed_requests = b.failed_requests + v_failed
  where b.tenant_id = v_tenant_id and b.id = p_batch_id
  returning b.* into v_batch;
  return v_batch;
end
$$;
comment on function ai.finish_batch(uuid) is
  'Ends a batch whose files are taken in: a request in neither file has failed; after a batch that failed as a whole or was cancelled they are free again. The caller holds the batch.';
