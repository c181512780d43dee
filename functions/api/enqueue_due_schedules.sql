-- owner: rapport_owner
create or replace function api.enqueue_due_schedules(p_queues text[])
returns setof text
language plpgsql
volatile
strict
security definer
set search_path = ''
as $$
declare
  -- Long enough to make up for ticks that were missed, shorter than any finished job is kept.
  c_look_back constant interval := interval '1 hour';
begin
  -- Two ticks at once would both find nothing enqueued.
  perform pg_advisory_xact_lock(hashtextextended('rapport.enqueue_due_schedules', 0));

  return query
  with schedules as (
    select
      s.name,
      s.key,
      coalesce(s.data, '{}') as data,
      queue.latest_cron_minute(s.cron, coalesce(s.timezone, 'UTC'), ops.now() - c_look_back, ops.now()) as due_at
    from pgboss.schedule as s
    where s.name = any (p_queues) and s.kind = 'cron'
  ),
  due as materialized (
    select s.name, s.key, s.data
    from schedules as s
    where s.due_at is not null
      and not exists (
        select from pgboss.job as j
        where j.name = s.name and j.created_on >= s.due_at and coalesce(j.data, '{}') = s.data
      )
    order by s.name, s.key
  ),
  enqueued as materialized (
    select d.name, queue.enqueue(d.name, d.data, p_singleton_key => nullif(d.key, '')) as job_id
    from due as d
  )
  select e.name from enqueued as e where e.job_id is not null;
end
$$;
comment on function api.enqueue_due_schedules(text[]) is
  'Enqueues the scheduled jobs of these queues whose minute has come within the last hour and that nobody has enqueued since, and returns the queues'' names. For installations without a process that runs pg-boss''s own scheduler; beside one it does no harm. Call it every minute; a tick that was missed is made up for, once.';
