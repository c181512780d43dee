create or replace function context.defer_findings(p_job_ids uuid[])
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tenant_id uuid := tenancy.current_tenant();
begin
  insert into context.unread_jobs (tenant_id, job_id)
  select v_tenant_id, j.id
  from unnest(p_job_ids) as i (id)
  join context.customer_job_history as j on j.tenant_id = v_tenant_id and j.id = i.id
  -- Of a job that is not done only what was found while it was counts, and goes.
  where j.work_status = 'completed'
    or exists (select from context.findings as f where f.tenant_id = v_tenant_id and f.job_id = j.id)
  order by j.id
  -- One that could not be read says something else now.
  on conflict (tenant_id, job_id) do update set error = null;
  if found then
    perform queue.enqueue('derive_findings', jsonb_build_object('tenantId', v_tenant_id), p_singleton_key => v_tenant_id::text);
  end if;
end
$$;
comment on function context.defer_findings(uuid[]) is
  'Has the texts of these jobs of the current tenant read after this transaction (api.derive_findings), where context.derive_findings would read them at once. For whoever holds crm.lock_intake.';
