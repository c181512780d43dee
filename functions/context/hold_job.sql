create or replace function context.hold_job(p_job_id uuid, p_customer_id uuid)
returns context.customer_job_history
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_job context.customer_job_history;
begin
  perform context.lock_job_customers(array[p_job_id]);
  select j.* into v_job
  from context.customer_job_history as j
  where j.tenant_id = tenancy.current_tenant() and j.id = p_job_id
  for no key update;
  -- A job of somebody else is told from one that is not there by nobody.
  if not found or v_job.customer_id <> identity.follow_merge(p_customer_id) then
    raise exception 'no such job' using errcode = 'RP001';
  end if;
  return v_job;
end
$$;
comment on function context.hold_job(uuid, uuid) is
  'Locks a job of the current tenant after its customer. p_customer_id: whose it has to be, null for anybody''s. RP001 when there is no such job.';
