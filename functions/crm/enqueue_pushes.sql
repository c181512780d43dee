create or replace function crm.enqueue_pushes(p_tenant_id uuid, p_start_after timestamptz)
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
comment on function crm.enqueue_pushes(uuid, timestamptz) is 'A job for what waits in a tenant''s outbox to HousecallPro; one waits for each tenant, for the earliest of its moments.';
