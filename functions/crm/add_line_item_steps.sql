create or replace function crm.add_line_item_steps(p_run crm.sync_runs, p_limit integer)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  -- The vendor's clock is not ours: a change of the same moment is read again rather than missed.
  c_margin constant interval := interval '1 minute';
begin
  insert into crm.sync_steps (tenant_id, run_id, ordinal, resource, external_id, customer_id)
  select
    p_run.tenant_id, p_run.id,
    (select coalesce(max(s.ordinal), 0) from crm.sync_steps as s where s.tenant_id = p_run.tenant_id and s.run_id = p_run.id)
      + row_number() over (order by w.at desc, w.housecall_pro_job_id),
    'line_items', w.housecall_pro_job_id, w.customer_id
  from (
    select j.housecall_pro_job_id, j.customer_id, coalesce(j.completed_at, j.scheduled_start, j.crm_updated_at, j.created_at) as at
    from context.customer_job_history as j
    where j.tenant_id = p_run.tenant_id and j.housecall_pro_job_id is not null and j.deleted_at is null
      and (j.items_seen_at is null or j.items_seen_at < j.crm_updated_at + c_margin)
      and (
        p_run.kind in ('poll', 'full', 'reconcile')
        or j.customer_id = p_run.customer_id
        or p_run.kind = 'active' and exists (
          select from crm.sync_steps as s
          where s.tenant_id = j.tenant_id and s.run_id = p_run.id and s.customer_id = j.customer_id
        )
      )
    order by at desc, j.housecall_pro_job_id
    limit p_limit
  ) as w;
end
$$;
comment on function crm.add_line_item_steps(crm.sync_runs, integer) is
  'Plans to read the line items of jobs that changed since theirs were read, one request a job, the newest first; of a customer''s run that customer''s, at most p_limit (null: all).';
