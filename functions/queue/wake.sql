-- owner: rapport_owner
create or replace function queue.wake(p_queue text)
returns boolean
language plpgsql
volatile
strict
security definer
set search_path = ''
as $$
begin
  -- A job that nobody has taken up yet will see all that is committed by now: nothing to write, and nobody to be told again.
  if exists (
    select from pgboss.job as j
    where j.name = p_queue and j.state = 'created' and j.start_after <= pgboss.job_now()
  ) then
    return false;
  end if;
  return queue.enqueue(p_queue, '{}') is not null;
end
$$;
comment on function queue.wake(text) is
  'Sees to it that a job of a queue of sweeps (policy short, no payload) starts after this moment: enqueues one unless one waits already. Whether it did.';
