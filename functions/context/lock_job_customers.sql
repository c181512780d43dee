create or replace function context.lock_job_customers(p_job_ids uuid[])
returns uuid[]
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_held uuid[];
  v_customer_ids uuid[];
begin
  -- Whom a merge took the jobs to while we waited has to be held as well.
  loop
    select coalesce(array_agg(distinct c.customer_id), '{}') into v_customer_ids
    from (
      select j.customer_id from context.customer_job_history as j where j.tenant_id = v_tenant_id and j.id = any (p_job_ids)
      union all
      select f.customer_id from context.findings as f where f.tenant_id = v_tenant_id and f.job_id = any (p_job_ids)
    ) as c;
    exit when v_customer_ids = v_held;
    perform from identity.customers as c
    where c.tenant_id = v_tenant_id and c.id = any (v_customer_ids)
    order by c.id
    for no key update;
    v_held := v_customer_ids;
  end loop;
  return v_customer_ids;
end
$$;
comment on function context.lock_job_customers(uuid[]) is
  'Holds the customers of these jobs of the current tenant, and of what was found in them, by id: before what is theirs, as every lock order here has it. Returns them.';
