create or replace function crm.enqueue_tenant_pushes(p_tenant_id uuid, p_start_after timestamptz)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  perform queue.enqueue('push_housecall', jsonb_build_object('tenantId', p_tenant_id), p_start_after, p_tenant_id::text);
end
$$;
comment on function crm.enqueue_tenant_pushes(uuid, timestamptz) is
  'A job for whatever is due of a tenant at a moment. Only as the last act of a transaction: all who call it for a tenant wait for each other.';
