create or replace function crm.list_unseen(p_run crm.sync_runs)
returns table (kind text, external_id text, customer_id uuid, is_missing boolean)
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
  -- A list that was not read whole says nothing about what is not in it, nor one account about what is another's.
  return query
  select k.kind, k.external_id, k.customer_id, coalesce(k.seen_at, '-infinity') < p_run.started_at and e.id_hash is null
  from (
    select 'job' as kind, 'jobs' as resource, j.housecall_pro_job_id as external_id, j.customer_id, j.crm_seen_at as seen_at
    from context.customer_job_history as j
    where j.tenant_id = p_run.tenant_id and j.housecall_pro_job_id is not null and j.deleted_at is null
    union all
    select 'customer', 'customers', h.housecall_pro_id, h.customer_id, h.seen_at
    from crm.housecall_customers as h
    where h.tenant_id = p_run.tenant_id and h.deleted_at is null
  ) as k
  left join (
    select distinct s.resource, i.id_hash
    from crm.sync_seen as s
    cross join unnest(s.id_hashes) as i (id_hash)
    where s.tenant_id = p_run.tenant_id and s.run_id = p_run.id
  ) as e on e.resource = k.resource and e.id_hash = hashtextextended(k.external_id, 0)
  where (select count(*) from crm.list_accounts(p_run.tenant_id)) = 1
    and exists (
      select from crm.sync_steps as s
      where s.tenant_id = p_run.tenant_id and s.run_id = p_run.id and s.resource = k.resource and s.is_complete
    );
end
$$;
comment on function crm.list_unseen(crm.sync_runs) is
  'The jobs and customers of HousecallPro of which nothing was heard since the run began, and whether the run''s lists lacked them. Only of lists that were read whole, and none for a tenant with several accounts.';
