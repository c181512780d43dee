create or replace function insight.enqueue_pass(p_tenant_id uuid)
returns uuid
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  return queue.enqueue('pass_insights', jsonb_build_object('tenantId', p_tenant_id), p_singleton_key => p_tenant_id::text);
end
$$;
comment on function insight.enqueue_pass(uuid) is 'Puts a pass over a tenant''s customers on its queue: the job''s id, or null when one waits already.';
