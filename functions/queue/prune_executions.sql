-- pgls-ignore-all typecheck: the linter tries a SQL body with a constant for each parameter; the migration checks it as it is
-- owner: rapport_owner
create or replace function queue.prune_executions(p_older_than interval, p_limit integer default 10000)
returns integer
language sql
volatile
strict
security definer
set search_path = ''
as $$
  with doomed as (
    select e.job_id, e.attempt
    from ops.job_executions as e
    where e.ended_at < ops.now() - p_older_than
    order by e.job_id, e.attempt
    limit p_limit
    for update skip locked
  ),
  deleted as (
    delete from ops.job_executions as e
    using doomed
    where (e.job_id, e.attempt) = (doomed.job_id, doomed.attempt)
    returning 1
  )
  select count(*)::integer from deleted
$$;
comment on function queue.prune_executions(interval, integer) is
  'Deletes job executions of all tenants that ended longer ago than this, at most p_limit of them. Returns how many.';
