-- owner: rapport_owner
create or replace function queue.cancel(p_queue text, p_singleton_key text)
returns integer
language sql
volatile
strict
security definer
set search_path = ''
as $$
  with cancelled as (
    update pgboss.job as j
    set state = 'cancelled', completed_on = pgboss.job_now()
    where j.name = p_queue
      and j.singleton_key = p_singleton_key
      and j.state in ('created', 'retry')
    returning 1
  )
  select count(*)::integer from cancelled
$$;
comment on function queue.cancel(text, text) is
  'Cancels the jobs of a queue that wait under a key, also those waiting for another attempt; one that runs is left to finish. Returns how many.';
