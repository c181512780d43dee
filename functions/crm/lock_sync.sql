create or replace function crm.lock_sync(p_run_id uuid)
returns crm.sync_runs
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  v_customer_id uuid;
  v_run crm.sync_runs;
begin
  -- Lock order: a customer before the runs about them, as erasing takes them.
  select r.customer_id into v_customer_id from crm.sync_runs as r where r.tenant_id = v_tenant_id and r.id = p_run_id;
  if v_customer_id is not null then
    perform from identity.customers as c
    where c.tenant_id = v_tenant_id and c.id = v_customer_id
    for no key update;
  end if;
  select r.* into v_run from crm.sync_runs as r where r.tenant_id = v_tenant_id and r.id = p_run_id for update;
  if not found then
    raise exception 'no such sync' using errcode = 'RP001';
  end if;
  return v_run;
end
$$;
comment on function crm.lock_sync(uuid) is 'Holds a run of the current tenant, and the customer it is about before it. RP001 when there is none.';
