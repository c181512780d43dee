create or replace function crm.try_lock_push(p_push_id uuid)
returns crm.pushes
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_push crm.pushes;
begin
  select p.* into v_push
  from crm.pushes as p
  join identity.customers as c on c.tenant_id = p.tenant_id and c.id = p.customer_id
  where p.tenant_id = v_tenant_id and p.id = p_push_id
  for no key update skip locked;
  if found then
    perform from context.customer_context as p
    where p.tenant_id = v_tenant_id and p.customer_id = v_push.customer_id
    for no key update skip locked;
    if not found and exists (
      select from context.customer_context as p where p.tenant_id = v_tenant_id and p.customer_id = v_push.customer_id
    ) then
      v_push := null;
    end if;
  end if;
  return v_push;
end
$$;
comment on function crm.try_lock_push(uuid) is
  'As crm.lock_push, but never waits: all null also when somebody is changing the customer, whose change is to be seen first. For going through several customers'' pushes, in whatever order.';
