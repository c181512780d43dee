create or replace function context.derive_findings(p_job_ids uuid[])
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
  v_customer_ids uuid[];
  v_count integer;
begin
  select coalesce(array_agg(distinct c.customer_id), '{}') into v_customer_ids
  from (
    select j.customer_id from context.customer_job_history as j where j.tenant_id = v_tenant_id and j.id = any (p_job_ids)
    union all
    select f.customer_id from context.findings as f where f.tenant_id = v_tenant_id and f.job_id = any (p_job_ids)
  ) as c;
  -- Lock order: customers by id, then what is theirs. Who derives for the same customer waits here.
  perform from identity.customers as c
  where c.tenant_id = v_tenant_id and c.id = any (v_customer_ids)
  order by c.id
  for no key update;

  v_count := context.store_findings(p_job_ids);
  if v_count > 0 then
    perform context.derive_equipment(v_customer_ids);
    perform context.derive_issues(v_customer_ids);
  end if;
  return v_count;
end
$$;
comment on function context.derive_findings(uuid[]) is
  'Reads line items, notes and descriptions of these jobs of the current tenant anew, replaces their findings, and derives equipment and known issues of their customers from them. Jobs that are not completed have none. Returns how many findings changed; jobs whose texts are as they were change nothing. For jobs that were deleted: context.derive_equipment and context.derive_issues of their customers.';
