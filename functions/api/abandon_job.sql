-- owner: rapport_owner
create or replace function api.abandon_job(p_queue text, p_job_id uuid, p_attempt integer)
returns boolean
language sql
volatile
strict
security definer
set search_path = ''
as $$
  with abandoned as (
    update pgboss.job as j
    set retry_limit = j.retry_count
    where j.name = p_queue
      and j.id = p_job_id
      and j.state = 'active'
      and j.retry_count = p_attempt - 1
    returning 1
  )
  select exists (select from abandoned)
$$;
comment on function api.abandon_job(text, uuid, integer) is
  'Takes the remaining attempts from a job that is running its p_attempt-th (from 1): when that one is failed, or runs out of time, the job goes to the dead letters. False when the job is no longer running that attempt.';
