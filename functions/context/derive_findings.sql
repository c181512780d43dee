create or replace function context.derive_findings(p_job_ids uuid[])
returns integer
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  -- Who derives for the same customer waits here.
  v_customer_ids constant uuid[] := context.lock_job_customers(p_job_ids);
  v_count integer;
begin
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
