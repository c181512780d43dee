-- owner: rapport_owner
create or replace function queue.forget_jobs(p_tenant_id uuid, p_ids text[])
returns integer
language plpgsql
volatile
strict
security definer
set search_path = ''
as $$
declare
  v_jobs integer;
begin
  with doomed as (
    delete from pgboss.job as j
    where (j.group_id = p_tenant_id::text or j.data ->> 'tenantId' = p_tenant_id::text)
      and (
        j.singleton_key = any (p_ids)
        or exists (select from jsonb_each_text(case jsonb_typeof(j.data) when 'object' then j.data else '{}' end) as d where d.value = any (p_ids))
      )
    returning j.id
  ),
  executions as (
    delete from ops.job_executions as e using doomed as d where e.job_id = d.id
  )
  select count(*) into v_jobs from doomed;
  return v_jobs;
end
$$;
comment on function queue.forget_jobs(uuid, text[]) is
  'Deletes a tenant''s jobs, waiting, done or dead, whose payload or key names one of these ids, and the history of their attempts. Returns how many jobs.';
