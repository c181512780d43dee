create or replace function crm.list_visited(p_jobs text[])
returns text[]
language plpgsql
stable
security invoker
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
begin
  -- Planned anew each time, which ids alone make cheap: a plan that was made while the table was empty would read it whole.
  return array(
    select distinct a.housecall_pro_job_id from crm.appointments as a
    where a.tenant_id = tenancy.current_tenant() and a.housecall_pro_job_id = any (p_jobs)
  );
end
$$;
comment on function crm.list_visited(text[]) is 'Which of these jobs of HousecallPro, by their ids, have visits in crm.appointments.';
