create or replace function crm.queue_expiry_push(p_customer_id uuid)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
  -- One that waits already queues the next when it has ended.
  insert into crm.pushes (tenant_id, customer_id, kind, not_before, reason)
  select p.tenant_id, p.customer_id, 'profile', p.membership_expires_at, 'when the membership runs out'
  from context.customer_context as p
  where p.tenant_id = tenancy.current_tenant() and p.customer_id = p_customer_id and p.membership_status <> 'none'
    and p.membership_expires_at > ops.now()
  on conflict do nothing;
end
$$;
comment on function crm.queue_expiry_push(uuid) is
  'Queues a profile push for the moment at which a customer''s membership runs out: nothing changes then that would queue one.';
