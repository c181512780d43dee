create or replace function api.wake_inbox()
returns boolean
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  return queue.wake('inbox');
end
$$;
comment on function api.wake_inbox() is
  'Sees to it that what was committed to the inbox before this call is taken in: a job waits for it afterwards. Call it once a message is acknowledged; a call that never comes is made up for by the queue''s own schedule. Whether the job is a new one.';
