create or replace view queue.dead_letters as
select
  dead.id as job_id,
  dead.source_name as queue,
  dead.source_id as source_job_id,
  case when pg_input_is_valid(dead.data ->> 'tenantId', 'uuid') then (dead.data ->> 'tenantId')::uuid end as tenant_id,
  dead.data as payload,
  dead.source_retry_count + 1 as attempts,
  coalesce(first_failure.error_class, dead.source_output ->> 'name') as first_error_class,
  coalesce(first_failure.error_message, dead.source_output ->> 'message', dead.source_output -> 'value' ->> 'message') as first_error,
  dead.source_output ->> 'name' as last_error_class,
  coalesce(dead.source_output ->> 'message', dead.source_output -> 'value' ->> 'message') as last_error,
  dead.source_created_on as enqueued_at,
  dead.created_on as failed_at
from pgboss.job as dead
left join lateral (
  select execution.error_class, execution.error_message
  from ops.job_executions as execution
  where execution.job_id = dead.source_id and execution.outcome <> 'ok'
  order by execution.attempt
  limit 1
) as first_failure on true
where dead.name = 'dead_letter' and dead.state = 'created';

comment on view queue.dead_letters is
  'Jobs given up on: every attempt failed, or one failed for good. api.retry_dead_letter puts one back. Spans tenants: filter by tenant_id (null: a job of no single tenant). job_id is the id among the dead letters, source_job_id the one it ran under.';
