create or replace function crm.queue_job_push(p_job_id uuid)
returns text
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id constant uuid := tenancy.current_tenant();
  -- So that items which are added next go along.
  v_not_before constant timestamptz := ops.now() + interval '1 minute';
  v_job record;
begin
  select j.customer_id, j.address_id into v_job
  from context.customer_job_history as j
  where j.tenant_id = v_tenant_id and j.id = p_job_id;
  if not crm.may_push_jobs(v_tenant_id) then
    return 'off';
  elsif not crm.may_push(v_tenant_id) then
    return 'not_connected';
  elsif crm.find_housecall_id(v_tenant_id, v_job.customer_id) is null then
    return 'not_linked';
  elsif v_job.address_id is null then
    return 'no_address';
  end if;
  -- HousecallPro wants its own id of the address: what it does not have goes there first.
  perform crm.queue_address_pushes(v_tenant_id, array[v_job.customer_id]);
  insert into crm.pushes (tenant_id, customer_id, kind, job_id, not_before)
  values (v_tenant_id, v_job.customer_id, 'job', p_job_id, v_not_before)
  on conflict do nothing;
  perform crm.enqueue_pushes(v_tenant_id, array[v_job.customer_id], v_not_before);
  return 'queued';
end
$$;
comment on function crm.queue_job_push(uuid) is
  'Queues a job of ours for HousecallPro, a minute from now: queued, or why not: off (setting pushJobs), not_connected, not_linked (the customer is not there), no_address.';
