create or replace function ai.enqueue_batch(p_tenant_id uuid, p_batch_id uuid, p_start_after timestamptz default null)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  perform queue.enqueue(
    'run_batch', jsonb_build_object('tenantId', p_tenant_id, 'batchId', p_batch_id), p_start_after, p_batch_id::text
  );
end
$$;
comment on function ai.enqueue_batch(uuid, uuid, timestamptz) is 'Has a worker take a batch as far as it goes, now or at a time.';
