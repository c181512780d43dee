create or replace function api.derive_findings(p_tenant_id uuid, p_limit integer default 25, p_is_last boolean default false)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
set random_page_cost = 1.1
as $$
declare
  -- What is derived for a customer is derived anew with every batch that has a job of theirs.
  c_more constant integer := 3;
  v_job_ids uuid[];
  v_result record;
begin
  perform tenancy.set_tenant(p_tenant_id);
  -- One at a time, and none while records are taken in: whoever takes in holds what is derived here in another order.
  perform crm.lock_intake();
  v_job_ids := array(select u.job_id from context.unread_jobs as u where u.tenant_id = p_tenant_id and u.error is null order by u.job_id limit p_limit);
  v_job_ids := v_job_ids || array(
    select o.id
    from context.customer_job_history as j
    join context.customer_job_history as o on o.tenant_id = p_tenant_id and o.customer_id = j.customer_id
    join context.unread_jobs as u on u.tenant_id = p_tenant_id and u.job_id = o.id and u.error is null
    where j.tenant_id = p_tenant_id and j.id = any (v_job_ids) and o.id <> all (v_job_ids)
    group by o.id
    limit c_more * p_limit
  );
  perform context.lock_job_customers(v_job_ids);
  select d.* into v_result from context.derive_findings_apart(v_job_ids) as d;
  update context.unread_jobs as u
  set error = x.item ->> 'code'
  from jsonb_array_elements(v_result.unreadable) as x (item)
  where u.tenant_id = p_tenant_id and u.job_id = (x.item ->> 'jobId')::uuid;
  delete from context.unread_jobs as u where u.tenant_id = p_tenant_id and u.job_id = any (v_job_ids) and u.error is null;
  if p_is_last and exists (select from context.unread_jobs as u where u.tenant_id = p_tenant_id and u.error is null) then
    perform queue.enqueue('derive_findings', jsonb_build_object('tenantId', p_tenant_id), p_singleton_key => p_tenant_id::text);
  end if;
  return jsonb_build_object('jobs', cardinality(v_job_ids), 'findings', v_result.findings, 'unreadable', v_result.unreadable);
end
$$;
comment on function api.derive_findings(uuid, integer, boolean) is
  'Reads the texts of jobs that a sync of many customers left unread, p_limit of them and as many as three times that of the same customers: {jobs: how many were read, findings: how many changed, unreadable: [{jobId, code (SQLSTATE)}] of those whose reading failed, which are not tried again until their texts change}; equipment and known issues follow. Call again until jobs is 0, or say with p_is_last that this was the last call: the rest gets a job.';
