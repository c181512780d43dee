-- owner: rapport_owner
create or replace function api.record_job_executions(p_executions jsonb)
returns integer
language sql
volatile
strict
security definer
set search_path = ''
as $$
  with recorded as (
    insert into ops.job_executions as e
      (job_id, attempt, queue, tenant_id, started_at, ended_at, outcome, error_class, error_message)
    select
      r."jobId", r.attempt, r.queue,
      case when pg_input_is_valid(r."tenantId", 'uuid') then r."tenantId"::uuid end,
      r."startedAt", greatest(r."startedAt", r."endedAt"), r.outcome, left(r."errorClass", 120), left(r."errorMessage", 500)
    from jsonb_to_recordset(p_executions) as r (
      "jobId" uuid, attempt integer, queue text, "tenantId" text, "startedAt" timestamptz, "endedAt" timestamptz,
      outcome text, "errorClass" text, "errorMessage" text
    )
    order by r."jobId", r.attempt
    on conflict do nothing
    returning 1
  )
  select count(*)::integer from recorded
$$;
comment on function api.record_job_executions(jsonb) is
  'Keeps what attempts at jobs did, of all tenants at once: an array of {jobId, attempt (from 1), queue, tenantId|null, startedAt, endedAt, outcome: ok|failed|dead|aborted, errorClass|null, errorMessage|null}. Returns how many were new; an attempt already recorded is left as it is.';
