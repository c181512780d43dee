create or replace function crm.lock_push(p_push_id uuid)
returns crm.pushes
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_customer_id uuid;
  v_push crm.pushes;
begin
  select p.customer_id into v_customer_id from crm.pushes as p where p.tenant_id = v_tenant_id and p.id = p_push_id;
  -- Whoever merges, erases or changes the customer holds these first and their pushes afterwards.
  perform from identity.customers as c where c.tenant_id = v_tenant_id and c.id = v_customer_id for no key update;
  perform from context.customer_context as p where p.tenant_id = v_tenant_id and p.customer_id = v_customer_id for no key update;
  select p.* into v_push
  from crm.pushes as p
  where p.tenant_id = v_tenant_id and p.id = p_push_id
  for no key update;
  return v_push;
end
$$;
comment on function crm.lock_push(uuid) is
  'A push of the current tenant as it stands once it is locked; all null when there is none. Lock order: customer, profile, push, what is known of the record at HousecallPro, its writes, jobs.';
